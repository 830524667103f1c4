from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, text_of, through_the_judge

from criteria.checks import licence_popular as check
from criteria.licences.index import approved
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, modes=dict.fromkeys(links, 0o120000)), {})


@pytest.mark.parametrize("id_", ["MIT", "Apache-2.0", "GPL-2.0-only", "LGPL-3.0-only", "MPL-2.0", "EPL-2.0"])
def test_a_popular_licence_passes(tmp_path: Path, id_: str) -> None:
    """The GNU licences count by family and version."""
    assert judged(tmp_path, {"LICENSE": filled(id_)}).outcome is Outcome.PASS


def test_only_the_popular_licence_is_called_popular(tmp_path: Path) -> None:
    """The licences of bundled parts in the same file are found, and not praised."""
    verdict = judged(tmp_path, {"LICENSE": f"{filled('MIT')}\n\nThe table of names:\n\n{text_of('CC-BY-4.0')}"})
    assert (verdict.outcome, verdict.reason) == (Outcome.PASS, "popular: MIT in LICENSE")
    assert "CC-BY-4.0" in str(verdict.found)


@pytest.mark.parametrize("id_", ["EUPL-1.2", "ISC", "CECILL-2.1", "CC-BY-4.0", "AGPL-3.0-only"])
def test_an_uncommon_licence_fails(tmp_path: Path, id_: str) -> None:
    """Approved is not popular."""
    verdict = judged(tmp_path, {"LICENSE": filled(id_)})
    assert verdict.outcome is Outcome.FAIL
    assert id_.removesuffix("-only") in (verdict.found or "")


def test_no_text_fails(tmp_path: Path) -> None:
    """Nothing is not popular."""
    assert judged(tmp_path, {"a.py": ""}).outcome is Outcome.FAIL


def test_every_popular_licence_is_approved() -> None:
    """The list stays inside the OSI's own."""
    assert all(approved(id_) for id_ in check.POPULAR)


def test_agreement_lifts_it_to_e3(tmp_path: Path) -> None:
    """As strong as the evidence for the licence itself."""
    files: dict[str, str | bytes] = {"LICENSE": filled("MIT"), "setup.cfg": "[metadata]\nlicense = MIT\n"}
    assert judged(tmp_path, files).strength is Strength.E3


def test_an_empty_commit_is_not_applicable(tmp_path: Path) -> None:
    """Where there is nothing, there is nothing to license."""
    verdict = judged(tmp_path, {})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert check.ID in verdict.reason


@pytest.mark.parametrize("kind", check.NEEDS)
def test_without_evidence_it_is_not_assessed(tmp_path: Path, kind: str) -> None:
    """Lack of means is never a verdict on the project."""
    evidence = licence_evidence(tmp_path / "r", {"LICENSE": filled("MIT")})
    rest = EvidenceSet({other: evidence[other] for other in evidence if other != kind})
    verdict = through_the_judge(check, rest.with_missing(kind, "the tree could not be read"))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, "the tree could not be read")


def test_a_text_cut_by_our_limit_is_not_assessed(tmp_path: Path) -> None:
    """A29: a licence that begins beyond what we read is unknown, neither pass nor fail."""
    verdict = judged(tmp_path, {"LICENSE": "filler words " * 40_000 + filled("MIT")})
    assert verdict.outcome is Outcome.NOT_ASSESSED
