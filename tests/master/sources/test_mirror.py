"""Mirrors: one writer, no namesakes, nothing corrupt, and exact material for the cells."""

import errno
import multiprocessing
import subprocess
import tarfile
from pathlib import Path
from typing import NoReturn

import pygit2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import commit_tree

from master.errors import MeasureError
from master.git import DiskFullError, GitError, git
from master.sources import mirror as mirrors
from master.sources.mirror import CorruptMirrorError, locked, material, mirror_path, refresh, require_space, verify
from master.sources.revision import Found


@given(st.text(max_size=200), st.text(max_size=200))
def test_namesakes_never_share_a_mirror(one: str, other: str) -> None:
    """Two names lead to two places, both of them one plain file name below the state directory."""
    first, second = (mirror_path(Path("/s"), "git", name) for name in (one, other))
    assert (first == second) == (one == other)
    assert first.parent == Path("/s/mirrors/git")


def copy_of(source: Path, commit: str) -> object:
    def fill(place: Path) -> Found:
        refspec = f"+{commit}:refs/heads/main"
        git("fetch", "--end-of-options", source.as_uri(), refspec, repository=place, allow=("file",))
        return Found(commit, None)

    return fill


def flip(mirror: Path) -> None:
    """One wrong byte in the middle of every pack and loose object."""
    for path in (mirror / "objects").rglob("*"):
        if path.is_file() and path.suffix in ("", ".pack"):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 0xFF
            path.chmod(0o644)
            path.write_bytes(data)


@pytest.mark.threat("F16")
def test_flipped_bytes_are_found_and_mended(tmp_path: Path) -> None:
    """A mirror with wrong bytes fails its check, is dropped and filled once more."""
    source, mirror = tmp_path / "source.git", tmp_path / "m" / "mirror.git"
    commit = commit_tree(source, {f"f{number}": f"content {number}\n" * 50 for number in range(20)})
    fill = copy_of(source, commit)
    refresh(mirror, fill)  # type: ignore[arg-type]
    flip(mirror)
    with pytest.raises(CorruptMirrorError, match="corrupt at commit"):
        verify(mirror, commit)
    assert refresh(mirror, fill).commit == commit  # type: ignore[arg-type]
    verify(mirror, commit)


@pytest.mark.threat("F16")
def test_a_sound_mirror_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read again while its files are as they were; a file that was touched is reason enough."""
    source, mirror = tmp_path / "source.git", tmp_path / "m" / "mirror.git"
    commit = commit_tree(source, {"a": "1\n"})
    verified: list[str] = []
    monkeypatch.setattr(mirrors, "verify", lambda mirror, commit: verified.append(commit))
    for _ in range(3):
        refresh(mirror, copy_of(source, commit))  # type: ignore[arg-type]
    assert not verified
    next(path for path in (mirror / "objects").rglob("*") if path.is_file()).touch()
    refresh(mirror, copy_of(source, commit))  # type: ignore[arg-type]
    assert verified == [commit]


@pytest.mark.threat("F16")
def test_mending_is_tried_once(tmp_path: Path) -> None:
    """What fails on a fresh mirror fails; nothing is tried for ever."""
    calls = []

    def fill(place: Path) -> NoReturn:
        calls.append(place)
        raise GitError("git fetch failed: index-pack failed")

    mirror = tmp_path / "m.git"
    with pytest.raises(GitError):
        refresh(mirror, fill)
    assert len(calls) == 1
    with pytest.raises(GitError):
        refresh(mirror, fill)
    assert len(calls) == 3


@pytest.mark.threat("F09")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_a_sentence(tmp_path: Path, number: int) -> None:
    """A full disk ends the measurement, with exit code 4 and what to do."""

    def fill(place: Path) -> NoReturn:
        raise OSError(number, "No space left on device", str(place))

    with pytest.raises(DiskFullError, match="free some") as caught:
        refresh(tmp_path / "m.git", fill)
    assert caught.value.exit_code == 4


@pytest.mark.threat("F09")
def test_little_room_refuses_to_start(tmp_path: Path) -> None:
    """Nothing is fetched onto a disk that is about to be full."""
    with pytest.raises(DiskFullError, match="are needed"):
        require_space(tmp_path, least=2**62)


@pytest.mark.threat("F09")
def test_failed_material_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up in the middle, what stood there still stands, and nothing lies beside it."""
    commit = commit_tree(tmp_path / "m.git", {"a": "1"})
    target = tmp_path / "material.tar"
    target.write_bytes(b"old")

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(mirrors, "_add_tree", full)
    with pytest.raises(DiskFullError):
        material(tmp_path / "m.git", commit, target, history=False)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.git", "material.tar"]


def _hold(place: Path, ready: object, done: object) -> None:
    with locked(place):
        ready.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_two_processes_take_turns(tmp_path: Path) -> None:
    """While one process fills a mirror, another waits, and says so when it has waited long enough."""
    fork = multiprocessing.get_context("fork")
    ready, done = fork.Event(), fork.Event()
    other = fork.Process(target=_hold, args=(tmp_path / "m.git", ready, done))
    other.start()
    ready.wait(30)
    with pytest.raises(MeasureError, match="another run"), locked(tmp_path / "m.git", patience=0):
        pass
    done.set()
    other.join(30)
    with locked(tmp_path / "m.git", patience=30):
        pass


@pytest.fixture
def unusual(tmp_path: Path) -> tuple[Path, str]:
    """A commit with a link, a program, a submodule, export-ignore and end-of-line attributes."""
    place = tmp_path / "unusual.git"
    commit_tree(place, {"old": "1"}, tags=("v1.0",))
    repository = pygit2.Repository(str(place))
    blob = repository.create_blob(b"a\r\nb\n")
    attributes = repository.create_blob(b"* text=auto eol=crlf\nhidden export-ignore\n")
    link = repository.create_blob(b"sub/text")
    sub = repository.write(pygit2.enums.ObjectType.TREE, b"100644 t\xe9xt\0" + blob.raw + b"100644 text\0" + blob.raw)
    parts = [
        (b"100644 .gitattributes", attributes),
        (b"100644 hidden", blob),
        (b"120000 link", link),
        (b"160000 module", blob),
        (b"100755 run", blob),
        (b"40000 sub", sub),
    ]
    data = b"".join(name + b"\0" + oid.raw for name, oid in parts)
    who = pygit2.Signature("Ada", "ada@example.org", 1_700_000_500, 0)
    parent = repository.head.target
    commit = repository.create_commit(
        "HEAD", who, who, "x", repository.write(pygit2.enums.ObjectType.TREE, data), [parent]
    )
    return place, str(commit)


def test_material_is_the_tree_exactly(unusual: tuple[Path, str], tmp_path: Path) -> None:
    """Every path is there with its very bytes and mode; no attribute hides or changes one; the bytes repeat."""
    place, commit = unusual
    for name in ("one.tar", "two.tar"):
        material(place, commit, tmp_path / name, history=False)
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()
    with tarfile.open(tmp_path / "one.tar", errors="surrogateescape") as tar:
        names = [member.name for member in tar]
        assert names == [
            "source",
            "source/sub",
            "source/.gitattributes",
            "source/hidden",
            "source/link",
            "source/module",
            "source/run",
            "source/sub/text",
            "source/sub/t\udce9xt",
        ]
        assert {(member.mtime, member.uid, member.gid) for member in tar} == {(1_700_000_500, 0, 0)}
        assert tar.getmember("source/link").linkname == "sub/text"
        assert tar.getmember("source/module").isdir()
        assert tar.getmember("source/run").mode == 0o755
        hidden = tar.extractfile("source/hidden")
        assert hidden is not None
        assert hidden.read() == b"a\r\nb\n"


def unpack(archive: Path, folder: Path) -> None:
    """As a cell does it: by tar itself."""
    folder.mkdir()
    subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)


def test_material_with_history_is_a_repository(unusual: tuple[Path, str], tmp_path: Path) -> None:
    """git finds tags and history there; HEAD is detached at the commit; no hook and no foreign setting came along."""
    place, commit = unusual
    (place / "hooks").mkdir(exist_ok=True)
    (place / "hooks/post-checkout").write_text("#!/bin/sh\nexit 1\n")
    material(place, commit, tmp_path / "m.tar", history=True)
    unpack(tmp_path / "m.tar", tmp_path / "out")
    inside = tmp_path / "out/source/.git"
    assert git("describe", "--tags", "--long", repository=inside).decode() == f"v1.0-1-g{commit[:7]}\n"
    assert git("rev-list", "--count", "HEAD", repository=inside) == b"2\n"
    assert (inside / "HEAD").read_text() == commit + "\n"
    assert not (inside / "hooks").exists()
    assert [path.name for path in (inside / "refs").rglob("*") if path.is_file()] == ["v1.0"]
    staged = git("ls-files", "--stage", "run", repository=inside).decode()
    assert staged.startswith("100755 ")
    assert "remote" not in (inside / "config").read_text()


def test_large_mirrors_lend_one_commit(
    unusual: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a mirror beyond the limit a cell gets the commit without what was before."""
    monkeypatch.setattr(mirrors, "LARGE", 0)
    place, commit = unusual
    material(place, commit, tmp_path / "m.tar", history=True)
    unpack(tmp_path / "m.tar", tmp_path / "out")
    assert git("rev-list", "--count", "HEAD", repository=tmp_path / "out/source/.git") == b"1\n"


@pytest.mark.threat("T06", "T10")
@pytest.mark.parametrize("name", [b".git", b".GIT", b"git~1", b"..", b".", b".g\xe2\x80\x8cit"])
def test_material_refuses_harmful_trees(tmp_path: Path, name: bytes) -> None:
    """A tree that git would not check out becomes no tar file either."""
    repository = pygit2.init_repository(str(tmp_path / "m.git"), bare=True)
    blob = repository.create_blob(b"x")
    inner = repository.write(pygit2.enums.ObjectType.TREE, b"100644 config\0" + blob.raw)
    outer = repository.write(pygit2.enums.ObjectType.TREE, b"40000 " + name + b"\0" + inner.raw)
    who = pygit2.Signature("Ada", "ada@example.org", 1_700_000_000, 0)
    commit = str(repository.create_commit("HEAD", who, who, "evil", outer, []))
    with pytest.raises(MeasureError, match="cannot be checked out"):
        material(tmp_path / "m.git", commit, tmp_path / "m.tar", history=False)
    assert not (tmp_path / "m.tar").exists()


def test_unwritable_state_is_a_sentence(tmp_path: Path) -> None:
    """A state directory that cannot be made says which file stands in the way."""
    (tmp_path / "state").write_text("a file")
    with pytest.raises(MeasureError, match="state"):
        refresh(mirror_path(tmp_path / "state", "git", "x"), lambda _: Found("0" * 40, None))
