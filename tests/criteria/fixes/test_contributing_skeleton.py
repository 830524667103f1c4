import re
from pathlib import Path

import pytest
from fixes import ground, proposed
from licence_texts import filled
from repos import snapshot_of

from criteria.checks import contributing
from criteria.evidence import documents
from criteria.fixes import contributing_skeleton as fix
from criteria.fixes.proposal import Proposal
from criteria.model import Evidence, EvidenceSet, Outcome

FILES: dict[str, str | bytes] = {
    "LICENSE": filled("MIT"),
    "package.json": '{"name": "star-map", "license": "MIT", "repository": "https://github.com/lab/star-map"}',
    "Makefile": "test:\n\tpytest\n",
}


def skeleton(path: Path, files: dict[str, str | bytes]) -> Proposal:
    (proposal,), notes = proposed(fix, ground(path, files, how="index"))
    assert notes == []
    return proposal


def test_it_is_made_of_what_the_repository_shows(tmp_path: Path) -> None:
    """Name, address, command and licence."""
    text = skeleton(tmp_path / "r", FILES).after.decode()
    for part in ("Contributing to star-map", "<https://github.com/lab/star-map>", "make test", "`MIT`"):
        assert part in text


def test_where_it_was_fetched_from_goes_before_what_is_declared(tmp_path: Path) -> None:
    """A fork is asked about at the fork."""
    (proposal,), _ = proposed(fix, ground(tmp_path / "r", FILES, location="https://github.com/fork/star-map"))
    assert b"github.com/fork/star-map" in proposal.after


def test_what_nobody_knows_is_marked_and_named(tmp_path: Path) -> None:
    """Every mark in the text is among the blanks, and without facts there are more of them."""
    full, bare = skeleton(tmp_path / "a", FILES), skeleton(tmp_path / "b", {"a.txt": "x"})
    for proposal in (full, bare):
        assert set(re.findall(r"\[insert [^\]]{1,80}\]", proposal.after.decode())) == set(proposal.blanks)
    assert set(full.blanks) < set(bare.blanks)


@pytest.mark.parametrize("files", [FILES, {"a.txt": "x"}])
def test_it_does_not_meet_the_rule_before_it_is_completed(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    """A6: no filler makes the check pass; what people write in its place does."""
    proposal = skeleton(tmp_path / "a", files)
    completed = proposal.after.decode()
    for blank in proposal.blanks:
        completed = completed.replace(blank, "a pull request, which two maintainers review")
    for number, (text, outcome) in enumerate(((proposal.after.decode(), Outcome.FAIL), (completed, Outcome.PASS))):
        found = documents.collect(snapshot_of(tmp_path / str(number), {**files, "CONTRIBUTING.md": text}))
        evidence = EvidenceSet({documents.KIND: Evidence(documents.KIND, found, "test")})
        assert contributing.judge(evidence, {"minimum_words": 40}).outcome is outcome


@pytest.mark.parametrize(
    "path", ["CONTRIBUTING.md", "contributing.rst", ".github/CONTRIBUTING.md", "docs/CONTRIBUTING.md"]
)
def test_where_there_is_one_nothing_is_proposed(tmp_path: Path, path: str) -> None:
    """Whatever it is worth: it is the project's."""
    assert proposed(fix, ground(tmp_path / "r", {**FILES, path: "x"})) == ([], [])


def test_a_hostile_name_becomes_plain_text(tmp_path: Path) -> None:
    """A27: what comes from a manifest is no markup in a document."""
    cff = "cff-version: 1.2.0\nmessage: x\ntitle: '<img src=x>](javascript:y) # h'\nauthors:\n  - name: A group\n"
    text = skeleton(tmp_path / "r", {"CITATION.cff": cff}).after.decode()
    assert "<img" not in text
    assert "](" not in text
