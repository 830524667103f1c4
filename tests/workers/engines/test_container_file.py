"""What may come out of a container: one regular file, and not more of it than was asked for."""

import tarfile

import pytest
from docker.errors import APIError
from docker_script import ScriptedApi, api_error, chunked, member, tar_stream
from hypothesis import given, settings
from hypothesis import strategies as st
from worker_cells import cell

from workers.engines.container_file import regular_file
from workers.engines.container_session import ContainerSession
from workers.images.store import Image

IMAGE = Image("assay/debian-12:amd64-0123", "sha256:aa", "sha256:aa", None, "debian bookworm by mmdebstrap", 1)


def fetched(*members: tuple[tarfile.TarInfo, bytes], limit: int = 1000, size: int = 10) -> bytes | None:
    api = ScriptedApi(get_archive=lambda *_: (tar_stream(*members), {"size": size}))
    with ContainerSession(api, cell(), IMAGE, "run-7", "container") as session:
        return session.fetch("results/junit.xml", limit)


def test_a_regular_file_is_fetched() -> None:
    """What the cell wrote into the file is what arrives, up to exactly the limit."""
    assert fetched((member("junit.xml"), b"<x/>")) == b"<x/>"
    assert fetched((member("junit.xml"), b"a" * 1000), size=1000) == b"a" * 1000
    assert fetched((member("junit.xml"), b"")) == b""


@pytest.mark.threat("T05", "T06")
@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_what_is_no_regular_file_is_absent(kind: bytes) -> None:
    """Links, folders, devices and pipes out of a cell are refused, wherever they point to."""
    assert fetched((member("junit.xml", kind, "/etc/passwd"), b"")) is None


@pytest.mark.threat("T05", "T06", "T07")
def test_a_file_over_the_limit_is_absent() -> None:
    """Size is checked three times: as the engine states it, as the archive does, and as it arrives."""
    assert fetched((member("junit.xml"), b"a"), size=1001) is None
    assert fetched((member("junit.xml"), b"a" * 1001), size=5) is None
    assert fetched((member("junit.xml"), b"a" * 100_000), size=5) is None


@pytest.mark.threat("T06")
def test_several_members_are_refused() -> None:
    """An archive of more than the one file is not what was asked for."""
    assert fetched((member("junit.xml"), b"<x/>"), (member("../../etc/passwd"), b"root")) is None
    assert fetched() is None


@pytest.mark.threat("T05", "T06")
@settings(max_examples=50)
@given(st.binary(max_size=2000))
def test_garbage_in_place_of_an_archive_is_absent(garbage: bytes) -> None:
    """Whatever bytes come, the answer is a file's content or nothing; never an exception."""
    api = ScriptedApi(get_archive=lambda *_: (chunked(garbage), {"size": 5}))
    with ContainerSession(api, cell(), IMAGE, "run-7", "container") as session:
        content = session.fetch("x", 100)
    assert content is None or len(content) <= 100


@pytest.mark.threat("T05")
@pytest.mark.parametrize("bit", [31, 27, 26, 25, 24, 21, 19])
def test_what_the_engine_calls_no_regular_file_is_absent(bit: int) -> None:
    """Podman would copy what a link points to; it says before that the name is a link."""
    stream = lambda *_: (tar_stream((member("a"), b"secret")), {"size": 6, "mode": 1 << bit | 0o777})  # noqa: E731
    assert regular_file(ScriptedApi(get_archive=stream), "c", "/work", "a", 100) is None


@pytest.mark.threat("T05", "T19")
@pytest.mark.parametrize("path", ["", "/etc/passwd", "../a", "a/../../b", ".."])
def test_names_that_lead_out_are_not_asked_for(path: str) -> None:
    api = ScriptedApi()
    assert regular_file(api, "c", "/work", path, 100) is None
    assert api.names == []


@pytest.mark.threat("T19")
@pytest.mark.parametrize("words", ["x: not a directory", "too many links in x", "too many levels", "name too long"])
def test_a_cell_cannot_make_its_failure_ours(words: str) -> None:
    """What a cell puts on the way to a result makes engines answer with a failure of their own; it is just absent."""
    assert regular_file(ScriptedApi(get_archive=api_error(500, words)), "c", "/work", "a/b", 100) is None
    with pytest.raises(APIError):
        regular_file(ScriptedApi(get_archive=api_error(500, "no space left")), "c", "/work", "a/b", 100)
