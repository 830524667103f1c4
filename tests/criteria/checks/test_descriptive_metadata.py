from pathlib import Path

from gathered import PYPROJECT, README, gathered

from criteria.checks import descriptive_metadata
from criteria.model import EvidenceSet, Outcome

LIMITS = {"minimum_words": 20, "fields": ["keywords", "language"], "minimum": 2}
CFF = "cff-version: 1.2.0\nmessage: m\ntitle: Star Map\nauthors: [{name: Ada Stern}]\nkeywords: [stars]\n"


def _all(path: Path) -> EvidenceSet:
    return gathered(path, {"README.md": README, "pyproject.toml": PYPROJECT, "CITATION.cff": CFF})


def test_all_three_parts_are_asked_for(tmp_path: Path) -> None:
    assert descriptive_metadata.judge(_all(tmp_path / "a"), LIMITS).outcome is Outcome.PASS
    verdict = descriptive_metadata.judge(
        gathered(tmp_path / "b", {"README.md": README, "pyproject.toml": PYPROJECT}), LIMITS
    )
    assert verdict.outcome is Outcome.FAIL
    assert "format:" in verdict.reason


def test_a_part_that_cannot_be_judged_leaves_it_open(tmp_path: Path) -> None:
    whole = _all(tmp_path / "r")
    less = EvidenceSet(
        {kind: whole[kind] for kind in whole if kind != "metadata"}, {"metadata": "the metadata were out"}
    )
    verdict = descriptive_metadata.judge(less, LIMITS)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "the metadata were out" in verdict.reason


def test_an_empty_commit_has_no_subject(tmp_path: Path) -> None:
    assert descriptive_metadata.judge(gathered(tmp_path / "r", {}), LIMITS).outcome is Outcome.NOT_APPLICABLE
