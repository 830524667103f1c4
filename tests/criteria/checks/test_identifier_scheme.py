from pathlib import Path

from gathered import PYPROJECT, gathered

from criteria.checks import identifier_scheme
from criteria.model import Outcome, Verdict

LISTS = {"schemes": ["doi", "swhid"], "domains": {"astro": ["ascl"]}}


def _judge(path: Path, more: str, **files: str) -> Verdict:
    cff = f"cff-version: 1.2.0\nmessage: Cite it.\ntitle: Star Map\nauthors: [{{name: Ada}}]\n{more}\n"
    return identifier_scheme.judge(gathered(path / "r", {"CITATION.cff": cff, **files}), LISTS)


def test_a_listed_scheme_passes_and_another_fails(tmp_path: Path) -> None:
    other = "identifiers: [{type: other, value: 'ascl:1905.001'}]"
    assert _judge(tmp_path / "a", "doi: 10.5281/zenodo.8042260").outcome is Outcome.PASS
    assert _judge(tmp_path / "b", other).outcome is Outcome.FAIL
    assert _judge(tmp_path / "c", "").outcome is Outcome.FAIL


def test_the_domain_of_the_metadata_chooses_the_list(tmp_path: Path) -> None:
    astronomy = "keywords: [astronomy]\n"
    assert (
        _judge(tmp_path / "a", astronomy + "identifiers: [{type: other, value: 'ascl:1905.001'}]").outcome
        is Outcome.PASS
    )
    assert _judge(tmp_path / "b", astronomy + "doi: 10.5281/zenodo.8042260").outcome is Outcome.FAIL


def test_a_badge_alone_is_not_assessed_and_an_empty_tree_has_no_subject(tmp_path: Path) -> None:
    badge = "![DOI](https://zenodo.org/badge/DOI/10.5281/zenodo.18346789.svg)"
    files = {"README.md": badge, "pyproject.toml": PYPROJECT}
    assert identifier_scheme.judge(gathered(tmp_path / "a", files), LISTS).outcome is Outcome.NOT_ASSESSED
    assert identifier_scheme.judge(gathered(tmp_path / "b", {}), LISTS).outcome is Outcome.NOT_APPLICABLE
