"""Every adversarial class is a fixture with its expected verdict; the tables stand in `tests/adversarial/`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from adversarial import ROWS
from adversarial.elsewhere import ELSEWHERE
from adversarial.rows import Expect, Row
from adversarial.sound import sound
from cells import GOOD
from evidence_of import FETCHED

from criteria import facts
from criteria.baseline import DEFAULT, load
from criteria.cache import Cache
from criteria.collect import collect
from criteria.evidence.cells import KIND, CellResult, Cells
from criteria.judge import judge
from criteria.model import Assessment, Evidence, EvidenceSet, Level, Outcome, SubcriterionResult
from criteria.rules import Baseline
from criteria.snapshot import Snapshot
from criteria.tools import answers

TESTS = Path(__file__).resolve().parent.parent
CLASSES = {
    *(f"A{number}" for number in range(1, 35)),
    *(f"L{number}" for number in range(1, 14)),
    *(f"F{number}" for number in range(1, 21)),
}
# The rules that the sound project meets: over them alone it earns gold, and an attack has something to lose.
CORE = [
    "QC.Acc01",
    "QC.Acc02",
    "QC.Doc01",
    "QC.Doc02",
    "QC.Doc06.1",
    "QC.Doc06.2",
    "QC.Doc06.3",
    "QC.Doc06.4",
    "QC.Lic01",
    "QC.Lic01.1",
    "QC.Lic02",
    "QC.Met01",
    "QC.Ver01",
    "QC.Sec02",
    "QC.Sec04",
    "QC.Sty01",
    "QC.Sty04",
    "QC.Uni01@devel",
    "QC.Uni01",
    "QC.Uni03",
    "QC.Uni04",
]


@pytest.fixture(scope="module")
def cache() -> Iterator[Cache]:
    """One memory for all rows, as on a real machine: what one row left behind must not change the next.

    That some of it is asked again on every run has its own tests; here it would double the time.
    """
    with pytest.MonkeyPatch.context() as patch, Cache() as memory:
        patch.setattr(facts, "_SAMPLE", 0)
        patch.setattr(answers, "_SAMPLE", 0)
        yield memory


def _evidence(snapshot: Snapshot, row: Row, cache: Cache) -> EvidenceSet:
    evidence = collect(snapshot, row.retrieval or FETCHED, None if row.alone else cache)
    for kind, reason in row.missing.items():
        left = {name: evidence[name] for name in evidence if name != kind}
        evidence = EvidenceSet(left, evidence.missing).with_missing(kind, reason)
    return evidence.with_evidence(_cells((GOOD,) if row.cells is None else row.cells))


def _cells(results: tuple[CellResult, ...]) -> Evidence:
    return Evidence(KIND, Cells(results, measurable=20), "test")


def _results(assessment: Assessment) -> dict[str, SubcriterionResult]:
    return {result.id: result for result in assessment.results()}


def _core() -> Baseline:
    """The shipped baseline, with no other rules than those of the core."""
    whole = load()
    criteria = (attrs.evolve(one, rules=tuple(rule for rule in one.rules if rule.id in CORE)) for one in whole.criteria)
    return attrs.evolve(whole, criteria=tuple(one for one in criteria if one.rules))


def _wrong(id_: str, expect: Expect, result: SubcriterionResult) -> Iterator[str]:
    verdict = result.verdict
    told = " | ".join((verdict.reason, *(f"{one.path}: {one.message}" for one in verdict.findings)))
    if verdict.outcome is not expect.outcome:
        yield f"{id_} is {verdict.outcome} and not {expect.outcome}: {told}"
        return
    yield from (f"{id_} does not say {text!r}: {told}" for text in expect.says if text not in told)
    yield from (f"{id_} says {text!r}: {told}" for text in expect.silent if text in told)
    if expect.strength is not None and verdict.strength is not expect.strength:
        yield f"{id_} is of strength {verdict.strength}: {told}"
    if expect.below is not None and (verdict.strength is None or verdict.strength >= expect.below):
        yield f"{id_} is as strong as {verdict.strength}: {told}"
    if len(verdict.findings) < expect.findings:
        yield f"{id_} has only {len(verdict.findings)} findings: {told}"


def _marked(row: Row) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=row.wrong)] if row.wrong else []
    return pytest.param(row, id=f"{row.classes}: {row.sentence}"[:120], marks=marks)


@pytest.mark.parametrize("row", [_marked(row) for row in ROWS])
def test_an_attack_gets_the_verdict_of_its_row(row: Row, tmp_path: Path, cache: Cache) -> None:
    """A1-A34: nothing that an attack does earns a pass, and no error of ours costs another verdict."""
    evidence = _evidence(row.snapshot(tmp_path / "repository.git"), row, cache)
    assessment = judge(evidence, load(row.baseline))
    results = _results(assessment)
    said = [text for id_, expect in row.expected.items() for text in _wrong(id_, expect, results[id_])]
    said += [f"{id_}: a fault of ours: {one.verdict.reason}" for id_, one in results.items() if _ours(one)]
    if row.refused is not None and (level := judge(evidence, _core()).level) >= row.refused:
        said.append(f"{level.label} was reached")
    assert not said, "\n".join(said)


def _ours(result: SubcriterionResult) -> bool:
    """An exception in a check or in a collector of ours: no input may cause one."""
    return "fault of Assay" in result.verdict.reason or " evidence failed: " in result.verdict.reason


def test_the_sound_project_has_something_to_lose(tmp_path: Path, cache: Cache) -> None:
    """Without an attack every rule of the core is met, strongly enough for gold, and nothing that rows expect to fail
    fails by itself."""
    evidence = _evidence(sound(tmp_path / "repository.git"), Row("", "", {}), cache)
    results = _results(judge(evidence, load()))
    assert {id_: results[id_].verdict.reason for id_ in CORE if results[id_].verdict.outcome is not Outcome.PASS} == {}
    core = judge(evidence, _core())
    assert core.level is Level.GOLD, [(one.id, one.verdict.strength) for one in core.results()]
    met = [
        f"{row.sentence} {id_}"
        for row in ROWS
        for id_, expect in row.expected.items()
        if row.baseline == DEFAULT
        and expect.outcome is not Outcome.PASS
        and not list(_wrong(id_, expect, results[id_]))
    ]
    assert not met, "these expectations are met without any attack"


def test_every_class_has_a_row_or_a_named_proof() -> None:
    """A1-A34 exactly, the lessons L1-L13 and the false passes F1-F20."""
    rows = {id_ for row in ROWS for id_ in row.ids}
    assert rows | set(ELSEWHERE) == CLASSES
    assert {id_ for id_ in rows | set(ELSEWHERE) if id_.startswith("A")} == {f"A{n}" for n in range(1, 35)}


@pytest.mark.parametrize("id_", ELSEWHERE)
def test_what_is_proved_elsewhere_is_there(id_: str) -> None:
    """A proof that is named exists: a function of that name in that file."""
    for proof in ELSEWHERE[id_]:
        file, _, function = proof.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, proof


def test_each_row_expects_something() -> None:
    """A row without an expectation would prove nothing."""
    for row in ROWS:
        assert row.expected, row.sentence
        assert row.sentence.endswith(".")
        assert set(row.ids) <= CLASSES
