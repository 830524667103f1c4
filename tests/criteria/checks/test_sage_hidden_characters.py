"""sage-hidden-characters: code shows people what the machine reads."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, verdict_on

from criteria.checks import sage_hidden_characters as check
from criteria.model import Outcome


def test_names_and_formulas_pass(tmp_path: Path) -> None:
    """Cyrillic prose, accents and mathematics hide nothing."""
    text = docstring("По формуле Эйлера, après Gauß: σ² ≤ ∞") + "é = 1\n"
    assert verdict_on(check, tmp_path, {"a.py": text}).outcome is Outcome.PASS


@pytest.mark.threat("A30")
@pytest.mark.parametrize(
    "line", ["x = 'a\u202e'", "ad\u200bmin = 1", "\x1b[2K", "def sc\u0430le(): pass", "# \u2066 x"]
)
def test_what_reorders_hides_or_imitates_fails(tmp_path: Path, line: str) -> None:
    """And the finding names it without showing it."""
    verdict = verdict_on(check, tmp_path, {"a.py": f"{line}\n"})
    assert verdict.outcome is Outcome.FAIL
    assert "U+" in verdict.findings[0].message
    assert verdict.findings[0].message.isprintable()


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": 'x = "\u202e"\n'})).outcome is Outcome.FAIL
