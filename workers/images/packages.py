"""Debian packages on top of an image: apt in a container of its own, committed under a content-addressed name."""

import re
import shlex
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from workers.errors import ImageError, PackageError, WorkersError
from workers.images.contents import RELEASES, STATUS, Contents, contents_of, status_of_stream
from workers.layout import USER

TIMEOUT_S = 45 * 60  # for apt
PATIENCE_S = 15 * 60  # for one answer of the engine
GONE_S = 15 * 60  # for a container to be gone
_CONFLICT = 409  # "removal is already in progress"
_UNKNOWN = re.compile(
    r"E: (?:Unable to locate package |Package ')([a-z0-9][a-z0-9.+-]*)(?:' has no installation candidate)?$"
)
_SPECIAL = str.maketrans('"\\$', "???")
# What apt and dpkg need to unpack packages and drop to their own user; nothing else.
_CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"]


def install_packages(
    api: Any, base: str, packages: tuple[str, ...], reference: str, labels: dict[str, str], workplace: str
) -> None:
    """Make `reference` from `base` with the packages. Their names are checked where the matrix is expanded.

    `workplace` is the name of the container; one of that name whose maker died is removed. An image called
    `reference` that somebody else made meanwhile stays.

    Raises PackageError for a package that does not exist, ImageError for everything else, with apt's own words.
    """
    with patient(api):
        container = None
        try:
            remove_abandoned(api, workplace)
            facts = api.inspect_image(base)
            container = api.create_container(
                base,
                ["bash", "-euc", _script(packages)],
                user="0:0",
                working_dir="/",
                platform=_platform(facts, labels),
                name=workplace,
                host_config=api.create_host_config(
                    cap_drop=["ALL"], cap_add=_CAPABILITIES, security_opt=["no-new-privileges:true"], pids_limit=4096
                ),
            )["Id"]
            _install(api, container, packages)
            if not _is_here(api, reference):
                _commit(api, container, reference, {**labels, **_contents(api, container).labels()})
        except (DockerException, requests.RequestException) as error:
            raise ImageError(f"{reference} could not be made: {error}") from error
        finally:
            if container is not None:
                with suppress(DockerException, requests.RequestException):  # the first error is the one that tells
                    api.remove_container(container, v=True, force=True)


@contextmanager
def patient(api: Any) -> Iterator[None]:
    """Wait longer for answers: to write a large image down, or remove one, takes an engine minutes on a slow disk."""
    before, api.timeout = api.timeout, PATIENCE_S
    try:
        yield
    finally:
        api.timeout = before


def remove_abandoned(api: Any, workplace: str) -> None:
    """Remove the container in which a maker that died once began. Only for one who holds the lock of that image."""
    for _ in range(GONE_S):
        try:
            api.remove_container(workplace, v=True, force=True)
        except NotFound:
            return
        except APIError as error:
            if error.status_code != _CONFLICT:
                raise
        time.sleep(1)  # removed, or being removed since somebody lost patience: gone when it cannot be found
    raise ImageError(f"the container engine does not get rid of the container {workplace}")


def _install(api: Any, container: str, packages: tuple[str, ...]) -> None:
    api.start(container)
    if api.wait(container, timeout=TIMEOUT_S)["StatusCode"] != 0:
        raise _refusal(_last_lines(api.logs(container)), packages)


def _commit(api: Any, container: str, reference: str, labels: dict[str, str]) -> None:
    """Labels go as instructions, one line each: the configuration, which Docker takes, podman drops."""
    repository, _, tag = reference.partition(":")
    said = [f'LABEL "{name}"="{_plain(value)}"' for name, value in labels.items()]
    api.commit(container, repository, tag, changes=said, conf={"Cmd": ["bash"], "User": "", "WorkingDir": "/"})


def _plain(value: str) -> str:
    """As an engine reads it in an instruction; each has rules of its own for these letters, and no version has one."""
    return " ".join(value.translate(_SPECIAL).split())


def _contents(api: Any, container: str) -> Contents:
    # One after the other: an engine that still has a file to send does not answer about the same container.
    stream, _ = api.get_archive(container, f"/{STATUS}")
    with closing(stream):
        status = status_of_stream(stream)
    return contents_of(status, _last_lines(api.logs(container, stdout=True, stderr=False)))


def _last_lines(log: bytes) -> str:
    """Taken here: podman's own tail turns a line around that was written in parts."""
    return "\n".join(log.decode(errors="replace").splitlines()[-100:])


def _is_here(api: Any, reference: str) -> bool:
    try:
        api.inspect_image(reference)
    except ImageNotFound:
        return False
    return True


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
        f" {RELEASES} /var/lib/apt/lists/*Release;"
        " rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb"
    )


def _platform(facts: dict[str, Any], labels: dict[str, str]) -> str | None:
    declared = facts.get("Architecture")
    return f"linux/{declared}" if declared == labels.get("assay.arch") else None
