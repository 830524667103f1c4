"""sage-doctest-continuation: examples of several lines go on with `....:`."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, verdict_on

from criteria.checks import sage_doctest_continuation as check
from criteria.model import Outcome, Strength


def test_what_is_right_passes(tmp_path: Path) -> None:
    """New continuations, dots in output, and dots under the prompt of Python."""
    text = docstring(
        "sage: for x in [1]:", "....:     x", "... 1", "...", "", "sage: f(1)", "... 2", "", ">>> f(", "... 1)"
    )
    verdict = verdict_on(check, tmp_path, {"a.py": text})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "0 in 14 added lines of 1 file"


@pytest.mark.parametrize("prompt", ["sage: for x in [1]:", "sage: f([1,", "sage: f(1) + \\", "sage: f('(', [  # (("])
def test_dots_under_an_open_statement_fail(tmp_path: Path, prompt: str) -> None:
    """Each line of them, in documents too."""
    for name, text in {
        "a.pyx": docstring(prompt, "...    2", "...    3"),
        "b.rst": f"A\n\n    {prompt}\n    ...  2\n",
    }.items():
        verdict = verdict_on(check, tmp_path / name, {name: text})
        assert verdict.outcome is Outcome.FAIL
        assert verdict.findings[0].line == 4


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": docstring("sage: f(", "... 1)")})).outcome is Outcome.FAIL
