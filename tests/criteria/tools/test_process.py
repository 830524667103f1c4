"""Started tools: a clean environment and an end in every case."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from criteria.errors import ToolError
from criteria.tools import process
from criteria.tools.process import ask, limited


def _python(folder: Path, code: str, seconds: float = 60.0, stop: Event | None = None) -> process.Answer:
    return ask([sys.executable, "-I", "-c", code], folder, seconds, stop or Event())


@pytest.mark.threat("T24", "T28")
def test_nothing_of_our_environment_reaches_a_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither secrets nor settings of the user, and a home folder that is not the user's."""
    monkeypatch.setenv("CANARY_TOKEN", "canary")
    monkeypatch.setenv("RUFF_CONFIG", "/canary")
    answer = _python(tmp_path, "import os; print(dict(os.environ))").output.decode()
    assert "canary" not in answer.lower()
    assert str(Path.home()) + "'" not in answer
    assert "'PYTHONHASHSEED': '0'" in answer


def test_it_runs_in_our_folder(tmp_path: Path) -> None:
    """Neutral names are relative to the folder of the files."""
    assert _python(tmp_path, "import os; print(os.getcwd())").output.decode().strip() == str(tmp_path.resolve())


def test_an_end_that_says_what_was_found_is_accepted(tmp_path: Path) -> None:
    """Some tools end with 1 when they found something; what else they end with stays an error."""
    command = [sys.executable, "-I", "-c", "print('found'); raise SystemExit(1)"]
    assert ask(command, tmp_path, 60.0, Event(), accepted=(0, 1)).output == b"found\n"
    with pytest.raises(ToolError, match="exit code 1"):
        ask(command, tmp_path, 60.0, Event(), accepted=(0, 255))


@pytest.mark.threat("T40")
def test_a_limited_program_has_its_limit_when_it_starts(tmp_path: Path) -> None:
    """One that reserves what it may at its start would else fail at random when the limit comes later."""
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    answer = ask(limited([sys.executable, "-I", "-c", code]), tmp_path, 60.0, Event())
    assert int(answer.output) == process.MAX_MEMORY


@pytest.mark.parametrize(
    ("code", "why"),
    [("raise SystemExit(2)", "exit code 2"), ("import os; os.abort()", "SIGABRT"), ("while True: pass", "too long")],
)
def test_any_other_end_than_the_good_one_is_an_error(tmp_path: Path, code: str, why: str) -> None:
    """A tool that crashed, or took too long, has said nothing."""
    with pytest.raises(ToolError, match=why):
        _python(tmp_path, code, 60.0 if "True" not in code else 0.2)


def test_too_much_output_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a tool says is capped, on both streams, while it runs and after."""
    monkeypatch.setattr(process, "MAX_OUTPUT", 1000)
    for stream in ("stdout", "stderr"):
        with pytest.raises(ToolError, match="said more than"):
            _python(tmp_path, f"import sys; sys.{stream}.write('x' * 2000)")
        with pytest.raises(ToolError, match="said more than"):
            _python(tmp_path, f"import sys\nwhile True: sys.{stream}.write('x' * 2000)")


def test_a_stopped_tool_is_killed(tmp_path: Path) -> None:
    """An interrupt leaves no process behind."""
    stop = Event()
    stop.set()
    with pytest.raises(ToolError, match="stopped"):
        _python(tmp_path, "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)", stop=stop)
    if (tmp_path / "pid").exists() and (text := (tmp_path / "pid").read_text()):
        with pytest.raises(ProcessLookupError):
            os.kill(int(text), 0)


def test_a_missing_program_is_an_error(tmp_path: Path) -> None:
    """The message says that it did not start, and names no folder of ours."""
    with pytest.raises(ToolError, match="did not start: No such file") as caught:
        ask([str(tmp_path / "absent")], tmp_path, 1.0, Event())
    assert str(tmp_path) not in str(caught.value)


def test_a_limit_of_the_user_is_never_raised(tmp_path: Path) -> None:
    """Only an administrator may raise a hard limit; where one is lower than ours, it stays."""
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom threading import Event\n"
        "from criteria.tools.process import ask\n"
        "resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))\n"
        "said = ask([sys.executable, '-I', '-c', 'import resource; print(resource.getrlimit(resource.RLIMIT_AS))'],"
        " Path('/'), 60.0, Event())\nprint(said.output.decode())\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == str((3 * 2**30, 3 * 2**30)), done.stderr
