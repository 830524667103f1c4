"""sage-triple-colon: no line of documentation ends with three colons."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, places, verdict_on

from criteria.checks import sage_triple_colon as check
from criteria.model import Outcome


def test_two_colons_pass(tmp_path: Path) -> None:
    """And three of them in code or in what an example prints."""
    text = docstring("We scale::", "", "    sage: x", "    a:::") + "y = x[:::]\nz = x[::\n  1]\n"
    assert verdict_on(check, tmp_path, {"a.py": text}).outcome is Outcome.PASS


@pytest.mark.parametrize("line", ["We scale:::", "We scale: ::", "We scale:\t:: "])
def test_three_colons_fail(tmp_path: Path, line: str) -> None:
    verdict = verdict_on(check, tmp_path, {"a.rst": f"Title\n\n{line}\n"})
    assert (verdict.outcome, places(verdict)) == (Outcome.FAIL, [("a.rst", 3)])


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.rst": "We scale::\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.rst": "We scale:::\n"})).outcome is Outcome.FAIL
