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


@pytest.mark.threat("A4")
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


@pytest.mark.threat("A1")
@pytest.mark.parametrize("content", ["", " \n\t", "MIT License. Use it as you please, ok.", "word " * 400])
def test_what_is_no_licence_fails(tmp_path: Path, content: str) -> None:
    """A1: empty, blank, 40 bytes, filler."""
    verdict = judged(tmp_path, {"LICENSE": content})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == "LICENSE"


@pytest.mark.threat("A2")
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


def test_a_text_in_another_language_is_not_assessed(tmp_path: Path) -> None:
    """A licence may be valid in any language; here are no texts to compare it with."""
    german = "Diese Lizenz gilt für das Werk und die Software, die unter den Bedingungen der Lizenz zu nutzen ist. " * 5
    verdict = judged(tmp_path, {"LICENSE": german})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "German" in verdict.reason


@pytest.mark.parametrize("name", ["LICENSE-ADDENDUM.md", "TERMS.md", "COMMONS-CLAUSE.txt", "EULA"])
def test_a_rider_in_a_second_file_fails(tmp_path: Path, name: str) -> None:
    """A3: terms in a file beside the licence join it."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT"), name: "This software is for non-commercial use only.\n"})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# Star Map\n\n## License\n\nMIT, but free for non-commercial use only.\n\n## Use\n\nRun it.\n"),
        ("README.rst", "Star Map\n========\n\nLicence\n-------\n\nMIT. Not for military use.\n"),
        ("NOTICE", "Commercial use is prohibited.\n"),
        ("LICENSE-COMMERCIAL", "A commercial use requires that you buy a licence from us.\n"),
    ],
)
def test_a_claim_elsewhere_holds_it_at_e2(tmp_path: Path, name: str, text: str) -> None:
    """What stands outside the licence takes nothing back by itself, but somebody has to read it."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT"), "package.json": '{"license": "MIT"}', name: text})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert any(finding.path == name and finding.line for finding in verdict.findings)


def test_a_duty_added_to_the_licence_holds_it_at_e2(tmp_path: Path) -> None:
    """Whether a duty to cite restricts is for a person to say; it is listed and nothing is proven."""
    text = filled("MIT") + "\nAny publication that uses this software must cite our paper.\n"
    verdict = judged(tmp_path, {"LICENSE": text, "package.json": '{"license": "MIT"}'})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert "must cite" in verdict.findings[0].message


@pytest.mark.parametrize("id_", ["GPL-3.0-only", "Apache-2.0"])
def test_a_licence_that_was_cut_fails_at_e1(tmp_path: Path, id_: str) -> None:
    """Most of a licence is not the licence; the advice how to apply it is no part of its terms."""
    terms = text_of(id_).partition("END OF TERMS AND CONDITIONS")[0]
    assert judged(tmp_path / "whole", {"LICENSE": terms}).outcome is Outcome.PASS
    verdict = judged(tmp_path, {"LICENSE": terms[: int(0.85 * len(terms))]})
    assert (verdict.outcome, verdict.strength) == (Outcome.FAIL, Strength.E1)
    assert "are missing" in verdict.findings[0].message


def test_the_two_fields_of_a_package_of_r_are_not_assessed(tmp_path: Path) -> None:
    """The text lies in R; without the manifest of R they are no licence."""
    fields: dict[str, str | bytes] = {"LICENSE": "YEAR: 2022\nCOPYRIGHT HOLDER: star authors\n", "R/a.R": "a <- 1\n"}
    package = {**fields, "DESCRIPTION": "Package: star\nVersion: 1.0\nLicense: MIT + file LICENSE\n"}
    verdict = check.judge(licence_evidence(tmp_path / "r", package), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "MIT" in verdict.reason
    assert check.judge(licence_evidence(tmp_path / "s", fields), {}).outcome is Outcome.FAIL


def test_a_clause_that_was_left_out_fails(tmp_path: Path) -> None:
    """Apache without its grant of patents is not Apache."""
    text = text_of("Apache-2.0")
    start, end = text.index("3. Grant of Patent License"), text.index("4. Redistribution")
    verdict = judged(tmp_path, {"LICENSE": text[:start] + text[end:]})
    assert verdict.outcome is Outcome.FAIL
    assert "patent" in verdict.findings[0].message


def test_a_text_in_the_readme_alone_counts_here(tmp_path: Path) -> None:
    """The terms are given; that they belong into a file is the matter of another rule."""
    readme = f"# Star Map\n\n## License\n\n{filled('MIT')}"
    assert judged(tmp_path, {"README.md": readme}).found == "MIT in README.md"


@pytest.mark.parametrize("readme", ["MIT", "[MIT](LICENSE)", "This project is licensed under the MIT License."])
def test_a_name_in_the_readme_is_no_text(tmp_path: Path, readme: str) -> None:
    """The reason tells that a name is there."""
    verdict = judged(tmp_path, {"README.md": f"# Star Map\n\n## License\n\n{readme}\n"})
    assert verdict.outcome is Outcome.FAIL
    assert "README names MIT" in verdict.reason


def test_the_readme_confirms_nothing_but_can_contradict(tmp_path: Path) -> None:
    """A7: a sentence is a claim."""
    same = judged(tmp_path / "a", {"LICENSE": filled("MIT"), "README.md": "# X\n\n## License\n\nMIT\n"})
    other = judged(tmp_path / "b", {"LICENSE": filled("MIT"), "README.md": "# X\n\n## License\n\nGPL-3.0-only\n"})
    assert (same.strength, same.findings) == (Strength.E2, ())
    assert [finding.path for finding in other.findings] == ["README.md"]


@pytest.mark.parametrize(
    "text", ["COPYING.txt", "../LICENSE", "https://opensource.org/licenses/MIT", "See https://x.org/l"]
)
def test_a_file_that_points_elsewhere_is_no_text(tmp_path: Path, text: str) -> None:
    """A path or an address, as a link becomes where links are not supported."""
    verdict = judged(tmp_path, {"LICENSE": text})
    assert verdict.outcome is Outcome.FAIL
    assert "points elsewhere" in verdict.findings[0].message


def test_both_sides_of_and_need_their_text(tmp_path: Path) -> None:
    """A4: MIT AND GPL is not shown by the text of MIT; MIT OR GPL is."""
    both = judged(tmp_path / "a", {"LICENSE": filled("MIT"), "package.json": '{"license": "MIT AND ISC"}'})
    either = judged(tmp_path / "b", {"LICENSE": filled("MIT"), "package.json": '{"license": "MIT OR ISC"}'})
    assert (both.strength, either.strength) == (Strength.E2, Strength.E3)
    assert "the text of ISC is not in the repository" in both.findings[0].message


def test_a_licence_among_test_data_is_not_the_projects(tmp_path: Path) -> None:
    """A34: what tests read, and what others wrote, licenses nothing here."""
    verdict = judged(tmp_path, {"tests/data/LICENSE": filled("MIT"), "vendor/x/LICENSE": filled("MIT")})
    assert verdict.outcome is Outcome.FAIL


@pytest.mark.threat("A34")
def test_the_packages_of_a_monorepo_are_compared_one_by_one(tmp_path: Path) -> None:
    """A34: each manifest with the text beside it."""
    files: dict[str, str | bytes] = {
        "LICENSE": filled("MIT"),
        "package.json": '{"license": "MIT"}',
        "packages/a/package.json": '{"license": "MIT"}',
        "packages/a/LICENSE": filled("MIT"),
        "packages/b/Cargo.toml": '[package]\nname = "b"\nlicense = "ISC"\n',
        "packages/b/LICENSE": filled("MIT"),
    }
    verdict = judged(tmp_path, files)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert [finding.path for finding in verdict.findings] == ["packages/b/Cargo.toml"]


def test_source_files_under_other_terms_are_named(tmp_path: Path) -> None:
    """Heads that name a licence without text, no licence at all, or that reserve all rights."""
    heads = {f"m{number}.py": "# SPDX-License-Identifier: MIT\nx = 1\n" for number in range(8)}
    files: dict[str, str | bytes] = {
        "LICENSE": filled("MIT"),
        **heads,
        "a.py": "# SPDX-License-Identifier: Zlib\nx = 1\n",
        "b.py": "# SPDX-License-Identifier: see LICENSE\nx = 1\n",
        "c.py": "# Copyright 2020 Acme. Proprietary and confidential.\nx = 1\n",
    }
    verdict = judged(tmp_path, files)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert sorted(str(finding.path) for finding in verdict.findings) == ["a.py", "b.py", "c.py"]


def test_statements_that_waver_about_later_versions_are_shown(tmp_path: Path) -> None:
    """The text of a GNU licence does not tell; two statements that differ leave it open."""
    head = "# GNU General Public License; either version 3 of the License, or (at your option) any later version.\n"
    manifest = "[metadata]\nlicense = GPL-3.0-only\n"
    verdict = judged(tmp_path, {"COPYING": text_of("GPL-3.0-only"), "a.py": head + "x = 1\n", "setup.cfg": manifest})
    assert any("later versions" in finding.message for finding in verdict.findings)
