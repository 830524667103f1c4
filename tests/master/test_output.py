"""Results go where they were asked for, whole or not at all."""

import errno
import os
import stat
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from report_examples import example

from master import output
from master.errors import MeasureError, UsageError
from master.output import check_format, deliver, write_whole


@pytest.mark.threat("F09", "F24")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of space in the middle: the old report stands, nothing half-written is left, the code is 4's error."""
    target = tmp_path / "report.json"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    with pytest.raises(MeasureError, match=r"cannot write .*report\.json: No space left"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.threat("F24")
def test_an_interrupt_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped by the user in the middle, it is the same, and the interrupt goes on."""
    (tmp_path / "report.json").write_bytes(b"old")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output.os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "report.json", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is written or replaced, also one in the working directory; a link keeps pointing to it."""
    monkeypatch.chdir(tmp_path)
    write_whole(Path("a"), b"one")
    (tmp_path / "link").symlink_to("a")
    write_whole(tmp_path / "link", b"two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"two"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    """`-o /dev/null` writes to it and puts no file in its place; nor is a pipe replaced."""
    before = Path("/dev/null").stat()
    write_whole(Path("/dev/null"), b"report")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert Path("/dev/null").stat().st_ino == before.st_ino
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"report")
    assert os.read(reader, 100) == b"report"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.threat("F09")
def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A missing folder and a folder in the file's place are errors that name the file."""
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "missing/report.json", tmp_path / "folder", tmp_path / "folder/x/y"):
        with pytest.raises(MeasureError, match="cannot write"):
            write_whole(place, b"x")
    assert list((tmp_path / "folder").iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_formats_are_known_or_named() -> None:
    """A format that there is not is answered with those there are."""
    check_format("json")
    with pytest.raises(UsageError, match="json"):
        check_format("yaml")


def test_data_goes_to_stdout_and_prose_to_stderr(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A report on stdout is exactly its bytes; sentences are on stderr; a file leaves stdout empty."""
    document: dict[str, Any] = example()
    deliver(document, "json", None)
    output.say("a [bold]sentence[/bold]")
    out, err = capsysbinary.readouterr()
    assert out.startswith(b"{")
    assert err == b"a [bold]sentence[/bold]\n"
    deliver(document, "json", tmp_path / "report.json")
    assert capsysbinary.readouterr() == (b"", b"")
    assert (tmp_path / "report.json").read_bytes() == out
    held = BytesIO()
    monkeypatch.setattr(output.sys, "stdout", TextIOWrapper(held, "ascii"))
    deliver(document, "text", None)
    assert held.getvalue()


def test_a_file_without_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    """What a look can refuse is not found out after minutes of building."""
    output.check_file(None)
    output.check_file(tmp_path / "x.json")
    with pytest.raises(UsageError, match="there is no folder"):
        output.check_file(tmp_path / "none" / "x.json")
