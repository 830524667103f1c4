"""Where a script loses a failure, and where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.automation.shell import LIMIT, commands, words


def _masked(script: str, **more: bool) -> bool:
    """Whether the failure of pytest in this script would be lost."""
    return next(command.masked is not None for command in commands(script, **more) if "pytest" in command.text)


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "script",
    [
        "pytest || true",
        "pytest || :",
        "pytest || exit 0",
        "pytest || echo failed",
        "pytest; true",
        "pytest -x && echo good || echo bad",
        "set +e\npytest\necho done",
        "pytest\nexit 0",
        "pytest | tee log",
        "pytest 2>&1 | tee log",
        "pytest &",
        "if pytest; then echo good; fi",
        "(cd src && pytest) || true",
    ],
)
def test_a_failure_that_is_lost_is_masked(script: str) -> None:
    """Each of these ends well whatever pytest found."""
    assert _masked(script)


@pytest.mark.parametrize(
    "script",
    [
        "pytest",
        "cd src && pytest && rm log",
        "pytest || (echo failed; exit 1)",
        "pytest || { echo failed; exit 1; }",
        "set +e\npytest\ncode=$?\nexit $code",
        "if ! pytest; then\n  exit 1\nfi",
        "set -o pipefail\npytest | tee log",
        "set -e\npytest\nexit 0",
        "pytest -k 'a || true'",
        'pytest -m "slow; true"',
        "pytest # || true",
    ],
)
def test_a_failure_that_is_seen_is_not_masked(script: str) -> None:
    """Quotes, comments and explicit exits are understood."""
    assert not _masked(script)


def test_a_shell_with_pipefail_sees_the_failure_in_a_pipe() -> None:
    assert not _masked("pytest | tee log", pipefail=True)


def test_without_errexit_a_later_command_decides() -> None:
    """`bash -l {0}` and scripts without `set -e` go on after a failure."""
    assert _masked("pytest\nmypy .", errexit=False)
    assert not _masked("mypy .\npytest", errexit=False)
    assert not _masked("set -e\npytest\nmypy .", errexit=False)
    assert not _masked("if a; then\n  mypy .\nelse\n  pytest\nfi", errexit=False)


def test_the_body_of_a_here_document_is_no_command() -> None:
    assert [command.text for command in commands("cat <<EOF\npytest\nEOF\nls")] == ["cat <<EOF", "ls"]


def test_variables_before_a_command_and_continued_lines_are_understood() -> None:
    assert [command.text for command in commands("A=b C=d pytest -x \\\n  --foo")] == ["pytest -x  --foo"]


def test_words_lose_their_quotes() -> None:
    assert words("bash -c 'pytest -x' \"a b\"") == ("bash", "-c", "pytest -x", "a b")


@pytest.mark.threat("A23")
@given(st.text(alphabet="'\"\\$(){}|&;\n <>#ab", max_size=400))
def test_any_text_is_read_without_an_error(script: str) -> None:
    """Hostile quoting is only text."""
    for command in commands(script):
        words(command.text)


@pytest.mark.threat("A23")
@pytest.mark.parametrize("piece", ["'", '"', "\\\n", "$(", "a && ", "a | ", " ", "<<E\n", "x=1 "])
def test_a_text_made_of_one_piece_is_read_to_its_cap(piece: str) -> None:
    """No piece makes the reader take more than linear time: this ends at once or not at all."""
    assert len(commands(piece * (LIMIT // len(piece)))) <= 600
