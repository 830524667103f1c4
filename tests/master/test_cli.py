"""The command line: every way a command can end is one of the documented exit codes, with one sentence."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from criteria.errors import BaselineError, CriteriaError
from master import cli
from master.commands import assess as assess_command
from master.errors import Interrupted, MeasureError, UsageError
from reports.all_formats import FORMATS
from reports.errors import PublishError
from workers.errors import EngineError, MatrixError

ASSAY = Path(sys.executable).with_name("assay")


def ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["assay", *words])
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def behaving(monkeypatch: pytest.MonkeyPatch, what: int | BaseException) -> None:
    def command(_: Any) -> int:
        if isinstance(what, BaseException):
            raise what
        return what

    monkeypatch.setattr(assess_command, "assess", command)


CASES: list[tuple[int | BaseException, int, str]] = [
    (0, 0, ""),
    (1, 1, ""),
    (4, 4, ""),
    (UsageError("no such thing"), 2, "no such thing\n"),
    (BaselineError("unknown baseline"), 2, "unknown baseline\n"),
    (MatrixError("no such image"), 2, "no such image\n"),
    (MeasureError("no network"), 4, "no network\n"),
    (CriteriaError("a broken object"), 4, "a broken object\n"),
    (PublishError("cannot publish"), 4, "cannot publish\n"),
    (EngineError("no engine"), 4, "no engine\n"),
    (Interrupted("stopped"), 130, "stopped\n"),
    (KeyboardInterrupt(), 130, "Interrupted; nothing was left running.\n"),
]


@pytest.mark.threat("F05")
@pytest.mark.parametrize(("what", "code", "words"), CASES)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: int | BaseException,
    code: int,
    words: str,
) -> None:
    """The gate decides between 0 and 1; 2 is the user's mistake, 4 what could not be measured, 130 the user's stop."""
    behaving(monkeypatch, what)
    assert ended(monkeypatch, "assess") == code
    out, err = capsys.readouterr()
    assert (out, err) == ("", words)


def test_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """3, one sentence, and a file with the traceback; where no file can be written, the traceback itself."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path))
    behaving(monkeypatch, KeyError("boom"))
    assert ended(monkeypatch, "assess") == 3
    sentence = capsys.readouterr().err
    (file,) = (tmp_path / "tracebacks").iterdir()
    assert str(file) in sentence
    assert sentence.count("\n") == 1
    assert "KeyError: 'boom'" in file.read_text()
    monkeypatch.setenv("ASSAY_STATE", "/dev/null/x")
    assert ended(monkeypatch, "assess") == 3
    assert "KeyError: 'boom'" in capsys.readouterr().err


@pytest.mark.threat("F09")
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Out of space is no bug of ours: 4, and what to do."""
    for number in (errno.ENOSPC, errno.EDQUOT):
        behaving(monkeypatch, OSError(number, "full", "/var/x"))
        assert ended(monkeypatch, "assess") == 4
        assert capsys.readouterr().err == "The disk is full at /var/x; free some space and run the command again.\n"


def test_a_place_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that may not be written is no bug of ours either: 4, and which one."""
    for number in (errno.EACCES, errno.EROFS, errno.ENOTDIR):
        behaving(monkeypatch, OSError(number, "no", "/var/x"))
        assert ended(monkeypatch, "assess") == 4
        assert "/var/x cannot be used: no" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [("--nonsense",), ("assess", "--nonsense"), ("nonsense",), ("run",), ("assess", "--offline=3"), ("images", "x")],
)
def test_a_wrong_word_is_the_users_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Unknown options and commands, and missing arguments, end with 2 and no traceback."""
    assert ended(monkeypatch, *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err


COMMANDS = [
    (), ("run",), ("assess",), ("images",), ("images", "build"), ("images", "list"), ("criteria",),
    ("criteria", "list"), ("criteria", "show"), ("config",), ("config", "check"), ("config", "schema"),
    ("report",), ("report", "render"), ("attest",), ("attest", "sign"), ("attest", "key"),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    """Every command explains itself on stdout, and ends with 0."""
    assert ended(monkeypatch, *words, "--help") == 0
    out, err = capsys.readouterr()
    assert out.startswith("Usage: ")
    assert " ".join(words) in out.partition("\n")[0]
    assert err == ""


def test_help_names_every_format(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The list is written out for a quick start; it is that of the formats there are."""
    assert ended(monkeypatch, "assess", "--help") == 0
    (said,) = re.findall(r"--format\s+\S+\s+([\w,\s]+)\.", capsys.readouterr().out)
    assert sorted(set(re.findall(r"\w+", said)) - {"or"}) == sorted(FORMATS)


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One line that a program can read."""
    assert ended(monkeypatch, "--version") == 0
    name, number = capsys.readouterr().out.split()
    assert name == "assay"
    assert number[0].isdigit()


def started(*words: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [ASSAY, *words], capture_output=True, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, timeout=120
    )


def test_no_colour_where_none_is_wanted() -> None:
    """With NO_COLOR, or without a terminal, there is no escape sequence in what is written."""
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
        done = started("criteria", "list", **environment)
        assert done.returncode == 0
        assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("module", ["buildbot", "twisted", "docker", "jinja2"])
def test_a_quick_start(module: str) -> None:
    """The command starts without what only some of its commands need."""
    script = f"import sys, master.cli; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", script], timeout=60).returncode == 0


@pytest.mark.threat("T29")
def test_packages_of_other_places_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """When a package of ours comes from somewhere else, nothing is run, and both places are named."""
    import reports

    monkeypatch.setattr(reports, "__file__", str(tmp_path / "reports/__init__.py"))
    called: Callable[[], int] = lambda: pytest.fail("nothing may run")  # noqa: E731
    monkeypatch.setattr(cli, "_guarded", called)
    assert ended(monkeypatch, "assess") == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_reader_that_goes_away() -> None:
    """`assay ... | head -1` is no error of anybody."""
    line = f"set -o pipefail; {ASSAY} criteria list --format json | head -c 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=120)
    assert (done.stdout, done.stderr) == (b"[", b"")
    assert done.returncode in (0, 141)
