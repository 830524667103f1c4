"""sage-ascii-code: code outside strings and comments is ASCII."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, places, verdict_on

from criteria.checks import sage_ascii_code as check
from criteria.model import Outcome, Strength


def test_ascii_code_passes(tmp_path: Path) -> None:
    """Whatever strings, comments and documentation say."""
    text = docstring("Nach Gauß: σ.") + "x = 'σ'  # é\n"
    verdict = verdict_on(check, tmp_path, {"a.py": text})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize("line", ["σ = 1", "x = a × b", "x\u00a0= 1"])
def test_other_letters_in_code_fail(tmp_path: Path, line: str) -> None:
    """They are told by number."""
    verdict = verdict_on(check, tmp_path, {"a.pyx": f"y = 'σ'\n{line}\n"})
    assert (verdict.outcome, places(verdict)) == (Outcome.FAIL, [("a.pyx", 2)])
    assert verdict.findings[0].message.isascii()


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": "σ = 1\n"})).outcome is Outcome.FAIL
