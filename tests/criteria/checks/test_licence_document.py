from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, through_the_judge

from criteria.checks import licence_document as check
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, modes=dict.fromkeys(links, 0o120000)), {})


def test_a_text_in_the_root_passes(tmp_path: Path) -> None:
    """Without code of others the licence is all there is to say."""
    assert judged(tmp_path, {"LICENSE": filled("MIT")}).outcome is Outcome.PASS


def test_no_text_in_the_root_fails(tmp_path: Path) -> None:
    """Neither a deeper text nor an empty file is enough."""
    verdict = judged(tmp_path, {"LICENSE": "", "src/LICENSE": filled("MIT")})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "LICENSE"


def test_bundled_code_needs_its_licence(tmp_path: Path) -> None:
    """A folder of third-party code without licence or notice fails, and is named."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT"), "third_party/fast/fast.c": "int x;"})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "third_party/fast"


def test_each_component_needs_its_own(tmp_path: Path) -> None:
    """The licence of one bundled project does not speak for its neighbour."""
    files: dict[str, str | bytes] = {
        "LICENSE": filled("MIT"),
        "third_party/fast/fast.c": "int x;",
        "third_party/fast/COPYING": filled("ISC"),
        "third_party/slow/slow.c": "int y;",
    }
    verdict = judged(tmp_path, files)
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["third_party/slow"]


def test_heads_that_name_a_licence_speak_for_a_folder(tmp_path: Path) -> None:
    """Code that carries its notices in its files needs no file beside it; one head among many is not enough."""
    tag = "/* SPDX-License-Identifier: ISC */\nint x;"
    bare = {f"vendor/b/{number}.c": "int x;" for number in range(3)}
    assert judged(tmp_path / "a", {"LICENSE": filled("MIT"), "vendor/a/a.c": tag}).outcome is Outcome.PASS
    verdict = judged(tmp_path / "b", {"LICENSE": filled("MIT"), "vendor/b/a.c": tag, **bare})
    assert verdict.outcome is Outcome.FAIL


def test_a_text_that_bears_the_name_of_a_component_speaks_for_it(tmp_path: Path) -> None:
    """Whose text it is shows by its name: that of another component does not do."""
    files: dict[str, str | bytes] = {"LICENSE": filled("MIT"), "extern/ply/lex.py": "x = 1"}
    assert judged(tmp_path / "a", {**files, "licenses/PLY_LICENSE.rst": filled("ISC")}).outcome is Outcome.PASS
    assert judged(tmp_path / "b", {**files, "licenses/SIX_LICENSE.rst": filled("ISC")}).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "more",
    [
        {"third_party/fast/LICENSE": filled("ISC")},
        {"NOTICE": "This product includes fast."},
        {"THIRD-PARTY-NOTICES.txt": "fast: ISC"},
        {"LICENSE": f"{filled('MIT')}\n\nfast:\n\n{filled('ISC')}"},
    ],
    ids=["inside", "notice", "third-party notices", "in the main file"],
)
def test_any_usual_place_of_a_notice_is_enough(tmp_path: Path, more: dict[str, str | bytes]) -> None:
    """Beside the code, in a notice file, or in the licence file itself."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT"), "third_party/fast/fast.c": "int x;", **more})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


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
