"""sage-trailing-whitespace: no added line ends with blanks."""

from pathlib import Path

import pytest
from changesets import cut_off, judged, places, verdict_on

from criteria.checks import sage_trailing_whitespace as check
from criteria.model import Outcome, Strength


def test_lines_without_blanks_pass(tmp_path: Path) -> None:
    """Also those that end as on Windows; Markdown, patches and data have their reasons."""
    after = {"a.py": "x = 1\r\ny = 2\n", "b.md": "a  \n", "c.patch": "- \n", "d.csv": "1, \n", "e.cfg": "a\n"}
    verdict = verdict_on(check, tmp_path, after)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.found == "0 in 3 added lines of 2 files"


@pytest.mark.parametrize("line", ["x = 1 ", "x = 1\t", "    ", "x = 1 \r"])
def test_blanks_at_the_end_of_an_added_line_fail(tmp_path: Path, line: str) -> None:
    """An empty line of blanks too."""
    verdict = verdict_on(check, tmp_path, {"a.py": f"y = 2\n{line}\n"})
    assert (verdict.outcome, places(verdict)) == (Outcome.FAIL, [("a.py", 2)])


def test_blanks_that_were_there_before_fail_nobody(tmp_path: Path) -> None:
    assert verdict_on(check, tmp_path, {"a.py": "x = 1 \ny = 2\n"}, {"a.py": "x = 1 \n"}).outcome is Outcome.PASS


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.csv": "1, \n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1 \n"})).outcome is Outcome.FAIL
