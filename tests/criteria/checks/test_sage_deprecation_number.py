"""sage-deprecation-number: a deprecation names the change that made it."""

from pathlib import Path

import attrs
import pytest
from changesets import NAMED, changeset, cut_off, docstring, judged, places, verdict_on

from criteria.changes.change_name import UNKNOWN, ChangeName
from criteria.checks import sage_deprecation_number as check
from criteria.model import Outcome, Strength


def _call(number: int) -> str:
    return f"def f():\n    deprecation(\n        {number}, 'use g')\n"


@pytest.mark.parametrize("number", sorted(NAMED.numbers))
def test_the_number_of_the_change_or_of_an_issue_it_closes_passes(tmp_path: Path, number: int) -> None:
    verdict = verdict_on(check, tmp_path, {"a.py": _call(number)})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.reason == "1 new deprecation with the number 41000, by the message of the merge"


def test_another_number_fails_where_it_stands(tmp_path: Path) -> None:
    """In Cython as in Python, and beside one that is right."""
    verdict = verdict_on(check, tmp_path, {"a.py": _call(41000), "b.pyx": _call(12345)})
    assert (verdict.outcome, places(verdict)) == (Outcome.FAIL, [("b.pyx", 3)])
    assert verdict.findings[0].message.startswith("deprecation names 12345; the change has the number 41000")
    assert verdict.found == "1 of 2 new deprecations"


def test_one_that_was_there_before_is_left_alone(tmp_path: Path) -> None:
    """Reworded, or moved to another file."""
    before = {"a.py": _call(12345)}
    for after in (
        {"a.py": _call(12345).replace("use g", "use h")},
        {"a.py": "\n", "b.py": f"class A:\n  {_call(12345)}"},
    ):
        assert verdict_on(check, tmp_path / str(len(after)), after, before).outcome is Outcome.NOT_APPLICABLE


def test_without_a_new_one_it_is_not_applicable(tmp_path: Path) -> None:
    """Examples, and numbers that no one can read, are none."""
    text = docstring("sage: deprecation(12345, 'x')") + "def g(n):\n    deprecation(n, 'x')\n"
    assert verdict_on(check, tmp_path, {"a.py": text, "vendor/b.py": _call(12345)}).outcome is Outcome.NOT_APPLICABLE


def test_where_nobody_says_the_number_nothing_is_said(tmp_path: Path) -> None:
    """A number that is not known is not wrong; nor is a change that was not looked at whole."""
    changed = changeset(tmp_path, {"a.py": ""}, {"a.py": _call(12345)}, name=ChangeName(None, (12345,)))
    verdict = judged(check, changed)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, UNKNOWN)
    assert judged(check, cut_off(tmp_path / "b", {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path / "c", {"a.py": _call(41000)})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path / "d", {"a.py": _call(12345)})).outcome is Outcome.FAIL
    hostile = attrs.evolve(changed, name=ChangeName(1, (), "a\u202eb"))
    assert judged(check, hostile).reason.isprintable()
