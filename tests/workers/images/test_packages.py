"""Debian packages on top of an image: what the container may do, what it runs, and that nothing of it stays."""

import re
import shlex
import subprocess
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from docker.errors import ImageNotFound
from docker_script import ScriptedApi, api_error, tar_stream
from hypothesis import given
from hypothesis import strategies as st

from workers.errors import ImageError, PackageError
from workers.images import packages
from workers.images.packages import PATIENCE_S, _script, install_packages

LABELS = {"assay.arch": "arm64"}
REFERENCE = "assay/debian-12:arm64-0123"
PLACE = "assay-making-me-0123"


STATUS = b"Package: gcc\nStatus: install ok installed\nVersion: 4:12.2.0-3\n\n"
PRINTED = b"Setting up gcc\nassay-release Codename bookworm\nassay-release Date Sat, 05 Sep 2026 09:44:31 UTC\n"


def base(name: str) -> dict[str, str]:
    """The base is here, the image is not."""
    if name == REFERENCE:
        raise ImageNotFound("none", explanation="none")
    return {"Architecture": "arm64"}


def scripted(**more: object) -> ScriptedApi:
    def status(*_: object) -> object:
        return tar_stream((tarfile.TarInfo("status"), STATUS)), {}

    def remove(name: str, **_: object) -> None:
        if name == PLACE:
            raise api_error(404, "no such container")

    facts = {"inspect_image": base, "wait": {"StatusCode": 0}, "get_archive": status, "logs": PRINTED}
    facts["remove_container"] = remove
    return ScriptedApi(**{**facts, **more})


def install(api: ScriptedApi) -> None:
    install_packages(api, "sha256:base", ("gcc", "libgmp-dev"), REFERENCE, LABELS, PLACE)


def removed(api: ScriptedApi) -> list[str]:
    return [args[0] for args, _ in api.of("remove_container")]


def labels_of(api: ScriptedApi) -> dict[str, str]:
    """Of the image that was committed, from the instructions."""
    lines = api.of("commit")[0][1]["changes"]
    found = [re.fullmatch(r'LABEL "([^"]+)"="([^"\n]*)"', line) for line in lines]
    assert all(found), lines
    return {match[1]: match[2] for match in found if match}


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
    assert LABELS.items() <= labels_of(api).items()
    assert more["conf"]["User"] == ""
    assert removed(api)[-1] == "container-1"
    assert api.names[-1] == "remove_container"


def test_what_is_in_it_becomes_labels() -> None:
    """The versions of all packages, their digest and the archive's date are read from the container itself."""
    api = scripted()
    install(api)
    labels = labels_of(api)
    assert labels["assay.versions"] == "gcc=4:12.2.0-3"
    assert labels["assay.packages"].startswith("sha256:")
    assert labels["assay.snapshot"] == "bookworm 2026-09-05T09:44:31Z"
    assert api.of("logs") == [(("container-1",), {"stdout": True, "stderr": False})]


def test_labels_are_lines_that_every_engine_reads_alike() -> None:
    """Podman drops the configuration of a commit, and engines differ in what they make of quotes and dollars."""
    api = scripted(inspect_image=base)
    install_packages(api, "sha256:base", ("gcc",), REFERENCE, {"assay.base": 'a "b"\n$HOME \\ c'}, PLACE)
    assert labels_of(api)["assay.base"] == "a ?b? ?HOME ? c"


def test_a_large_image_may_take_its_time() -> None:
    """While an image is written down the engine is waited for longer than for any other answer, and only then."""
    waited: list[float] = []
    api: Any = scripted(commit=lambda *_, **__: waited.append(api.timeout))
    api.timeout = 60.0
    install(api)
    assert waited == [PATIENCE_S]
    assert api.timeout == 60.0


def test_one_question_at_a_time() -> None:
    """A file is read to its end before the next call: an engine in the middle of it keeps others waiting for ever."""
    sending: list[str] = []

    def status(*_: object) -> tuple[Iterator[bytes], dict[str, object]]:
        def stream() -> Iterator[bytes]:
            sending.append("status")
            yield from tar_stream((tarfile.TarInfo("status"), STATUS))
            sending.clear()

        sending.append("asked for")
        return stream(), {}

    def logs(*_: object, **__: object) -> bytes:
        assert sending == []
        return PRINTED

    install(scripted(get_archive=status, logs=logs))


@pytest.mark.threat("F16")
def test_what_a_maker_that_died_left_is_removed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its container has the same name; it is gone when it cannot be found, also when its removal takes a while."""
    answers = [api_error(409, "removal is already in progress"), None, api_error(404, "no such container")]
    slept: list[float] = []
    monkeypatch.setattr(packages.time, "sleep", slept.append)

    def remove(name: str, **_: object) -> None:
        if name == PLACE and (answer := answers.pop(0)) is not None:
            raise answer

    api = scripted(remove_container=remove)
    install(api)
    assert removed(api) == [PLACE] * 3 + ["container-1"]
    assert api.names.index("create_container") > api.names.index("remove_container") + 2
    assert api.of("create_container")[0][1]["name"] == PLACE
    assert len(slept) == 2


def test_a_container_that_does_not_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for it has an end."""
    monkeypatch.setattr(packages.time, "sleep", lambda _: None)
    with pytest.raises(ImageError, match="does not get rid of"):
        install(scripted(remove_container=api_error(409, "removal is already in progress")))


def test_the_first_image_of_a_name_stays() -> None:
    """Where somebody else made the image meanwhile, theirs is taken, so that no name ever moves."""
    api = scripted(inspect_image={"Architecture": "arm64"})
    install(api)
    assert "commit" not in api.names
    assert removed(api)[-1] == "container-1"


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
@pytest.mark.parametrize("call", ["inspect_image", "create_container", "start", "wait", "get_archive", "commit"])
@pytest.mark.parametrize("fault", [api_error(500, "dead"), requests.ReadTimeout("slow")])
def test_an_engine_that_fails_is_an_image_that_is_not_made(call: str, fault: Exception) -> None:
    """Whichever call fails, the error is ours and says which image; a container that was made is removed."""
    api = scripted(**{call: fault})
    with pytest.raises(ImageError, match="arm64-0123 could not be made"):
        install(api)
    assert ("container-1" in removed(api)) == (call not in ("inspect_image", "create_container"))


@pytest.mark.threat("F05")
def test_a_failed_removal_does_not_hide_the_reason() -> None:
    """The first error is the one that tells."""

    def remove(name: str, **_: object) -> None:
        raise api_error(404 if name == PLACE else 500, "dead")

    api = scripted(wait={"StatusCode": 100}, logs=b"E: no\n", remove_container=remove)
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
