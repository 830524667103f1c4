"""QC.Sty01.1: an option, reported."""

from analyses import style

from criteria.checks import style_standards
from criteria.evidence.style import Standard
from criteria.model import Outcome, Strength


def test_standards_in_use_are_named() -> None:
    """Each with its place; a configuration that can be read is E2."""
    standards = (Standard("black", "pyproject.toml"), Standard("ruff", "pyproject.toml"))
    verdict = style_standards.judge(style(languages=(), standards=standards), {})
    assert (verdict.outcome, verdict.strength, verdict.found) == (Outcome.PASS, Strength.E2, "black, ruff")
    assert "ruff (pyproject.toml)" in verdict.reason


def test_an_option_not_taken_is_not_applicable() -> None:
    """MAY: nobody fails by it."""
    assert style_standards.judge(style(languages=()), {}).outcome is Outcome.NOT_APPLICABLE
