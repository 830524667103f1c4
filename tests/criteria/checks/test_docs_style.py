from pathlib import Path
from typing import Any

from analyses import run
from collected import collected

from criteria.checks import docs_style
from criteria.evidence.document_style import DocumentStyle
from criteria.model import Evidence, Outcome, Strength, Verdict
from criteria.tools.tool import Left, Purpose

PAGES: dict[str, str | bytes] = {"docs/a.md": "A line of the sky.\n" * 800, "docs/b.md": "A line.\n" * 200}
LIMITS = {"maximum_findings_per_kloc": 20, "minimum_share": 0.8}


def _judge(path: Path, *, files: dict[str, str | bytes] = PAGES, **more: Any) -> Verdict:
    runs = (run(Purpose.DOCUMENTS, language="Markdown", **more),)
    data = DocumentStyle(runs, (), 0)
    return docs_style.judge(collected(path, files, Evidence("document_style", data, "sample 1")), LIMITS)


def test_few_findings_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", findings=20)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_too_many_findings_fail_by_density(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", findings=21)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.found == "21 in 1,000 lines (21.0 per 1,000) findings"


def test_a_checker_that_failed_or_read_too_little_says_nothing(tmp_path: Path) -> None:
    """A markup that no checker reads counts as not read."""
    assert _judge(tmp_path / "r", problem="it did not start").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", skipped=(Left("docs/a.md", "odd"),)).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "t", files={"docs/a.adoc": "= A\n\nLine.\n"}).outcome is Outcome.NOT_ASSESSED


def test_without_documents_in_a_markup_there_is_no_subject(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.py": "x = 1\n", "vendor/docs/a.md": "# A\n"}
    assert _judge(tmp_path / "r", files=files).outcome is Outcome.NOT_APPLICABLE
