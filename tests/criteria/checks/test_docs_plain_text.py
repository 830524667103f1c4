from pathlib import Path

from evidence_of import evidence_of
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from criteria.checks import docs_plain_text
from criteria.evidence.documents import Documents, Source
from criteria.metadata.project_name import ProjectName
from criteria.model import Evidence, EvidenceSet, Outcome, Strength

README = "# Star Map\n\nDraws a map of the stars.\n"


def test_text_passes_because_name_and_bytes_agree(tmp_path: Path) -> None:
    verdict = docs_plain_text.judge(evidence_of(snapshot_of(tmp_path / "r", {"README.md": README})), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_office_files_fail_with_a_finding_for_each(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"README.md": README, "docs/a.docx": b"PK\0", "docs/b.odt": b"PK\0"}
    verdict = docs_plain_text.judge(evidence_of(snapshot_of(tmp_path / "r", files)), {"minimum_text_share": 0.5})
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["docs/a.docx", "docs/b.odt"]


def test_nothing_written_is_no_vacuous_pass(tmp_path: Path) -> None:
    for number, files in enumerate(({"a.py": "x\n"}, {"README.md": ""})):
        evidence = evidence_of(snapshot_of(tmp_path / str(number), files))
        assert docs_plain_text.judge(evidence, {}).outcome is Outcome.FAIL


def test_binary_bytes_under_a_text_name_are_no_text(tmp_path: Path) -> None:
    verdict = docs_plain_text.judge(evidence_of(snapshot_of(tmp_path / "r", {"README.md": b"\0\1\2"})), {})
    assert verdict.outcome is Outcome.FAIL


@given(texts=st.integers(0, 20), others=st.integers(0, 20), minimum=st.floats(0.01, 1))
def test_the_share_decides(texts: int, others: int, minimum: float) -> None:
    sources = tuple(Source(f"docs/{n}", "Markdown", 1, n < texts) for n in range(texts + others))
    documents = Documents(ProjectName(), (), (), sources, (), 0)
    verdict = docs_plain_text.judge(
        EvidenceSet({"documents": Evidence("documents", documents, "test")}), {"minimum_text_share": minimum}
    )
    assert (verdict.outcome is Outcome.PASS) == (texts + others > 0 and texts >= minimum * (texts + others))
