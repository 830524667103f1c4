"""sage-trac-links: issues are linked where they are now."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, verdict_on

from criteria.checks import sage_trac_links as check
from criteria.model import Outcome, Strength


def test_links_to_issues_pass(tmp_path: Path) -> None:
    """And what an example prints."""
    text = docstring("See :issue:`123` and trac 5.", "", "    sage: f(1)", "    See https://trac.sagemath.org/ticket/1")
    verdict = verdict_on(check, tmp_path, {"a.py": text})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize(
    "line",
    ["See :trac:`123`.", "See trac:`123`.", "(issue:`#123`)", "https://trac.sagemath.org/ticket/123", "# :trac:`1`"],
)
def test_links_that_lead_nowhere_fail(tmp_path: Path, line: str) -> None:
    """In comments too."""
    text = f"{line}\n" if line.startswith("#") else docstring(line)
    assert verdict_on(check, tmp_path, {"a.pyx": text}).outcome is Outcome.FAIL


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.rst": "See :issue:`1`.\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.rst": "See :trac:`1`.\n"})).outcome is Outcome.FAIL
