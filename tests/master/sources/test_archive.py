"""Archives: the same bytes give the same commit, and nothing harmful or endless comes in."""

import bz2
import gzip
import io
import lzma
import resource
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.snapshot import Snapshot
from master.errors import UsageError
from master.sources import members, streams
from master.sources.archive import accepts, commit_archive, resolve
from master.sources.members import is_dotgit
from master.sources.source import Resolved

Build = Callable[[tarfile.TarFile], object]
PACK: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
}


def put(tar: tarfile.TarFile, name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, **more: object) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, len(content) if kind == tarfile.REGTYPE else 0
    for key, value in more.items():
        setattr(member, key, value)
    tar.addfile(member, io.BytesIO(content))


def tar_bytes(*steps: Build, form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, errors="surrogateescape") as tar:
        for step in steps:
            step(tar)
    return buffer.getvalue()


def save(folder: Path, data: bytes, name: str = "p-1.0.tar.gz") -> Path:
    (folder / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith("gz") else data)
    return folder / name


def files(resolved: Resolved) -> dict[str, bytes]:
    snapshot = Snapshot(resolved.mirror, resolved.commit)
    return {entry.path: snapshot.read(entry) for entry in snapshot.entries}


PLAIN: tuple[Build, ...] = (
    lambda tar: put(tar, "p-1.0", kind=tarfile.DIRTYPE, mode=0o755),
    lambda tar: put(tar, "p-1.0/README", b"hello\n"),
    lambda tar: put(tar, "p-1.0/run", b"#!/bin/sh\n", mode=0o755),
    lambda tar: put(tar, "p-1.0/link", kind=tarfile.SYMTYPE, linkname="docs/../README"),
    lambda tar: put(tar, "p-1.0/again", kind=tarfile.LNKTYPE, linkname="p-1.0/run"),
    lambda tar: put(tar, "./p-1.0/d/e//f", b"deep"),
)


def test_known_bytes_give_the_known_commit(tmp_path: Path) -> None:
    """The id of the commit depends on the bytes of the archive alone: not on its name, the clock or the machine."""
    data = tar_bytes(*PLAIN)
    first = resolve(str(save(tmp_path, data)), None, tmp_path / "one")
    (tmp_path / "sub").mkdir()
    second = resolve(str(save(tmp_path / "sub", data, "other.tgz")), None, tmp_path / "two")
    assert first.commit == second.commit
    again = resolve(str(tmp_path / "p-1.0.tar.gz"), None, tmp_path / "one")
    assert (again.commit, again.mirror) == (first.commit, first.mirror)
    info = next(Snapshot(first.mirror, first.commit).commits())
    assert (info.author.name, info.author.time, info.parents) == ("Assay", 315532800, ())
    assert first.retrieval.digest is not None
    assert first.retrieval.digest in info.message
    assert (first.retrieval.how, first.retrieval.versioned, first.retrieval.anonymous) == ("archive", False, None)
    assert first.retrieval.location == "p-1.0.tar.gz"


def test_contents_modes_and_links_are_kept(tmp_path: Path) -> None:
    """The one top folder is taken off; programs stay programs, links stay text, a second name has the same content."""
    resolved = resolve(str(save(tmp_path, tar_bytes(*PLAIN))), None, tmp_path / "state")
    snapshot = Snapshot(resolved.mirror, resolved.commit)
    assert {entry.path: (oct(entry.mode), snapshot.read(entry)) for entry in snapshot.entries} == {
        "README": ("0o100644", b"hello\n"),
        "again": ("0o100755", b"#!/bin/sh\n"),
        "d/e/f": ("0o100644", b"deep"),
        "link": ("0o120000", b"docs/../README"),
        "run": ("0o100755", b"#!/bin/sh\n"),
    }
    assert resolved.notes == ()


@pytest.mark.parametrize("form", ["tar", "tar.gz", "tar.bz2", "tar.xz", "zip"])
def test_every_format_gives_the_same_tree(tmp_path: Path, form: str) -> None:
    """How the files are packed does not matter for what is assessed."""
    data = tar_bytes(lambda tar: put(tar, "p/a", b"1"), lambda tar: put(tar, "p/b/c", b"2" * 70_000, mode=0o755))
    path = tmp_path / f"p.{form}"
    if form == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("p/a", b"1")
            info = zipfile.ZipInfo("p/b/c")
            info.external_attr = 0o100755 << 16
            archive.writestr(info, b"2" * 70_000)
    else:
        pack = PACK[form]
        path.write_bytes(pack(data))
    resolved = resolve(str(path), None, tmp_path / "state")
    # What `git write-tree` says of the same files.
    assert Snapshot(resolved.mirror, resolved.commit).tree == "27fcc3a3e0830dd1c58113311d878854079e57af"


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    """A name of any bytes is kept as it is."""
    data = tar_bytes(lambda tar: put(tar, "p/caf\udce9"), lambda tar: put(tar, "p/ü"), form=tarfile.GNU_FORMAT)
    assert set(files(resolve(str(save(tmp_path, data)), None, tmp_path / "state"))) == {"caf\udce9", "ü"}


def test_without_a_common_folder_nothing_is_taken_off(tmp_path: Path) -> None:
    """Only one folder above everything is no part of the project."""
    data = tar_bytes(lambda tar: put(tar, "p/a"), lambda tar: put(tar, "setup.py"))
    assert set(files(resolve(str(save(tmp_path, data)), None, tmp_path / "state"))) == {"p/a", "setup.py"}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("sage_9.5/sage/COPYING.txt", "sage_9.5/sage/src/a.py"), {"COPYING.txt", "src/a.py"}),
        (("p-1.0/p/__init__.py", "p-1.0/p/core.py"), {"p/__init__.py", "p/core.py"}),
        (("p-1.0/p/README.md", "p-1.0/b.py"), {"p/README.md", "b.py"}),
    ],
    ids=["two folders", "the only package", "something beside it"],
)
def test_a_second_folder_goes_only_where_it_is_a_root(
    tmp_path: Path, names: tuple[str, ...], expected: set[str]
) -> None:
    """Debian's archive of SageMath lies below two folders; the only package of an sdist is no wrapper."""
    data = tar_bytes(*(lambda tar, name=name: put(tar, name) for name in names))  # type: ignore[misc]
    assert set(files(resolve(str(save(tmp_path, data)), None, tmp_path / "state"))) == expected


@pytest.mark.threat("T06")
@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x", "p/../../x", "p/..", "C:\\x", "p\\..\\..\\x", "p/" + "x" * 4096]
)
def test_names_that_leave_refuse_the_archive(tmp_path: Path, name: str) -> None:
    """An absolute name or a step up makes the whole archive unacceptable, and the name is said."""
    for number, path in enumerate(
        (save(tmp_path, tar_bytes(*PLAIN, lambda tar: put(tar, name))), zip_of(tmp_path / "p.zip", name))
    ):
        with pytest.raises(UsageError, match="leaves the archive"):
            resolve(str(path), None, tmp_path / str(number))
    assert not (tmp_path.parent / "x").exists()


def zip_of(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return path


@pytest.mark.threat("T06")
@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_devices_refuse_the_archive(tmp_path: Path, kind: bytes) -> None:
    """A device or a pipe has no place in a source archive."""
    data = tar_bytes(*PLAIN, lambda tar: put(tar, "p-1.0/null", kind=kind))
    with pytest.raises(UsageError, match="neither a file nor a link"):
        resolve(str(save(tmp_path, data)), None, tmp_path / "state")


@pytest.mark.threat("T06")
@pytest.mark.parametrize("target", ["/etc/passwd", "../../x", "d/../../../x", "../other"])
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_that_leave_are_left_out(tmp_path: Path, target: str, kind: bytes) -> None:
    """A link to somewhere else is not taken over, and a sentence names it."""
    data = tar_bytes(*PLAIN, lambda tar: put(tar, "p-1.0/bad", kind=kind, linkname=target))
    resolved = resolve(str(save(tmp_path, data)), None, tmp_path / "state")
    assert "bad" not in files(resolved)
    assert len(resolved.notes) == 1
    assert "bad" in resolved.notes[0]
    assert "README" in files(resolved)


@pytest.mark.threat("T06", "T10")
@pytest.mark.parametrize("part", [".git", ".GIT", ".Git ", ".git.", "git~1", ".git::$INDEX_ALLOCATION", ".g\u200cit"])
def test_git_folders_are_left_out(tmp_path: Path, part: str) -> None:
    """What any file system would take for a git directory is not taken over."""
    data = tar_bytes(*PLAIN, lambda tar: put(tar, f"p-1.0/sub/{part}/config"), lambda tar: put(tar, "p-1.0/.gitignore"))
    resolved = resolve(str(save(tmp_path, data)), None, tmp_path / "state")
    assert "part of another git repository" in resolved.notes[0]
    assert not [path for path in files(resolved) if path.startswith("sub")]
    assert ".gitignore" in files(resolved)


@pytest.mark.threat("T06")
@given(st.text(max_size=12))
def test_lookalikes_of_git(text: str) -> None:
    """Case, trailing dots and blanks, and what HFS+ ignores do not hide a .git; other names are let through."""
    assert is_dotgit(f".GiT{'. ' * len(text)}".encode())
    assert is_dotgit("\u200d".join(".git").encode())
    assert not is_dotgit(f"git{text}x".encode(errors="surrogateescape")) or text.startswith("~1")


@pytest.mark.threat("T06")
def test_file_and_folder_at_once(tmp_path: Path) -> None:
    """A path below a link or a file is the old trick to write through it."""
    data = tar_bytes(
        *PLAIN,
        lambda tar: put(tar, "p-1.0/s", kind=tarfile.SYMTYPE, linkname="d"),
        lambda tar: put(tar, "p-1.0/s/x"),
    )
    with pytest.raises(UsageError, match="a file and a folder at once"):
        resolve(str(save(tmp_path, data)), None, tmp_path / "state")


@pytest.mark.threat("T07")
def test_gzip_bomb(tmp_path: Path) -> None:
    """Fifty megabytes out of fifty kilobytes are refused before memory is spent on them."""
    path = tmp_path / "bomb.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("p/zeros")
        member.size = 64 * 2**20
        tar.addfile(member, Zeros(member.size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UsageError, match="expands beyond"):
        resolve(str(path), None, tmp_path / "state")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


class Zeros(io.RawIOBase):
    """So many zero bytes."""

    def __init__(self, left: int) -> None:
        self.left = left

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, 2**16 if size < 0 else size)
        self.left -= count
        return bytes(count)


@pytest.mark.threat("T07")
def test_zip_bomb(tmp_path: Path) -> None:
    """A zip is held to the same ratio, whatever sizes its directory claims."""
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(48 * 2**20))
    with pytest.raises(UsageError, match="expands beyond"):
        resolve(str(tmp_path / "bomb.zip"), None, tmp_path / "state")


@pytest.mark.threat("T07")
def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of entries is capped, empty ones included."""
    monkeypatch.setattr(streams, "MAX_ENTRIES", 5)
    data = tar_bytes(*(lambda tar, n=n: put(tar, f"p/{n}", b"") for n in range(6)))
    with pytest.raises(UsageError, match="more than 5 entries"):
        resolve(str(save(tmp_path, data)), None, tmp_path / "state")


@pytest.mark.threat("T07")
@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK])
def test_headers_that_claim_memory(tmp_path: Path, kind: bytes) -> None:
    """An extended header is read into memory by Python, so it may not be large."""
    member = tarfile.TarInfo("header")
    member.type, member.size = kind, members.MAX_HEADER + 1
    data = member.tobuf(tarfile.USTAR_FORMAT) + bytes(member.size)
    with pytest.raises(UsageError, match="claims"):
        resolve(str(save(tmp_path, data)), None, tmp_path / "state")


@pytest.mark.threat("T07")
def test_directories_that_claim_memory(tmp_path: Path) -> None:
    """A zip whose directory is too large is refused before Python reads it."""
    data = bytearray(zip_of(tmp_path / "p.zip", "a").read_bytes())
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, members.MAX_DIRECTORY + 1)
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(UsageError, match="its directory is larger"):
        resolve(str(tmp_path / "p.zip"), None, tmp_path / "state")


@pytest.mark.threat("T07")
def test_xz_that_claims_memory(tmp_path: Path) -> None:
    """An xz dictionary beyond what `xz -9` needs is refused."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**28}]
    (tmp_path / "p.tar.xz").write_bytes(lzma.compress(tar_bytes(*PLAIN), filters=filters))
    with pytest.raises(UsageError, match=r"[Mm]emory"):
        resolve(str(tmp_path / "p.tar.xz"), None, tmp_path / "state")


@pytest.mark.threat("T06", "T07")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["tar", "tar.gz", "tar.bz2", "tar.xz", "zip"]),
    place=st.integers(0, 10_000),
    byte=st.integers(0, 255),
    cut=st.booleans(),
)
def test_damage_is_a_sentence_or_harmless(tmp_path: Path, form: str, place: int, byte: int, cut: bool) -> None:
    """Whatever byte is wrong or missing, the answer is a commit or one sentence, never a traceback."""
    path = tmp_path / f"p.{form}"
    if form == "zip":
        zip_of(path, "p/a", "p/b")
    else:
        pack = PACK[form]
        path.write_bytes(pack(tar_bytes(*PLAIN)))
    data = bytearray(path.read_bytes())
    place %= len(data)
    if cut:
        del data[place:]
    else:
        data[place] = byte
    path.write_bytes(data)
    try:
        resolve(str(path), None, tmp_path / "state")
    except UsageError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"<html>not found</html>" * 100, "damaged, or no archive"), (b"", "damaged, or no archive|no files")],
)
def test_what_is_no_archive(tmp_path: Path, data: bytes, sentence: str) -> None:
    """A web page under the name of an archive is said to be none."""
    (tmp_path / "p.tar.gz").write_bytes(data)
    with pytest.raises(UsageError, match=sentence):
        commit_archive(tmp_path / "p.tar.gz", tmp_path / "state")


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    """A missing file, an archive of folders only, and a revision of an archive each have their sentence."""
    empty = save(tmp_path, tar_bytes(lambda tar: put(tar, "p", kind=tarfile.DIRTYPE)))
    for path, rev, sentence in (
        (tmp_path / "none.zip", None, "no file"),
        (empty, None, "holds no files"),
        (empty, "v1", "no revisions"),
    ):
        with pytest.raises(UsageError, match=sentence):
            resolve(str(path), rev, tmp_path / "state")


def test_accepts_by_name(tmp_path: Path) -> None:
    """A name with a known suffix is an archive, a folder never is."""
    (tmp_path / "folder.zip").mkdir()
    assert accepts("a/b-1.0.TAR.GZ")
    assert not accepts(str(tmp_path / "folder.zip"))
    assert not accepts("a/b.whl")
