from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, text_of, through_the_judge

from criteria.checks import licence_open as check
from criteria.model import EvidenceSet, Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Verdict:
    return check.judge(licence_evidence(path / "r", files, modes=dict.fromkeys(links, 0o120000)), {})


def test_a_text_that_nothing_confirms_passes_at_e2(tmp_path: Path) -> None:
    """The recognised text alone is well-formed evidence."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT")})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert verdict.found == "MIT in LICENSE"


@pytest.mark.parametrize(
    "file",
    [
        {"pyproject.toml": '[project]\nname = "x"\nlicense = "MIT"\n'},
        {"CITATION.cff": "license: MIT\n"},
        {"codemeta.json": '{"license": "https://spdx.org/licenses/MIT"}'},
        {"a.py": "# SPDX-License-Identifier: MIT\n"},
        {"package.json": '{"license": "(MIT OR Apache-2.0)"}'},
    ],
)
def test_an_independent_statement_lifts_it_to_e3(tmp_path: Path, file: dict[str, str | bytes]) -> None:
    """Any one manifest, metadata file or set of headers that names the same licence."""
    assert judged(tmp_path, {"LICENSE": filled("MIT"), **file}).strength is Strength.E3


def test_a_conflict_is_listed_and_held_at_e2(tmp_path: Path) -> None:
    """A4: text MIT, manifest GPL, headers Apache, CFF silent."""
    verdict = judged(
        tmp_path,
        {
            "LICENSE": filled("MIT"),
            "pyproject.toml": '[project]\nname = "x"\nlicense = "GPL-3.0-or-later"\n',
            "a.py": "# SPDX-License-Identifier: Apache-2.0\n",
            "CITATION.cff": "title: x\n",
        },
    )
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert {finding.path for finding in verdict.findings} == {"pyproject.toml", "a.py"}


def test_agreement_does_not_hide_a_conflict(tmp_path: Path) -> None:
    """One statement that agrees is not enough while another contradicts."""
    verdict = judged(
        tmp_path,
        {"LICENSE": filled("MIT"), "package.json": '{"license": "MIT"}', "setup.cfg": "[metadata]\nlicense = GPLv3\n"},
    )
    assert verdict.strength is Strength.E2


@pytest.mark.parametrize("content", ["", " \n\t", "MIT License. Use it as you please, ok.", "word " * 400])
def test_what_is_no_licence_fails(tmp_path: Path, content: str) -> None:
    """A1: empty, blank, 40 bytes, filler."""
    verdict = judged(tmp_path, {"LICENSE": content})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "LICENSE"


def test_an_unfilled_form_fails_at_e1(tmp_path: Path) -> None:
    """A2: the blanks are named with their line."""
    verdict = judged(tmp_path, {"LICENSE": "Copyright (c) [year] [fullname]\n" + filled("MIT")})
    assert (verdict.outcome, verdict.strength) == (Outcome.FAIL, Strength.E1)
    assert "[year]" in verdict.findings[0].message
    assert verdict.findings[0].line == 1


def test_the_appendix_of_a_licence_is_no_open_form(tmp_path: Path) -> None:
    """Apache and GPL show how to apply them; that is no blank of the project."""
    for number, id_ in enumerate(("Apache-2.0", "GPL-3.0-only")):
        assert judged(tmp_path / str(number), {"LICENSE": text_of(id_)}).outcome is Outcome.PASS


def test_the_open_form_of_a_bundled_part_is_not_the_projects(tmp_path: Path) -> None:
    """The first licence is that of the project; what a component left open is not its fault."""
    text = f"{filled('BSD-3-Clause')}\n\nstars.c is from elsewhere:\n\n{text_of('MIT')}"
    assert judged(tmp_path, {"LICENSE": text}).outcome is Outcome.PASS


def test_a_rider_fails(tmp_path: Path) -> None:
    """A3: a licence with a term against commercial use is no open-source licence."""
    verdict = judged(tmp_path, {"COPYING": text_of("GPL-3.0-only") + "\nFor non-commercial use only.\n"})
    assert verdict.outcome is Outcome.FAIL
    assert "non-commercial" in verdict.findings[0].message


@pytest.mark.threat("T05")
@pytest.mark.parametrize("target", ["/usr/share/common-licenses/GPL-3", "../LICENSE", "gone"])
def test_a_link_out_of_the_tree_fails(tmp_path: Path, target: str) -> None:
    """A5: not followed, and said so."""
    verdict = judged(tmp_path, {"LICENSE": target}, ("LICENSE",))
    assert verdict.outcome is Outcome.FAIL
    assert "link" in verdict.findings[0].message


def test_a_name_in_a_manifest_is_no_text(tmp_path: Path) -> None:
    """A licence that is only named fails, and the reason says so."""
    verdict = judged(tmp_path, {"setup.cfg": "[metadata]\nlicense = MIT\n"})
    assert verdict.outcome is Outcome.FAIL
    assert "setup.cfg names MIT" in verdict.reason


def test_or_later_is_decided_by_a_statement(tmp_path: Path) -> None:
    """The text of GPL-2.0 does not tell; the head of a source does."""
    head = "# GNU General Public License; either version 2 of the License, or (at your option) any later version.\n"
    verdict = judged(tmp_path, {"LICENSE": text_of("GPL-2.0-only"), "a.py": head})
    assert (verdict.found, verdict.strength) == ("GPL-2.0-or-later in LICENSE", Strength.E3)


def test_a_text_below_the_root_counts_here(tmp_path: Path) -> None:
    """Where it stands is the matter of another rule."""
    assert judged(tmp_path, {"src/LICENSE.txt": filled("MIT")}).outcome is Outcome.PASS


def test_an_empty_commit_is_not_applicable(tmp_path: Path) -> None:
    """Where there is nothing, there is nothing to license."""
    verdict = judged(tmp_path, {})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert check.ID in verdict.reason


def test_without_evidence_it_is_not_assessed() -> None:
    """Lack of means is never a verdict on the project."""
    evidence = EvidenceSet({}).with_missing("licences", "the tree could not be read")
    verdict = through_the_judge(check, evidence)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_ASSESSED, "the tree could not be read")


def test_a_text_cut_by_our_limit_is_not_assessed(tmp_path: Path) -> None:
    """A29: a licence that begins beyond what we read is unknown, neither pass nor fail."""
    verdict = judged(tmp_path, {"LICENSE": "filler words " * 40_000 + filled("MIT")})
    assert verdict.outcome is Outcome.NOT_ASSESSED
