"""The line of arguments that runs a command of a cell, tried with a real bash."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.engines.shell import command_line

words = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=40)


def ran(command: str, environment: dict[str, str], first: str = "") -> "subprocess.CompletedProcess[bytes]":
    line = command_line(command, environment, first)
    return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, env={"CANARY": "canary-7f3a"})


@pytest.mark.threat("T24")
@settings(max_examples=15)
@given(words, words)
def test_values_arrive_as_they_are(one: str, other: str) -> None:
    """Whatever is in a value or a command, it is data: nothing of it is read by a shell of ours."""
    done = ran("""printf '%s\\0%s\\0%s' "$A" "$B" "$CANARY" """, {"A": one, "B": other, "PATH": "/usr/bin:/bin"})
    assert done.stdout == f"{one}\0{other}\0".encode()


def test_the_project_is_one_argument() -> None:
    """The command is the last argument alone, and no script of ours holds any of it."""
    line = command_line("echo '; rm -rf /", {"A": "b"})
    assert line[:3] == ["/usr/bin/env", "-i", "A=b"]
    assert line[-1] == "echo '; rm -rf /"
    assert "rm -rf" not in "".join(line[:-1])


def test_one_stream_in_order() -> None:
    """Errors and output leave by one stream, for engines that carry two lose their order."""
    done = ran("for n in 1 2 3; do echo out $n; echo err $n >&2; done", {})
    assert done.stdout == b"out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n"
    assert done.stderr == b""


def test_ours_come_first() -> None:
    """Commands of ours run before, in the same process, so that limits hold for the command."""
    assert ran("ulimit -n", {}, "ulimit -n 77; ").stdout == b"77\n"


@pytest.mark.parametrize(("command", "code"), [("false | true", 1), ("false; true", 1), ("exit 7", 7), ("true", 0)])
def test_a_failure_anywhere_counts(command: str, code: int) -> None:
    assert ran(command, {"PATH": "/usr/bin:/bin"}).returncode == code
