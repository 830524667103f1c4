from pathlib import Path

from gathered import PYPROJECT, README, gathered

from criteria.checks import software_documented
from criteria.model import EvidenceSet, Outcome

LIMITS = {"minimum_words": 20, "minimum_items": 2}
FILES = {
    "README.md": README,
    "pyproject.toml": PYPROJECT,
    "docs/guide.md": "# Guide\n\nHow to draw a map of the sky.\n",
}


def test_readme_and_documentation_are_both_asked_for(tmp_path: Path) -> None:
    assert software_documented.judge(gathered(tmp_path / "a", FILES), LIMITS).outcome is Outcome.PASS
    assert software_documented.judge(gathered(tmp_path / "b", {"README.md": README}), LIMITS).outcome is Outcome.FAIL


def test_without_documents_nothing_is_said(tmp_path: Path) -> None:
    assert software_documented.judge(EvidenceSet({}), LIMITS).outcome is Outcome.NOT_ASSESSED
