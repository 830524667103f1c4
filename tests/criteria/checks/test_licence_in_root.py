from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, text_of, through_the_judge

from criteria.checks import licence_in_root as check
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, modes=dict.fromkeys(links, 0o120000)), {})


@pytest.mark.parametrize("name", ["LICENSE", "licence.txt", "COPYING.md", "LICENSES/MIT.txt", "MIT-LICENSE"])
def test_a_text_in_the_root_passes(tmp_path: Path, name: str) -> None:
    """Every usual name, and the folder of REUSE."""
    verdict = judged(tmp_path, {name: filled("MIT")})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert name in (verdict.found or "")


def test_two_texts_are_both_named(tmp_path: Path) -> None:
    """Dual licensing is visible."""
    verdict = judged(tmp_path, {"LICENSE-MIT": filled("MIT"), "LICENSE-APACHE": text_of("Apache-2.0")})
    assert verdict.found == "Apache-2.0 in LICENSE-APACHE; MIT in LICENSE-MIT"


def test_a_text_elsewhere_fails_and_is_named(tmp_path: Path) -> None:
    """The reader learns which file to move."""
    verdict = judged(tmp_path, {"src/LICENSE.txt": filled("MIT")})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[-1].path == "src/LICENSE.txt"


@pytest.mark.parametrize("content", ["", "Some rights reserved.", text_of("MIT")[:200]])
def test_the_name_alone_fails(tmp_path: Path, content: str) -> None:
    """A file called LICENSE proves nothing by its name."""
    assert judged(tmp_path, {"LICENSE": content}).outcome is Outcome.FAIL


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
