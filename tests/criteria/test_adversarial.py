"""Every adversarial class is a fixture with its expected verdict; the tables stand in `tests/adversarial/`."""

import ast
import subprocess
import sys
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


@pytest.mark.threat(
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14", "A15", "A16"
)
@pytest.mark.threat(
    "A17", "A18", "A19", "A20", "A21", "A22", "A23", "A24", "A25", "A26", "A29", "A30", "A32", "A33", "A34"
)
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


# Collects and judges in a process of its own, and prints digests of everything that was found and said.
_TOLD = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from criteria.baseline import load
from criteria.collect import collect
from criteria.judge import judge
from criteria.model import digest_of
from criteria.snapshot import Snapshot
from evidence_of import FETCHED
evidence = collect(Snapshot(Path(sys.argv[2]), sys.argv[3]), FETCHED)
print(json.dumps([{kind: evidence[kind].digest for kind in evidence}, digest_of(judge(evidence, load()))]))
"""


@pytest.mark.threat("A31")
def test_two_processes_say_the_same_whatever_surrounds_them(tmp_path: Path) -> None:
    """Hash seed, time zone, locale, working folder and home of the user change no byte."""
    snapshot = sound(tmp_path / "r.git", {"star_map/more.py": "import os\nx=1\n", "run.sh": "echo $x\n"})
    told = set()
    for seed, zone, language in (("1", "Pacific/Kiritimati", "C"), ("4711", "America/St_Johns", "tr_TR.UTF-8")):
        environment = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": language,
            "HOME": str(tmp_path),
            "PATH": "/usr/bin",
        }
        line = [sys.executable, "-P", "-c", _TOLD, str(TESTS), str(snapshot.repository), snapshot.commit]
        done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        told.add(done.stdout)
    assert len(told) == 1


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
