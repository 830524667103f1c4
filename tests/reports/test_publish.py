"""Publishing: all files or none, whole files always, the index last (F24)."""

import errno
import os
import signal
import stat
from pathlib import Path

import pytest

from reports import publish as module
from reports.errors import PublishError
from reports.publish import publish

OLD = {"report.json": b"old", "report.html": b"old page", "badge.svg": b"old badge"}
NEW = {"report.json": b"new", "report.html": b"new page", "badge.svg": b"new badge", "report.md": b"new text"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_there_and_nothing_else(tmp_path: Path) -> None:
    """No temporary file stays, and the umask is honoured."""
    publish(tmp_path / "a" / "b", OLD)
    publish(tmp_path / "a" / "b", NEW)
    assert content(tmp_path / "a" / "b") == NEW
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a" / "b" / "report.json").stat().st_mode) == 0o666 & ~mask


def test_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"mine")
    publish(tmp_path, OLD)
    assert content(tmp_path) == {**OLD, "notes.txt": b"mine"}


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "/etc/x", "a/b", ".hidden", "a\0b"])
def test_a_name_that_is_no_plain_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PublishError, match="plain file name"):
        publish(tmp_path, {name: b""})
    assert not content(tmp_path)


@pytest.mark.threat("F24")
@pytest.mark.parametrize(("call", "step"), [*(("fsync", n) for n in range(5)), *(("replace", n) for n in range(4))])
def test_a_failure_anywhere_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, step: int
) -> None:
    """No space on any write or a refusal of any rename: what was there before is there, and nothing else."""
    publish(tmp_path, OLD)
    _fail_at(monkeypatch, call, step)
    with pytest.raises(PublishError, match=r"No space left on device.*is unchanged"):
        publish(tmp_path, NEW)
    assert content(tmp_path) == OLD


def _fail_at(monkeypatch: pytest.MonkeyPatch, call: str, step: int) -> None:
    calls = iter(range(100))
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        if call == "fsync" and next(calls) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        if call == "replace" and next(calls) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.threat("F24")
@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("call", ["write", "replace"])
def test_a_kill_between_writes_leaves_whole_files_and_the_next_call_tidies(
    tmp_path: Path, call: str, step: int
) -> None:
    """Killed at any point: every file is whole, the new index never stands before its files, and a repeat heals."""
    publish(tmp_path, OLD)
    child = os.fork()
    if child == 0:
        _die_at(call, step)
        publish(tmp_path, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    for name, old in OLD.items():
        assert (tmp_path / name).read_bytes() in (old, NEW[name])
    if (tmp_path / "report.json").read_bytes() == b"new":
        assert all((tmp_path / name).read_bytes() == NEW[name] for name in NEW)
    publish(tmp_path, NEW)
    assert content(tmp_path) == NEW


def _die_at(call: str, step: int) -> None:
    """In the child only: SIGKILL before the given write or rename."""
    calls = iter(range(100))
    real_write, real_replace = module._write, Path.replace

    def write(path: Path, content: bytes) -> None:
        if call == "write" and next(calls) == step:
            path.write_bytes(content[:1])
            os.kill(os.getpid(), signal.SIGKILL)
        real_write(path, content)

    def replace(self: Path, target: Path) -> Path:
        if call == "replace" and next(calls) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real_replace(self, target)

    module._write = write
    Path.replace = replace  # type: ignore[method-assign, assignment]


def test_the_index_is_renamed_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds the new index finds all it speaks of."""
    order = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        order.append(Path(target).name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    publish(tmp_path, NEW)
    assert order == ["badge.svg", "report.html", "report.md", "report.json"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PublishError, match=r"cannot write the report into .*file"):
        publish(tmp_path / "file", OLD)


def test_a_link_in_the_way_is_replaced_not_followed(tmp_path: Path) -> None:
    """A link in the output folder never leads a write elsewhere."""
    (tmp_path / "victim").write_bytes(b"precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.json").symlink_to(tmp_path / "victim")
    publish(tmp_path / "out", {"report.json": b"new"})
    assert (tmp_path / "victim").read_bytes() == b"precious"
    assert (tmp_path / "out" / "report.json").read_bytes() == b"new"
