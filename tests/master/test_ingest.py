"""From what a cell reported to evidence: every way it can end, and nothing that is believed without need."""

import gzip
import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import written
from worker_cells import cell

from criteria.evidence.cells import CellResult, FileCoverage, TestCounts
from master import ingest
from master.ingest import NO_TESTS, Subject, cell_result, read_outcome
from workers import outcome as facts
from workers.cell import Cell
from workers.outcome import CommandRecord, Outcome
from workers.readers.test_case import ERROR, FAILED, OUTCOMES, PASSED, SKIPPED, TestCase
from workers.records import TestsSummary

CELL = cell(build=("make",), test=("pytest",))
SUBJECT = Subject({"a.py": 10, "b.py": 4, "c.f90": 7}, {"a.py": "Python", "b.py": "Python", "c.f90": "Fortran"})
BUILT = CommandRecord("build", "make", 0, "", 1.0, "built\n")
UNBUILT = CommandRecord("build", "make", 2, "", 1.0, "fatal error: x.h\n")
UNCOUNTED = "the test commands succeeded; the tests could not be counted"


def ran(exit_: int | None = 0, log: str = "", why: str = "") -> CommandRecord:
    return CommandRecord("test", "pytest", exit_, why, 2.0, log)


def reported(*commands: CommandRecord, **more: Any) -> Outcome:
    fields = {"cell": CELL.id, "engine": "docker", "commands": (BUILT, *commands), "image": "debian-12@sha256:aa"}
    return Outcome(**{**fields, **more})


def failing(*commands: CommandRecord, phase: str = "test", reason: str = "test failed", **more: Any) -> Outcome:
    return reported(*commands, fault=facts.PROJECT, phase=phase, reason=reason, **more)


@attrs.frozen
class Tests:
    """Records of tests as a cell delivers them beside its outcome; `None` in their place is a file that is no such."""

    __test__ = False

    cases: tuple[TestCase, ...] = ()
    problems: tuple[str, ...] = ()
    reports: int = 1
    attempts: int = 1


def suite(passed: int = 0, failed: int = 0, errors: int = 0, skipped: int = 0, **more: Any) -> Tests:
    ends = {PASSED: passed, FAILED: failed, ERROR: errors, SKIPPED: skipped}
    return Tests(tuple(TestCase(f"m::{end}{n}", end) for end, count in ends.items() for n in range(count)), **more)


def result(outcome: Outcome | None, given: Tests | None = None, why: str = "", a_cell: Cell = CELL) -> CellResult:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tests.gz"
        if outcome is not None and given is not None:
            written(path, given.cases)
            summary = TestsSummary(
                sources=("results/junit.xml",), reports=given.reports, attempts=given.attempts,
                problems=given.problems, sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            )  # fmt: skip
            outcome = attrs.evolve(outcome, tests=summary)
        return cell_result(a_cell, "docker", outcome, why, "assay run .", SUBJECT, path)


TABLE: dict[str, tuple[Outcome, Tests | None, str, str | None, str]] = {
    "passed": (reported(ran()), suite(3), "passed", None, "3 of 3 tests passed"),
    "some skipped": (reported(ran()), suite(3, skipped=2), "passed", None, "3 of 5 tests passed, 2 skipped"),
    "some failed": (failing(ran(1)), suite(3, 1), "failed", "project", "1 of 4 tests failed"),
    "errors count": (failing(ran(1)), suite(3, 1, 2), "failed", "project", "3 of 6 tests failed"),
    "failed, but exit 0": (reported(ran()), suite(3, 1), "failed", "project", "1 of 4 tests failed"),
    "all skipped": (reported(ran()), suite(skipped=2), "failed", "project", "all 2 tests were skipped"),
    "crashed after": (
        failing(ran(139, "Segmentation fault\n")), suite(2),
        "failed", "project", "test failed: Segmentation fault (2 tests passed before)",
    ),
    "nothing collected": (failing(ran(5)), None, "failed", "project", NO_TESTS),
    "nothing collected, empty report": (failing(ran(5)), suite(), "failed", "project", NO_TESTS),
    "empty report, exit 0": (reported(ran()), suite(), "failed", "project", NO_TESTS),
    "could not run": (
        failing(ran(127, "bash: pytest: command not found\n")), None,
        "failed", "project", "test failed: bash: pytest: command not found",
    ),
    "broke with an empty report": (
        failing(ran(3, "INTERNALERROR> error: boom\n")), suite(),
        "failed", "project", "test failed: INTERNALERROR> error: boom",
    ),
    "stopped": (
        failing(ran(None, "", "silent"), reason="gave no output for 900 s"), None,
        "failed", "project", "gave no output for 900 s",
    ),
    "not built": (
        failing(phase="build", reason="build failed", commands=(UNBUILT,)), None,
        "failed", "project", "build failed: fatal error: x.h",
    ),
    "our fault": (
        reported(fault=facts.INFRASTRUCTURE, reason="no space left", phase="prepare", commands=()), None,
        "not_assessed", "infrastructure", "no space left",
    ),
    "passed, uncounted": (
        reported(ran(0, "all fine\n")), suite(reports=0), "passed", None, UNCOUNTED,
    ),
    "passed on retry": (
        reported(ran(1), ran(0)),
        Tests((TestCase("m::a", PASSED), TestCase("m::b", FAILED, retries=(PASSED,))), attempts=2),
        "passed_on_retry", None, "2 of 2 tests passed, 1 of them only on retry",
    ),
    "each passed once": (
        failing(ran(1), ran(1)),
        Tests((TestCase("a", PASSED, retries=(FAILED,)), TestCase("b", FAILED, retries=(PASSED,))), attempts=2),
        "passed_on_retry", None, "2 of 2 tests passed, 2 of them only on retry",
    ),
    "failed again": (
        failing(ran(1), ran(1)), Tests((TestCase("a", FAILED, retries=(FAILED,)), TestCase("b", PASSED)), attempts=2),
        "failed", "project", "1 of 2 tests failed",
    ),
}  # fmt: skip


@pytest.mark.threat("F05")
@pytest.mark.parametrize("name", TABLE)
def test_every_end_of_a_cell(name: str) -> None:
    """Each way a cell can end has one status, one side at fault, and one sentence."""
    outcome, given, status, fault, reason = TABLE[name]
    found = result(outcome, given)
    assert (found.status, found.fault, found.reason) == (status, fault, reason)
    assert (found.phase is None) == status.startswith("passed")
    assert (found.reproduce is None) == (status == "passed")


def test_no_test_command_is_no_tests() -> None:
    """A plan without a test command is a project without tests, not one that passed; zero tests are counted."""
    found = result(reported(), a_cell=cell(build=("make",), test=()))
    assert (found.status, found.reason, found.tests) == ("failed", NO_TESTS, TestCounts())


def test_three_kinds_of_nothing() -> None:
    """No tests, all of them skipped, and tests that could not run: three reasons, three counts."""
    none, skipped, broken = (result(*TABLE[name][:2]) for name in ("nothing collected", "all skipped", "could not run"))
    assert len({none.reason, skipped.reason, broken.reason}) == 3
    assert skipped.tests == TestCounts(2, 0, 0, 0, 2)
    assert broken.tests is None


@pytest.mark.threat("T19")
def test_what_does_not_fit_is_remarked() -> None:
    """Failures with exit code 0, and a success that no report counts, are said beside the verdict."""
    assert "exited 0 although 1 tests failed" in result(*TABLE["failed, but exit 0"][:2]).integrity[0]
    assert "left no report" in result(*TABLE["passed, uncounted"][:2]).integrity[0]
    assert result(*TABLE["passed"][:2]).integrity == ()


@pytest.mark.threat("T19", "T35")
@pytest.mark.parametrize(
    "commands",
    [(), (BUILT,), (BUILT, ran(1)), (BUILT, ran(None)), (ran(0),),
     (BUILT, attrs.evolve(ran(0), command="true")), (BUILT, attrs.evolve(ran(0), phase="after_test"))],
)  # fmt: skip
def test_a_success_without_its_records_is_not_believed(commands: tuple[CommandRecord, ...]) -> None:
    """A worker that says a cell passed must show that every command of the plan ended with 0."""
    found = result(reported(commands=commands), suite(3))
    assert (found.status, found.fault) == ("not_assessed", "infrastructure")
    assert "without a record that" in found.reason


@pytest.mark.threat("T35")
def test_the_outcome_of_another_cell_counts_nothing() -> None:
    """What one cell left in its worker's folder is never taken for the result of the next, and that is said."""
    found = result(reported(ran(), cell="debian-13/amd64/py3.13"), suite(3))
    assert (found.status, found.tests, found.coverage) == ("not_assessed", None, None)
    assert found.reason == "its worker delivered the outcome of another cell"


@pytest.mark.threat("F02", "F05")
def test_no_outcome_is_not_assessed() -> None:
    """A cell that was lost is not measured; neither passed nor failed, for the reason given."""
    found = result(None, why="its worker delivered no outcome")
    assert (found.status, found.fault, found.reason) == (
        "not_assessed", "infrastructure", "its worker delivered no outcome",
    )  # fmt: skip
    assert (found.tests, found.coverage, found.commands) == (None, None, ())


@pytest.mark.threat("T35")
def test_the_engine_is_the_one_that_was_chosen() -> None:
    """Which engine ran a cell is known here, whatever its worker says."""
    assert result(reported(ran(), engine="a vault"), suite(1)).engine == "docker"


@pytest.mark.threat("T19")
def test_coverage_is_taken_over_our_own_list() -> None:
    """Files the report leaves out count as not covered; files we do not know are left out."""
    entry = {"executed_lines": [1, 2, 3], "missing_lines": [4], "excluded_lines": [5]}
    text = json.dumps({"files": {"/work/source/a.py": entry, "evil.py": entry, "../c.py": entry}})
    found = result(reported(ran(), files={"coverage:results/coverage.json": text}), suite(1))
    assert found.coverage is not None
    measured = {file.path: (file.covered, file.missing, file.excluded) for file in found.coverage}
    assert measured == {"a.py": (3, 1, 1), "b.py": (0, 4, 0)}
    assert isinstance(found.coverage[0], FileCoverage)


def test_coverage_of_another_language() -> None:
    """Files of a language that no report speaks of are not called uncovered; those of the measured one are."""
    found = result(
        reported(ran(), files={"coverage:x": "SF:/work/source/c.f90\nDA:1,1\nDA:2,0\nend_of_record\n"}), suite(1)
    )
    assert found.coverage is not None
    assert [(file.path, file.covered, file.missing) for file in found.coverage] == [("c.f90", 1, 1)]


@pytest.mark.threat("T32", "T35")
@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000, "<!DOCTYPE a [<!ENTITY b 'c'>]><coverage/>", "\0"])
def test_a_report_that_cannot_be_read_is_remarked(text: str) -> None:
    """An unreadable report is not a crash and not a pass in silence: it is treated as absent and said."""
    found = result(reported(ran(), files={"coverage:x": text}), suite(1))
    assert found.integrity
    assert found.coverage is None


@pytest.mark.threat("T19", "T35")
@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b'{"id": 3}\n', mtime=0), None])
def test_records_that_are_not_those_of_the_outcome(tmp_path: Path, content: bytes | None) -> None:
    """A file that was exchanged on its way, or is none, counts no test and is said."""
    if content is not None:
        (tmp_path / "t.gz").write_bytes(content)
    for digest in ("0" * 64, hashlib.sha256(content or b"").hexdigest()):
        outcome = reported(ran(), tests=TestsSummary(reports=1, sha256=digest))
        found = cell_result(CELL, "docker", outcome, "", "", SUBJECT, tmp_path / "t.gz")
        assert (found.tests or TestCounts()).total == 0
        assert not found.status.startswith("passed")


def test_problems_of_the_reading_are_remarked() -> None:
    """What the worker's readers could not make out stands beside the result."""
    assert "report.xml: broken" in result(reported(ran()), suite(1, problems=("report.xml: broken",))).integrity


@pytest.mark.threat("T35")
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "not valid JSON"), (b"\xff\xfe", "no readable outcome"), (b"[]", "not an outcome"), (b"3", "not an outcome"),
     (b"[" * 100_000, "no readable outcome"), (b'{"cell": NaN}', "not valid JSON"),
     (b'{"cell": "c"}', "not an outcome"),
     (b'{"cell": "c", "engine": "docker", "score": 100}', "not an outcome")],
)  # fmt: skip
def test_a_hostile_outcome_file_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """Whatever a worker delivers, the answer is an outcome or a sentence."""
    (tmp_path / "0.json").write_bytes(content)
    outcome, why = read_outcome(tmp_path / "0.json")
    assert outcome is None
    assert "no readable outcome" in why
    assert words in why


@pytest.mark.threat("T35", "F18")
def test_a_huge_outcome_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outcome above the limit is not parsed."""
    monkeypatch.setattr(ingest, "OUTCOME_LIMIT", 100)
    (tmp_path / "0.json").write_text(facts.to_json(reported(ran(0, "x" * 1000))))
    assert read_outcome(tmp_path / "0.json")[0] is None
    assert read_outcome(tmp_path / "missing.json") == (None, "its worker delivered no outcome")
    assert read_outcome(tmp_path)[0] is None


def test_a_good_outcome_is_read(tmp_path: Path) -> None:
    """What the cell runner wrote is what is read."""
    outcome = reported(ran(), files={"coverage:x": "{}"})
    (tmp_path / "0.json").write_text(facts.to_json(outcome))
    assert read_outcome(tmp_path / "0.json") == (outcome, "")


@given(
    st.sampled_from([None, facts.PROJECT, facts.INFRASTRUCTURE]),
    st.sampled_from([None, "build", "test", "prepare", "\x00", "x" * 999]),
    st.lists(st.sampled_from([BUILT, ran(), ran(1), ran(5), ran(None)]), max_size=4),
    st.sampled_from([None, suite(1), suite(failed=1), suite(skipped=1), suite(), suite(1, attempts=3)]),
)
def test_passed_needs_proof(
    fault: str | None, phase: str | None, commands: list[CommandRecord], given: Tests | None
) -> None:
    """Whatever is reported: passed means no fault, every command's record, and no failure in any record."""
    found = result(reported(fault=fault, phase=phase, commands=tuple(commands)), given)
    assert found.status in ("passed", "failed", "not_assessed")
    assert (found.fault == "infrastructure") == (found.status == "not_assessed")
    if found.status == "passed":
        assert fault is None
        assert {BUILT, ran()} <= set(commands)
        assert found.tests is None or (found.tests.passed > 0 and found.tests.failed == found.tests.errors == 0)


records = st.builds(
    TestCase, st.sampled_from("abc"), st.sampled_from(OUTCOMES), retries=st.lists(st.sampled_from(OUTCOMES)).map(tuple)
)


@given(st.lists(records, max_size=10), st.sampled_from([None, facts.PROJECT]), st.integers(1, 3))
def test_a_retry_is_never_silent(cases: list[TestCase], fault: str | None, attempts: int) -> None:
    """Where any test ended in two ways, the cell is not plainly passed; and a test that never passed fails it."""
    outcome = reported(ran(0 if fault is None else 1), fault=fault, phase=fault and "test", commands=(BUILT, ran(0)))
    found = result(outcome, Tests(tuple(cases), attempts=attempts))
    if any(case.flaky for case in cases):
        assert found.status in ("passed_on_retry", "failed")
    if any(case.bad for case in cases):
        assert found.status == "failed"
