from pathlib import Path

from evidence_of import evidence_of
from repos import snapshot_of

from criteria.checks import docs_in_repository
from criteria.model import Outcome, Strength


def test_sources_with_a_generator_pass_at_full_strength(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Manual\n", "mkdocs.yml": "site_name: a\n"}
    verdict = docs_in_repository.judge(evidence_of(snapshot_of(tmp_path / "r", files)), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_sources_alone_pass_at_less(tmp_path: Path) -> None:
    verdict = docs_in_repository.judge(evidence_of(snapshot_of(tmp_path / "r", {"docs/index.md": "# Manual\n"})), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_readme_alone_fails(tmp_path: Path) -> None:
    verdict = docs_in_repository.judge(evidence_of(snapshot_of(tmp_path / "r", {"README.md": "# A\n"})), {})
    assert verdict.outcome is Outcome.FAIL


def test_what_an_archive_may_leave_out_is_said(tmp_path: Path) -> None:
    evidence = evidence_of(snapshot_of(tmp_path / "r", {"README.md": "# A\n"}), versioned=False)
    verdict = docs_in_repository.judge(evidence, {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "assess the repository" in verdict.reason
