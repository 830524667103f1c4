"""Debian packages on top of an image: what the container may do, what it runs, and that nothing of it stays."""

import shlex
import subprocess

import pytest
import requests
from docker_script import ScriptedApi, api_error
from hypothesis import given
from hypothesis import strategies as st

from workers.errors import ImageError, PackageError
from workers.images.packages import _script, install_packages

LABELS = {"assay.arch": "arm64"}
REFERENCE = "assay/debian-12:arm64-0123"


def scripted(**more: object) -> ScriptedApi:
    facts = {"inspect_image": {"Architecture": "arm64"}, "wait": {"StatusCode": 0}}
    return ScriptedApi(**{**facts, **more})


def install(api: ScriptedApi) -> None:
    install_packages(api, "sha256:base", ("gcc", "libgmp-dev"), REFERENCE, LABELS)


@pytest.mark.threat("T25", "T31")
def test_the_container_has_few_rights_and_does_not_stay() -> None:
    """Made from the base for its architecture, with what dpkg needs and no more; committed under the name, removed."""
    api = scripted()
    install(api)
    ((args, more),) = api.of("create_container")
    assert (args[0], more["platform"]) == ("sha256:base", "linux/arm64")
    options = more["host_config"]
    assert options["cap_drop"] == ["ALL"]
    assert not {"SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "MKNOD", "NET_RAW", "SYS_MODULE"} & set(options["cap_add"])
    assert options["security_opt"] == ["no-new-privileges:true"]
    assert not {"binds", "privileged", "devices", "volumes_from", "network_mode"} & set(options)
    ((args, more),) = api.of("commit")
    assert args == ("container-1", "assay/debian-12", "arm64-0123")
    assert (more["conf"]["Labels"], more["conf"]["User"]) == (LABELS, "")
    assert api.names[-1] == "remove_container"


def test_an_image_that_does_not_know_its_architecture() -> None:
    """Where the base declares another architecture than its label, the engine is told none."""
    api = scripted(inspect_image={"Architecture": "amd64"})
    install(api)
    assert api.of("create_container")[0][1]["platform"] is None


def test_apt_is_told_in_its_own_words() -> None:
    """Packages that cannot be installed are an error with apt's lines, and the container is removed."""
    api = scripted(wait={"StatusCode": 100}, logs=b"Reading\nE: Failed to fetch gcc\n")
    with pytest.raises(ImageError, match="E: Failed to fetch gcc"):
        install(api)
    assert api.names[-1] == "remove_container"
    assert "commit" not in api.names


@pytest.mark.parametrize(
    "line", ["E: Unable to locate package libnone", "E: Package 'libnone' has no installation candidate"]
)
def test_a_package_that_does_not_exist(line: str) -> None:
    """A name that Debian does not know is a mistake in the configuration, not a fault of ours, and is named."""
    api = scripted(wait={"StatusCode": 100}, logs=f"Reading\n{line}\n".encode())
    with pytest.raises(PackageError, match="no Debian package libnone"):
        install(api)
    assert api.names[-1] == "remove_container"


@pytest.mark.threat("F05")
@pytest.mark.parametrize("call", ["inspect_image", "create_container", "start", "wait", "commit"])
@pytest.mark.parametrize("fault", [api_error(500, "dead"), requests.ReadTimeout("slow")])
def test_an_engine_that_fails_is_an_image_that_is_not_made(call: str, fault: Exception) -> None:
    """Whichever call fails, the error is ours and says which image; a container that was made is removed."""
    api = scripted(**{call: fault})
    with pytest.raises(ImageError, match="arm64-0123 could not be made"):
        install(api)
    assert ("remove_container" in api.names) == (call not in ("inspect_image", "create_container"))


@pytest.mark.threat("F05")
def test_a_failed_removal_does_not_hide_the_reason() -> None:
    """The first error is the one that tells."""
    api = scripted(wait={"StatusCode": 100}, logs=b"E: no\n", remove_container=api_error(500, "dead"))
    with pytest.raises(ImageError, match="E: no"):
        install(api)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1))
def test_names_are_words_of_the_shell(names: list[str]) -> None:
    """Whatever a name holds, it is one argument of apt-get after `--`; never a command, never an option."""
    line = _script(tuple(names))
    start = line.index(" -- ") + 4
    assert line[start:].startswith(" ".join(shlex.quote(name) for name in names) + ";")


def test_the_script_is_sound() -> None:
    """bash can read it."""
    assert subprocess.run(["bash", "-nc", _script(("gcc", "g++"))], check=False).returncode == 0
