from pathlib import Path

from gathered import PYPROJECT, README, gathered

from criteria.checks import requirements_specified
from criteria.model import EvidenceSet, Outcome

LIMITS = {"automated": False}


def test_instructions_and_a_manifest_are_both_asked_for(tmp_path: Path) -> None:
    both = gathered(tmp_path / "a", {"README.md": README, "pyproject.toml": PYPROJECT})
    assert requirements_specified.judge(both, LIMITS).outcome is Outcome.PASS
    one = requirements_specified.judge(gathered(tmp_path / "b", {"pyproject.toml": PYPROJECT}), LIMITS)
    assert one.outcome is Outcome.FAIL
    assert "instructions:" in one.reason


def test_a_part_without_its_evidence_leaves_it_open_and_an_empty_commit_has_no_subject(tmp_path: Path) -> None:
    both = gathered(tmp_path / "a", {"README.md": README, "pyproject.toml": PYPROJECT})
    less = EvidenceSet({kind: both[kind] for kind in both if kind != "dependencies"})
    assert requirements_specified.judge(less, LIMITS).outcome is Outcome.NOT_ASSESSED
    assert requirements_specified.judge(gathered(tmp_path / "b", {}), LIMITS).outcome is Outcome.NOT_APPLICABLE
