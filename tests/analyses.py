"""Analyses for the tests of checks, made from a few numbers."""

from typing import Any

from criteria.evidence.security import Security
from criteria.evidence.style import Style
from criteria.model import Evidence, EvidenceSet, Finding
from criteria.tools.analysis import LanguageShare
from criteria.tools.tool import Left, Purpose, Suppression, ToolRun


def run(
    purpose: Purpose,
    *,
    language: str = "Python",
    findings: int = 0,
    failed: int = 0,
    problem: str | None = None,
    suppressions: dict[str, int] | None = None,
    **more: Any,
) -> ToolRun:
    """A run over ten files; `suppressions` by marker stand in one file."""
    return ToolRun(
        tool="sample",
        version="1",
        purpose=purpose,
        language=language,
        files_in=10,
        scanned=10 - failed,
        failed=tuple(Left(f"f{number}", "not valid") for number in range(failed)),
        findings=tuple(Finding("F401", "unused", "a.py", number + 1) for number in range(min(findings, 10))),
        findings_total=findings,
        suppressions=tuple(Suppression("a.py", marker, count) for marker, count in (suppressions or {}).items()),
        problem=problem,
        **more,
    )


def share(language: str, lines: int, examined: int | None = None) -> LanguageShare:
    """A language; without `examined` there is no tool for it."""
    return LanguageShare(language, lines, examined or 0, () if examined is None else ("sample",))


def style(*runs: ToolRun, languages: tuple[LanguageShare, ...], apart: int = 0, **more: Any) -> EvidenceSet:
    return EvidenceSet({"style": Evidence("style", Style(runs, languages, apart, **more), "sample 1")})


def security(*runs: ToolRun, languages: tuple[LanguageShare, ...], apart: int = 0) -> EvidenceSet:
    return EvidenceSet({"security": Evidence("security", Security(runs, languages, apart), "sample 1")})
