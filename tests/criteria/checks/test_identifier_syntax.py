from pathlib import Path

import pytest
from gathered import PYPROJECT, README, gathered

from criteria.checks import identifier_syntax
from criteria.model import EvidenceSet, Outcome, Strength, Verdict

CFF = "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Star Map\nauthors: [{{name: Ada}}]\n{more}\n"


def _judge(path: Path, files: dict[str, str], **parameters: object) -> Verdict:
    evidence: EvidenceSet = gathered(path / "r", files)
    return identifier_syntax.judge(evidence, parameters)


def test_an_identifier_in_the_citation_file_passes_and_a_second_file_confirms_it(tmp_path: Path) -> None:
    """E2 for one place, E3 for two."""
    cff = CFF.format(more="doi: 10.5281/zenodo.8042260")
    one = _judge(tmp_path / "a", {"CITATION.cff": cff})
    both = _judge(tmp_path / "b", {"CITATION.cff": cff, "codemeta.json": '{"identifier": "10.5281/zenodo.8042260"}'})
    assert (one.outcome, one.strength) == (Outcome.PASS, Strength.E2)
    assert both.strength is Strength.E3
    assert "10.5281/zenodo.8042260" in one.reason


@pytest.mark.threat("A7")
def test_a_badge_proves_nothing_until_the_metadata_name_it(tmp_path: Path) -> None:
    """The badge of any project can be copied."""
    badge = (
        "[![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.18346789.svg)](https://doi.org/10.5281/zenodo.18346789)"
    )
    files = {"README.md": f"# Star Map\n\n{badge}\n", "pyproject.toml": PYPROJECT}
    assert _judge(tmp_path / "a", files).outcome is Outcome.NOT_ASSESSED
    files["CITATION.cff"] = CFF.format(more="doi: 10.5281/zenodo.18346789")
    assert _judge(tmp_path / "b", files).strength is Strength.E3


@pytest.mark.threat("A7")
@pytest.mark.parametrize(
    "text",
    [
        "It uses the library of https://doi.org/10.5281/zenodo.55555 for reading.",
        "If you use Star Map, please cite our article https://doi.org/10.1093/mnras/stx0001.",
        "no identifier at all",
    ],
)
def test_identifiers_of_others_and_of_articles_do_not_count(tmp_path: Path, text: str) -> None:
    files = {"README.md": f"{README}\n\n{text}\n", "pyproject.toml": PYPROJECT}
    assert _judge(tmp_path, files).outcome is Outcome.FAIL


def test_a_sentence_about_citing_that_names_the_project_counts(tmp_path: Path) -> None:
    text = "To cite Star Map, use https://doi.org/10.5281/zenodo.8042260."
    verdict = _judge(tmp_path, {"README.md": f"{README}\n\n{text}\n", "pyproject.toml": PYPROJECT})
    assert verdict.outcome is Outcome.PASS


@pytest.mark.threat("A8")
@pytest.mark.parametrize(
    "value",
    [
        "doi: 10.5281/zenodo.1234567",
        "doi: 10.5072/abc",
        "identifiers: [{type: swh, value: 'swh:1:rev:" + "0" * 40 + "'}]",
    ],
)
def test_a_sample_is_no_identifier(tmp_path: Path, value: str) -> None:
    verdict = _judge(tmp_path, {"CITATION.cff": CFF.format(more=value)})
    assert verdict.outcome is Outcome.FAIL
    assert "sample" in verdict.reason


def test_the_place_can_be_asked_for(tmp_path: Path) -> None:
    files = {".zenodo.json": '{"doi": "10.5281/zenodo.8042260"}'}
    assert _judge(tmp_path / "a", files).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", files, places=["README", "CITATION.cff"]).outcome is Outcome.FAIL


def test_an_empty_commit_has_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path, {}).outcome is Outcome.NOT_APPLICABLE
