from pathlib import Path

from evidence_of import evidence_of
from repos import commit_tree, snapshot_of

from criteria.checks import docs_as_code
from criteria.model import Outcome, Strength
from criteria.snapshot import Snapshot

README = "# Star Map\n\nDraws a map of the stars.\n"


def test_documents_that_changed_with_the_code_pass_at_full_strength(tmp_path: Path) -> None:
    commit_tree(tmp_path / "r", {"README.md": README})
    commit = commit_tree(tmp_path / "r", {"README.md": README + "More.\n"})
    verdict = docs_as_code.judge(evidence_of(Snapshot(tmp_path / "r", commit)), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_documents_that_never_changed_pass_at_less(tmp_path: Path) -> None:
    verdict = docs_as_code.judge(evidence_of(snapshot_of(tmp_path / "r", {"README.md": README})), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_a_tree_without_documentation_fails(tmp_path: Path) -> None:
    trees: tuple[dict[str, str | bytes], ...] = ({"a.py": "x = 1\n"}, {"README.md": ""})
    for number, files in enumerate(trees):
        evidence = evidence_of(snapshot_of(tmp_path / str(number), files))
        assert docs_as_code.judge(evidence, {}).outcome is Outcome.FAIL


def test_an_archive_is_not_assessed(tmp_path: Path) -> None:
    evidence = evidence_of(snapshot_of(tmp_path / "r", {"README.md": README}), versioned=False)
    assert docs_as_code.judge(evidence, {}).outcome is Outcome.NOT_ASSESSED
