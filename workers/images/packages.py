"""Debian packages on top of an image: apt in a container of its own, committed under a content-addressed name."""

import re
import shlex
from contextlib import suppress
from typing import Any

import requests
from docker.errors import DockerException

from workers.errors import ImageError, PackageError, WorkersError
from workers.layout import USER

TIMEOUT_S = 45 * 60
_UNKNOWN = re.compile(
    r"E: (?:Unable to locate package |Package ')([a-z0-9][a-z0-9.+-]*)(?:' has no installation candidate)?$"
)
# What apt and dpkg need to unpack packages and drop to their own user; nothing else.
_CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"]


def install_packages(api: Any, base: str, packages: tuple[str, ...], reference: str, labels: dict[str, str]) -> None:
    """Make `reference` from `base` with the packages. Their names are checked where the matrix is expanded.

    Raises PackageError for a package that does not exist, ImageError for everything else, with apt's own words.
    """
    container = None
    try:
        facts = api.inspect_image(base)
        container = api.create_container(
            base,
            ["bash", "-euc", _script(packages)],
            user="0:0",
            working_dir="/",
            platform=_platform(facts, labels),
            host_config=api.create_host_config(
                cap_drop=["ALL"], cap_add=_CAPABILITIES, security_opt=["no-new-privileges:true"], pids_limit=4096
            ),
        )["Id"]
        api.start(container)
        ended = api.wait(container, timeout=TIMEOUT_S)["StatusCode"]
        if ended != 0:
            raise _refusal(api.logs(container, tail=40).decode(errors="replace"), packages)
        repository, _, tag = reference.partition(":")
        api.commit(container, repository, tag, conf={"Labels": labels, "Cmd": ["bash"], "User": "", "WorkingDir": "/"})
    except (DockerException, requests.RequestException) as error:
        raise ImageError(f"{reference} could not be made: {error}") from error
    finally:
        if container is not None:
            with suppress(DockerException, requests.RequestException):  # the first error is the one that tells
                api.remove_container(container, v=True, force=True)


def _refusal(log: str, packages: tuple[str, ...]) -> WorkersError:
    """Whoever wrote the name of a package can correct it; everything else is ours."""
    errors = [line for line in log.splitlines() if line.startswith("E:")] or log.splitlines()[-3:]
    unknown = [match[1] for line in errors if (match := _UNKNOWN.match(line))]
    if unknown:
        return PackageError(f"system: there is no Debian package {', '.join(unknown)} in this image")
    return ImageError(f"the Debian packages {', '.join(packages)} cannot be installed: {'; '.join(errors)}")


def _script(packages: tuple[str, ...]) -> str:
    names = " ".join(shlex.quote(name) for name in packages)
    return (
        "export DEBIAN_FRONTEND=noninteractive; apt-get -q update --error-on=any;"
        f" apt-get -q install -y --no-install-recommends -- {names};"
        f" id assay >/dev/null 2>&1 || useradd --uid {USER} --create-home --shell /bin/bash assay;"
        " rm -rf /var/lib/apt/lists/*"
    )


def _platform(facts: dict[str, Any], labels: dict[str, str]) -> str | None:
    declared = facts.get("Architecture")
    return f"linux/{declared}" if declared == labels.get("assay.arch") else None
