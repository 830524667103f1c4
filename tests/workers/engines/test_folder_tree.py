"""Folders in and out of a sandbox: by tar inside of it."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from workers.engines.archive_file import TooLargeError
from workers.engines.folder_tree import put_tree, take_tree
from workers.errors import EngineError

NO_WALLS: list[str] = []


def tree(folder: Path) -> Path:
    (folder / "cache" / "pip").mkdir(parents=True)
    (folder / "cache" / "pip" / "file").write_bytes(b"x" * 3000)
    (folder / "cache" / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "cache" / "fifo")
    return folder


def test_out_and_in_again(tmp_path: Path) -> None:
    """A folder comes back as it was; a link is a link, a named pipe holds nobody up."""
    assert take_tree(NO_WALLS, str(tree(tmp_path / "one")), "cache", tmp_path / "a.tar", 10**6)
    (tmp_path / "two").mkdir()
    with (tmp_path / "a.tar").open("rb") as archive:
        put_tree(NO_WALLS, str(tmp_path / "two"), archive)
    cache = tmp_path / "two" / "cache"
    assert (cache / "pip" / "file").read_bytes() == b"x" * 3000
    assert cache.joinpath("link").readlink() == Path("/etc/passwd")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """No folder is no error: nothing was cached."""
    assert not take_tree(NO_WALLS, str(tmp_path), "cache", tmp_path / "a.tar", 10**6)


@pytest.mark.threat("T03")
def test_one_that_is_too_large(tmp_path: Path) -> None:
    """Copying ends at the limit, and so does tar."""
    folder = tree(tmp_path / "one")
    (folder / "cache" / "large").write_bytes(b"x" * 2**22)
    with pytest.raises(TooLargeError):
        take_tree(NO_WALLS, str(folder), "cache", tmp_path / "a.tar", 2**21)
    assert (tmp_path / "a.tar").stat().st_size <= 2**21


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    """What is copied is the whole folder or an error."""
    folder = tree(tmp_path / "one")
    (folder / "cache" / "pip").chmod(0)
    with pytest.raises(EngineError, match="as a whole"):
        take_tree(NO_WALLS, str(folder), "cache", tmp_path / "a.tar", 10**6)


def test_a_tar_that_fails_half_way(tmp_path: Path) -> None:
    """An archive that tar itself calls incomplete is none, even when it ends as it should."""
    complains = ["/bin/sh", "-c", '"$@"; exit 1', "sh"]
    (tmp_path / "none").mkdir()
    with pytest.raises(EngineError, match="as a whole"):
        take_tree(complains, str(tree(tmp_path / "one")), "cache", tmp_path / "a.tar", 10**6)
    assert not take_tree(complains, str(tmp_path / "none"), "cache", tmp_path / "a.tar", 10**6)


@pytest.mark.threat("F16")
def test_what_is_no_archive(tmp_path: Path) -> None:
    """What tar cannot read is an error of ours, in its words."""
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(b"no archive" * 1000)
    with damaged.open("rb") as archive, pytest.raises(EngineError, match="tar"):
        put_tree(NO_WALLS, str(tmp_path), archive)


@pytest.mark.threat("F05")
def test_a_sandbox_that_cannot_be_started(tmp_path: Path) -> None:
    """Without the program that shuts in, nothing is copied at all."""
    with pytest.raises(EngineError, match="out of the cell"):
        take_tree(["/nonexistent/bwrap"], str(tmp_path), "cache", tmp_path / "a.tar", 10)
    with (tmp_path / "empty").open("w+b") as archive, pytest.raises(EngineError, match="into the cell"):
        put_tree(["/nonexistent/bwrap"], str(tmp_path), archive)


@pytest.mark.threat("T24")
def test_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program inside finds no variable of ours."""
    monkeypatch.setenv("CANARY", "secret")
    seen = tmp_path / "seen"
    with pytest.raises(EngineError), (tmp_path / "empty").open("w+b") as archive:
        put_tree(["/bin/sh", "-c", f"env > {seen}; exit 1"], "/", archive)
    assert "CANARY" not in seen.read_text()


def test_archives_are_plain_tar(tmp_path: Path) -> None:
    """What is taken is an archive that Python reads as well, of that folder alone."""
    take_tree(NO_WALLS, str(tree(tmp_path / "one")), "cache", tmp_path / "a.tar", 10**6)
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "a.tar").read_bytes())) as archive:
        assert {name.partition("/")[0] for name in archive.getnames()} == {"cache"}
