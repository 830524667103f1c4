"""Waivers come from the default branch, limits from the assessed tree, statements from the user alone."""

from datetime import date
from pathlib import Path

import pytest
from repos import commit_tree

from criteria import envelope
from criteria.attestation import Standing, Statement
from criteria.baseline import load
from criteria.evidence.retrieval import Retrieval
from criteria.snapshot import Snapshot
from criteria.terms import Considered
from master.errors import UsageError
from master.sources.default_branch import DefaultBranch
from master.sources.source import Resolved
from master.terms import NOTHING, Given, considered, given

TODAY = date(2026, 11, 20)
BASELINE = load()
WAIVER = """\
waivers:
  - {id: W1, rule: QC.Lic01, reason: accepted-risk, explanation: x, author: Ada, approver: Grace,
     granted: 2026-11-01, expires: 2027-06-01}
"""
FILE = ".assay/waivers.yml"


def looked_at(
    place: Path, commit: str, default: str | None, *, versioned: bool = True, said: Given = NOTHING
) -> Considered:
    retrieval = Retrieval("git", "https://example.org/star/map", True, "", versioned)
    branch = DefaultBranch("main", default) if default else None
    resolved = Resolved("x", place, commit, None, retrieval, (), branch)
    return considered(resolved, Snapshot(place, commit), BASELINE, TODAY, said)


@pytest.mark.threat("T23")
def test_a_change_cannot_bring_the_waiver_that_excuses_it(tmp_path: Path) -> None:
    """What stands on the default branch counts, and a difference is told."""
    main = commit_tree(tmp_path, {"a": "1"})
    change = commit_tree(tmp_path, {"a": "2", FILE: WAIVER})
    made = looked_at(tmp_path, change, main)
    assert made.terms.waivers == ()
    assert made.note == f"{FILE} differs from that of main, whose waivers count"
    merged = looked_at(tmp_path, change, change)
    assert [waiver.id for waiver in merged.terms.waivers] == ["W1"]
    assert merged.waivers_from is not None
    assert (merged.waivers_from.branch, merged.waivers_from.commit, merged.note) == ("main", change, None)


@pytest.mark.threat("T23")
def test_a_change_cannot_take_a_waiver_away_either(tmp_path: Path) -> None:
    """The default branch counts in both directions."""
    main = commit_tree(tmp_path, {FILE: WAIVER})
    change = commit_tree(tmp_path, {"a": "2"})
    assert [waiver.id for waiver in looked_at(tmp_path, change, main).terms.waivers] == ["W1"]


def test_an_archive_and_a_clone_without_default_branch_grant_nothing(tmp_path: Path) -> None:
    """Their waivers are not read, which is told where there are any."""
    commit = commit_tree(tmp_path, {FILE: WAIVER})
    archive, clone = looked_at(tmp_path, commit, None, versioned=False), looked_at(tmp_path, commit, None)
    assert archive.terms.waivers == clone.terms.waivers == ()
    assert "an archive has none" in (archive.note or "")
    assert "git remote set-head origin --auto" in (clone.note or "")
    bare = commit_tree(tmp_path, {"a": ""})
    assert looked_at(tmp_path, bare, None).note is None


@pytest.mark.threat("A5")
def test_a_link_in_the_place_of_the_waivers_is_not_followed(tmp_path: Path) -> None:
    """It grants nothing and is shown."""
    commit = commit_tree(tmp_path, {FILE: "../w.yml", "w.yml": WAIVER}, modes={FILE: 0o120000})
    made = looked_at(tmp_path, commit, commit)
    assert made.terms.waivers == ()
    assert made.refused[0].why == f"{FILE} is no regular file"


@pytest.mark.threat("T23", "A19")
def test_limits_of_the_project_come_from_the_tree_and_only_raise(tmp_path: Path) -> None:
    """The name of the file is kept; a file that asks for nothing is no limit."""
    text = "criteria: {fail_under: gold, limits: {QC.Sty01: {maximum_findings_per_kloc: 900}}}"
    made = looked_at(tmp_path, commit_tree(tmp_path, {".assay.yml": text}), None)
    assert made.limits_file == ".assay.yml"
    assert dict(made.terms.limits.parameters) == {}
    assert "would lower the bar" in made.terms.limits.ignored[0].why
    plain = looked_at(tmp_path, commit_tree(tmp_path, {".assay.yml": "test: pytest"}), None)
    assert (plain.limits_file, bool(plain.terms.limits)) == (None, False)


class TestStatements:
    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path, str]:
        """A signed statement, the public key, and the commit it is about."""
        commit = commit_tree(tmp_path / "repo", {"a": "1"})
        private, public = envelope.new_key_pair()
        statement = Statement("QC.Rev03", BASELINE.ref.id, "example.org/star/map", commit, "so it is", "Ada", "lead",
                              TODAY, date(2027, 11, 1))  # fmt: skip
        (tmp_path / "s.json").write_bytes(envelope.sealed(statement, envelope.signer(private, "k")))
        (tmp_path / "k.pub").write_bytes(public)
        (tmp_path / "k.key").write_bytes(private)
        return tmp_path / "s.json", tmp_path / "k.pub", commit

    def test_a_statement_counts_with_the_key_that_the_user_trusts(
        self, tmp_path: Path, files: tuple[Path, Path, str]
    ) -> None:
        """And with no other; both are told."""
        file, key, commit = files
        made = looked_at(tmp_path / "repo", commit, None, said=given((file,), (key,)))
        assert [one.rule for one in made.terms.statements] == ["QC.Rev03"]
        alone = looked_at(tmp_path / "repo", commit, None, said=given((file,), ()))
        assert alone.terms.statements == ()
        assert [one.standing for one in alone.checked] == [Standing.WRONG_KEY]

    def test_what_cannot_be_read_is_the_users_mistake(self, tmp_path: Path, files: tuple[Path, Path, str]) -> None:
        """Before anything is collected, with the name of the file."""
        for statements, keys, said in (
            ((tmp_path / "none",), (), "cannot read .*none"),
            ((), (tmp_path / "none",), "cannot read .*none"),
            ((), (tmp_path / "k.key",), "k.key is a private key"),
            ((), (files[0],), "s.json is no public key"),
            ((files[0],) * 201, (), "more than the 200"),
        ):
            with pytest.raises(UsageError, match=said):
                given(statements, keys)

    @pytest.mark.threat("T20")
    def test_keys_of_the_assessed_tree_are_never_trusted(self, tmp_path: Path, files: tuple[Path, Path, str]) -> None:
        """Only a file that the user names is read: none of the tree is looked at."""
        commit = commit_tree(tmp_path / "repo", {"k.pub": files[1].read_bytes(), ".assay/k.pub": files[1].read_bytes()})
        made = looked_at(tmp_path / "repo", commit, commit, said=given((files[0],), ()))
        assert made.terms.statements == ()


def test_nothing_given_loads_no_cryptography() -> None:
    """An assessment without statements starts without the library."""
    assert given((), ()) is NOTHING
