"""QC.Rev03.3: findings in the files that changed lately."""

from typing import Any

from workflows import changes, evidence, limits, workflow

from criteria.checks import changed_code_style as check
from criteria.evidence.style import Style
from criteria.model import Evidence, EvidenceSet, Finding, Outcome, Strength
from criteria.tools.analysis import LanguageShare
from criteria.tools.tool import Purpose, ToolRun

LIMITS = limits("QC.Rev03.3")


CHANGED = tuple(f"src/{number}.py" for number in range(20))


def _known(*findings: Finding, examined: int = 1000, paths: tuple[str, ...] = CHANGED, **run: Any) -> EvidenceSet:
    fields: dict[str, Any] = {
        "tool": "ruff", "version": "0", "purpose": Purpose.STYLE, "language": "Python", "files_in": 20, "scanned": 20,
        "findings": findings, "findings_total": len(findings),
    }  # fmt: skip
    made = ToolRun(**{**fields, **run})
    style = Style((made,), (LanguageShare("Python", 1000, examined, ("ruff",)),), 0)
    known = evidence(workflow(*changes(20), changed_code=paths))
    return known.with_evidence(Evidence("style", style, "test"))


def test_changed_files_without_findings_pass() -> None:
    """Findings elsewhere are older, and not what was reviewed."""
    verdict = check.judge(_known(Finding("F401", "unused", "old.py", 1)), LIMITS)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_findings_in_changed_files_stay_open_and_are_shown() -> None:
    """They may be older than the change."""
    verdict = check.judge(_known(*(Finding("F401", "unused", path, 1) for path in CHANGED)), LIMITS)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert verdict.findings[0].path == "src/0.py"


def test_silence_of_checkers_that_did_not_look_proves_nothing() -> None:
    """Too little examined, a broken tool, or more findings than are kept."""
    for known in (_known(examined=100), _known(problem="ruff failed its self-test"), _known(findings_total=5000)):
        assert check.judge(known, LIMITS).outcome is Outcome.NOT_ASSESSED


def test_changes_without_code_have_no_style() -> None:
    """The rule is named."""
    assert check.judge(_known(paths=()), LIMITS).outcome is Outcome.NOT_APPLICABLE
