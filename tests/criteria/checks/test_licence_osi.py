from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, text_of, through_the_judge

from criteria.checks import licence_osi as check
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, modes=dict.fromkeys(links, 0o120000)), {})


@pytest.mark.parametrize("id_", ["MIT", "BSD-3-Clause", "GPL-3.0-only", "MPL-2.0", "EUPL-1.2", "CECILL-2.1", "0BSD"])
def test_an_approved_licence_passes(tmp_path: Path, id_: str) -> None:
    """Well-known and rare ones alike."""
    assert judged(tmp_path, {"LICENSE": filled(id_)}).outcome is Outcome.PASS


@pytest.mark.parametrize("id_", ["CC-BY-4.0", "CC0-1.0", "CC-BY-NC-4.0", "JSON", "BUSL-1.1", "WTFPL"])
def test_another_licence_fails(tmp_path: Path, id_: str) -> None:
    """Listed by SPDX is not approved by the OSI."""
    verdict = judged(tmp_path, {"LICENSE": filled(id_)})
    assert verdict.outcome is Outcome.FAIL
    assert id_ in verdict.findings[0].message


@pytest.mark.parametrize("rider", ["For non-commercial use only.", "You may not use it for military purposes."])
def test_a_rider_undoes_the_approval(tmp_path: Path, rider: str) -> None:
    """A3: GPL with a rider is not the GPL."""
    verdict = judged(tmp_path, {"LICENSE": f"{text_of('GPL-3.0-only')}\n{rider}\n"})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "LICENSE"
    assert verdict.findings[0].line is not None and verdict.findings[0].line > 100


def test_no_text_fails(tmp_path: Path) -> None:
    """Without a licence all rights are reserved."""
    assert judged(tmp_path, {"a.py": "x = 1\n", "setup.cfg": "[metadata]\nlicense = MIT\n"}).outcome is Outcome.FAIL


def test_a_declared_closed_side_fails_or_is_listed(tmp_path: Path) -> None:
    """AND with a term that forbids a use fails; AND with free data is listed; OR leaves a free choice."""
    for number, (expression, outcome, findings) in enumerate(
        [
            ("MIT AND CC-BY-NC-4.0", Outcome.FAIL, 1),
            ("MIT AND CC-BY-4.0", Outcome.PASS, 1),
            ("MIT OR CC-BY-NC-4.0", Outcome.PASS, 0),
        ]
    ):
        files: dict[str, str | bytes] = {"LICENSE": filled("MIT"), "package.json": f'{{"license": "{expression}"}}'}
        verdict = judged(tmp_path / str(number), files)
        assert (verdict.outcome, len(verdict.findings)) == (outcome, findings), expression


def test_a_proprietary_manifest_beside_an_open_text_fails(tmp_path: Path) -> None:
    """What is declared proprietary is not open, whatever text lies beside it."""
    assert (
        judged(tmp_path, {"LICENSE": filled("MIT"), "package.json": '{"license": "UNLICENSED"}'}).outcome
        is Outcome.FAIL
    )


def test_parts_under_other_free_licences_are_listed(tmp_path: Path) -> None:
    """The first licence is that of the project; parts are named, not held against it."""
    verdict = judged(
        tmp_path, {"LICENSE": f"{filled('BSD-3-Clause')}\n\nThe table of names:\n\n{text_of('CC-BY-4.0')}"}
    )
    assert verdict.outcome is Outcome.PASS
    assert "CC-BY-4.0" in verdict.findings[0].message
    assert "CC-BY-4.0" not in verdict.reason, "what was not approved is not called approved"


def test_of_two_files_without_a_main_one_approved_is_enough(tmp_path: Path) -> None:
    """Code under MIT and documents under CC-BY, each in a file of its own name."""
    files: dict[str, str | bytes] = {"LICENSE-CODE": filled("MIT"), "LICENSE-DOCS": text_of("CC-BY-4.0")}
    assert judged(tmp_path, files).outcome is Outcome.PASS


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
