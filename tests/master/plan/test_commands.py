"""Command lines of other tools: sorted by what they do, or left out with a reason; never more than words."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master.plan.commands import BESIDE, INSTALL, OTHER, TEST, Command, is_plain, read_command, simple_commands


def read(line: str) -> Command:
    command = read_command(line)
    assert isinstance(command, Command)
    return command


@pytest.mark.parametrize(
    ("line", "kind", "runner", "arguments"),
    [
        ("pytest {posargs}", TEST, "pytest", ()),
        ("pytest {posargs:tests}", TEST, "pytest", ("tests",)),
        ("python -m pytest --cov=x -n auto tests/unit -k 'not net'", TEST, "pytest", ("tests/unit", "-knot net")),
        ("coverage run -m pytest -m slow --ignore a", TEST, "pytest", ("-mslow", "--ignore=a")),
        ("coverage run --source x -m pytest -v", TEST, "pytest", ()),
        ("{envpython} setup.py test", TEST, "setup.py test", ()),
        ("stestr run {posargs}", TEST, "stestr", ()),
        ("python -m unittest discover -s x", TEST, "unittest", ()),
        ("nosetests -v tests/unit", TEST, "nosetests", ()),
        ("/usr/bin/env A=b pytest", TEST, "pytest", ()),
        ("pip install -r r.txt", INSTALL, "pip", ("-r", "r.txt")),
        ("python -m pip install x", INSTALL, "pip", ("x",)),
        ("coverage report -m", BESIDE, "", ()),
        ("flake8 src", BESIDE, "", ()),
        ("make -C docs html", BESIDE, "", ()),
        ("- ./odd", BESIDE, "", ()),
        ("./run-tests.sh --all", OTHER, "", ()),
        ("make check", OTHER, "", ()),
    ],
)
def test_kinds(line: str, kind: str, runner: str, arguments: tuple[str, ...]) -> None:
    """A line is a test, an installation, something beside them, or something else; tests know which they choose."""
    command = read(line)
    assert (command.kind, command.runner, command.arguments) == (kind, runner, arguments)


@pytest.mark.parametrize("line", ["pytest {envtmpdir}", "! false", "a 'b", "x" * 3000, "", "a\x1b[0m"])
def test_left_out(line: str) -> None:
    """What only the runner can work out, and what is no plain text, is one sentence."""
    reason = read_command(line)
    assert isinstance(reason, str)
    assert reason.isprintable()


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("a && b; c", ("a", "b", "c")),
        ("a | b", ("a | b",)),
        ("(a && b)", ("(a && b)",)),
        ("a 'b && c'", ("a 'b && c'",)),
        ("a 'b", ("a 'b",)),
    ],
)
def test_lists(line: str, parts: tuple[str, ...]) -> None:
    """Only a plain list is taken apart; pipes, groups and quotations stay one line."""
    assert simple_commands(line) == parts


@pytest.mark.threat("T16")
def test_shell() -> None:
    """A word that means more to a shell than itself is seen; as text, each word stays one."""
    command = read("run '$(touch x)' `id`")
    assert not is_plain(command)
    assert shlex.split(command.text) == list(command.words)
    assert is_plain(read("make check"))


@given(st.text(max_size=80))
def test_any_line(line: str) -> None:
    """Whatever a line says, it is a sentence or words that a shell gives back as they are."""
    command = read_command(line)
    if isinstance(command, str):
        assert command.isprintable()
    else:
        assert shlex.split(command.text) == list(command.words)
        assert all(word.isprintable() for word in command.words)
