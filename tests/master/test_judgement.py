"""One snapshot judged by one baseline, and the baselines that a project adds."""

from datetime import date
from pathlib import Path

import pytest
from evidence_of import FETCHED
from repos import commit_tree

from criteria import baseline as baselines
from criteria.baseline import load
from criteria.compare import Gate
from criteria.evidence import change, startup
from criteria.model import EvidenceSet, Outcome
from criteria.snapshot import Snapshot
from master.change import Base, with_change
from master.judgement import MOST, Matter, asks_for, further, judged
from master.sources.source import Resolved
from master.terms import NOTHING

TODAY = date(2026, 11, 20)
SAGE = "sage-1.0"


def _snapshot(folder: Path, text: str | bytes, name: str = ".assay.yml") -> Snapshot:
    return Snapshot(folder, commit_tree(folder, {name: text}))


def _names(*snapshots: Snapshot, main: str = "eosc-software-4.1") -> list[str]:
    return [one.ref.id for one in further(snapshots, load(main)).baselines]


def test_a_project_names_further_baselines(tmp_path: Path) -> None:
    """By name with or without a version, each once, and never the one that was asked for."""
    snapshot = _snapshot(tmp_path, "baselines: [sage, sage-1.0, eosc-software-4.1]\n")
    assert _names(snapshot) == [SAGE]
    assert _names(snapshot, main=SAGE) == ["eosc-software-4.1"]
    assert _names(_snapshot(tmp_path, "baselines: sage\n", ".assay.yaml")) == [SAGE]
    assert _names(_snapshot(tmp_path, "test: pytest\n")) == []


def test_a_change_cannot_take_a_baseline_away(tmp_path: Path) -> None:
    """What either side names is judged."""
    base, head = _snapshot(tmp_path, "baselines: [sage]\n"), _snapshot(tmp_path, "test: pytest\n")
    assert _names(head, base) == [SAGE]


@pytest.mark.threat("T23")
@pytest.mark.parametrize("name", ["../../etc/passwd", "own.yaml", "/work/own.yml", "sgae", "sage-9", "", "sage/"])
def test_what_is_no_baseline_of_ours_is_told_and_not_read(tmp_path: Path, name: str) -> None:
    """A path least of all: it would be one of our machine."""
    found = further([_snapshot(tmp_path, f"baselines: ['{name}']\n")], load())
    assert found.baselines == ()
    assert "no baseline is called" in found.notes[0]


@pytest.mark.parametrize(
    "text", ["baselines: 1\n", "baselines: {a: b}\n", "baselines: [1]\n", "[", "- a\n", b"\xff", "a: &a [*a]\n"]
)
def test_a_file_that_is_broken_adds_nothing(tmp_path: Path, text: str | bytes) -> None:
    assert further([_snapshot(tmp_path, text)], load()).baselines == ()


def test_more_than_a_few_have_no_effect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("master.judgement.MOST", 1)
    names = [name for name in baselines.names() if name != "eosc-software-4.1"]
    found = further([_snapshot(tmp_path, f"baselines: [{', '.join(names)}]\n")], load())
    assert len(found.baselines) == 1 < len(names) <= MOST
    assert "more than 1" in found.notes[-1]


def test_only_a_baseline_of_changes_asks_for_the_change() -> None:
    assert asks_for(change.KIND, (load("sage"),))
    assert not asks_for(change.KIND, (load(), load("everse")) if "everse" in baselines.names() else (load(),))


def _matter(folder: Path, before: str, after: str, request: int | None = None) -> Matter:
    base, head = (
        Snapshot(folder, commit_tree(folder, {"a.py": text}, message="Draw faster maps")) for text in (before, after)
    )
    evidence, other = with_change(EvidenceSet({}), Base(base, "main", EvidenceSet({})), head, request=request)
    return Matter(Resolved("here", folder, head.commit, None, FETCHED), head, evidence, other)


def test_what_a_change_brings_fails_its_gate_and_is_new(tmp_path: Path) -> None:
    """The base changes nothing itself: each finding of the change is one that it brought."""
    found = judged(_matter(tmp_path, "x = 1\n", "x = 1\nprint x \n"), load("sage"), TODAY, NOTHING)
    assert found.change is not None
    assert found.change.gate is Gate.FAILED
    new = {one.rule: len(one.new) for one in found.change.findings if one.new}
    assert new == {"python2": 1, "trailing-whitespace": 1}


def test_a_clean_change_passes_its_gate_without_any_cell(tmp_path: Path) -> None:
    """That nobody measured the start decides nothing."""
    found = judged(_matter(tmp_path, "x = 1 \n", "x = 1 \ny = 2\n"), load("sage"), TODAY, NOTHING)
    assert found.change is not None
    assert found.change.gate is Gate.PASSED, found.change.sentence
    outcomes = {one.id: one.verdict.outcome for one in found.assessment.results()}
    assert outcomes["trailing-whitespace"] is Outcome.PASS
    assert outcomes["startup-time"] is Outcome.NOT_ASSESSED


def test_a_deprecation_without_a_known_number_leaves_the_gate_open(tmp_path: Path) -> None:
    """And with the number it is decided."""
    after = "deprecation(7, 'use g')\n"
    for request, gate in ((None, Gate.UNKNOWN), (7, Gate.PASSED), (8, Gate.FAILED)):
        found = judged(_matter(tmp_path / str(request), "x = 1\n", after, request), load("sage"), TODAY, NOTHING)
        assert found.change is not None
        assert found.change.gate is gate, found.change.sentence


def test_without_a_base_every_rule_of_a_change_is_not_assessed(tmp_path: Path) -> None:
    """With the reason, which is that none was named."""
    head = _snapshot(tmp_path, "test: pytest\n")
    evidence, base = with_change(EvidenceSet({}), None, head)
    assert base is None
    assert evidence.missing == {change.KIND: change.ABSENT, startup.KIND: startup.ABSENT}
    found = judged(
        Matter(Resolved("here", tmp_path, head.commit, None, FETCHED), head, evidence), load("sage"), TODAY, NOTHING
    )
    assert found.change is None
    verdicts = [one.verdict for one in found.assessment.results()]
    assert {one.outcome for one in verdicts} == {Outcome.NOT_ASSESSED}
    assert all(change.ABSENT in one.reason for one in verdicts)
