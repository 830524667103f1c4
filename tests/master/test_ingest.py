"""From what a cell reported to evidence: every way it can end, and nothing that is believed without need."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from criteria.evidence.cells import CellResult, FileCoverage, TestCounts
from master import ingest
from master.ingest import NO_TESTS, Subject, cell_result, read_outcome
from workers import outcome as facts
from workers.outcome import CommandRecord, Outcome

CELL = cell(build=("make",), test=("pytest",))
SUBJECT = Subject({"a.py": 10, "b.py": 4})
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


def junit(passed: int = 0, failed: int = 0, errors: int = 0, skipped: int = 0) -> dict[str, str]:
    inner = {"failure": failed, "error": errors, "skipped": skipped}
    cases = "<testcase classname='m' name='p'/>" * passed
    cases += "".join(f"<testcase classname='m' name='{kind}{n}'><{kind}/></testcase>" for kind, count in inner.items()
                     for n in range(count))  # fmt: skip
    return {"junit.xml:results/junit.xml": f"<testsuites><testsuite>{cases}</testsuite></testsuites>"}


def result(outcome: Outcome | None, why: str = "", subject: Subject = SUBJECT) -> CellResult:
    return cell_result(CELL, "docker", outcome, why, "assay run .", subject)


TABLE: dict[str, tuple[Outcome, str, str | None, str]] = {
    "passed": (reported(ran(), files=junit(3)), "passed", None, "3 of 3 tests passed"),
    "some skipped": (reported(ran(), files=junit(3, skipped=2)), "passed", None, "3 of 5 tests passed, 2 skipped"),
    "some failed": (failing(ran(1), files=junit(3, 1)), "failed", "project", "1 of 4 tests failed"),
    "errors count": (failing(ran(1), files=junit(3, 1, 2)), "failed", "project", "3 of 6 tests failed"),
    "failed, but exit 0": (reported(ran(), files=junit(3, 1)), "failed", "project", "1 of 4 tests failed"),
    "all skipped": (reported(ran(), files=junit(skipped=2)), "failed", "project", "all 2 tests were skipped"),
    "crashed after": (
        failing(ran(139, "Segmentation fault\n"), files=junit(2)),
        "failed", "project", "test failed: Segmentation fault (2 tests passed before)",
    ),
    "nothing collected": (failing(ran(5)), "failed", "project", NO_TESTS),
    "nothing collected, empty report": (failing(ran(5), files=junit()), "failed", "project", NO_TESTS),
    "empty report, exit 0": (reported(ran(), files=junit()), "failed", "project", NO_TESTS),
    "could not run": (
        failing(ran(127, "bash: pytest: command not found\n")),
        "failed", "project", "test failed: bash: pytest: command not found",
    ),
    "broke with an empty report": (
        failing(ran(3, "INTERNALERROR> error: boom\n"), files=junit()),
        "failed", "project", "test failed: INTERNALERROR> error: boom",
    ),
    "stopped": (
        failing(ran(None, "", "silent"), reason="gave no output for 900 s"),
        "failed", "project", "gave no output for 900 s",
    ),
    "not built": (
        failing(phase="build", reason="build failed", commands=(UNBUILT,)),
        "failed", "project", "build failed: fatal error: x.h",
    ),
    "our fault": (
        reported(fault=facts.INFRASTRUCTURE, reason="no space left", phase="prepare", commands=()),
        "not_assessed", "infrastructure", "no space left",
    ),
    "passed, uncounted": (
        reported(ran(0, "all fine\n")), "passed", None, UNCOUNTED,
    ),
}  # fmt: skip


@pytest.mark.threat("F05")
@pytest.mark.parametrize("name", TABLE)
def test_every_end_of_a_cell(name: str) -> None:
    """Each way a cell can end has one status, one side at fault, and one sentence."""
    outcome, status, fault, reason = TABLE[name]
    found = result(outcome)
    assert (found.status, found.fault, found.reason) == (status, fault, reason)
    assert (found.phase is None) == (status == "passed")
    assert (found.reproduce is None) == (status == "passed")


def test_no_test_command_is_no_tests() -> None:
    """A plan without a test command is a project without tests, not one that passed; zero tests are counted."""
    found = cell_result(cell(build=("make",), test=()), "docker", reported(), "", "", SUBJECT)
    assert (found.status, found.reason, found.tests) == ("failed", NO_TESTS, TestCounts())


def test_three_kinds_of_nothing() -> None:
    """No tests, all of them skipped, and tests that could not run: three reasons, three counts."""
    none, skipped, broken = (result(TABLE[name][0]) for name in ("nothing collected", "all skipped", "could not run"))
    assert len({none.reason, skipped.reason, broken.reason}) == 3
    assert skipped.tests == TestCounts(2, 0, 0, 0, 2)
    assert broken.tests is None


@pytest.mark.threat("T19")
def test_what_does_not_fit_is_remarked() -> None:
    """Failures with exit code 0, and a success that no report counts, are said beside the verdict."""
    assert "exited 0 although 1 tests failed" in result(TABLE["failed, but exit 0"][0]).integrity[0]
    assert "left no report" in result(TABLE["passed, uncounted"][0]).integrity[0]
    assert result(TABLE["passed"][0]).integrity == ()


@pytest.mark.threat("T19", "T35")
@pytest.mark.parametrize(
    "commands",
    [(), (BUILT,), (BUILT, ran(1)), (BUILT, ran(None)), (ran(0),),
     (BUILT, attrs.evolve(ran(0), command="true")), (BUILT, attrs.evolve(ran(0), phase="after_test"))],
)  # fmt: skip
def test_a_success_without_its_records_is_not_believed(commands: tuple[CommandRecord, ...]) -> None:
    """A worker that says a cell passed must show that every command of the plan ended with 0."""
    found = result(reported(commands=commands, files=junit(3)))
    assert (found.status, found.fault) == ("not_assessed", "infrastructure")
    assert "without a record that" in found.reason


@pytest.mark.threat("T35")
def test_the_outcome_of_another_cell_counts_nothing() -> None:
    """What one cell left in its worker's folder is never taken for the result of the next, and that is said."""
    found = result(reported(ran(), cell="debian-13/amd64/py3.13", files=junit(3)))
    assert (found.status, found.tests, found.coverage) == ("not_assessed", None, None)
    assert found.reason == "its worker delivered the outcome of another cell"


@pytest.mark.threat("F02", "F05")
def test_no_outcome_is_not_assessed() -> None:
    """A cell that was lost is not measured; neither passed nor failed, for the reason given."""
    found = result(None, "its worker delivered no outcome")
    assert (found.status, found.fault, found.reason) == (
        "not_assessed", "infrastructure", "its worker delivered no outcome",
    )  # fmt: skip
    assert (found.tests, found.coverage, found.commands) == (None, None, ())


@pytest.mark.threat("T35")
def test_the_engine_is_the_one_that_was_chosen() -> None:
    """Which engine ran a cell is known here, whatever its worker says."""
    assert result(reported(ran(), engine="a vault", files=junit(1))).engine == "docker"


@pytest.mark.threat("T19")
def test_coverage_is_taken_over_our_own_list() -> None:
    """Files the report leaves out count as not covered; files we do not know are left out."""
    entry = {"executed_lines": [1, 2, 3], "missing_lines": [4], "excluded_lines": [5]}
    text = json.dumps({"files": {"/work/source/a.py": entry, "evil.py": entry, "../c.py": entry}})
    found = result(reported(ran(), files={**junit(1), "coverage.json:results/coverage.json": text}))
    assert found.coverage is not None
    measured = {file.path: (file.covered, file.missing, file.excluded) for file in found.coverage}
    assert measured == {"a.py": (3, 1, 1), "b.py": (0, 4, 0)}
    assert isinstance(found.coverage[0], FileCoverage)


@pytest.mark.threat("T32", "T35")
@pytest.mark.parametrize(
    ("name", "text"),
    [("junit.xml:x", "<!DOCTYPE a [<!ENTITY b 'c'>]><testsuites/>"), ("junit.xml:x", "no xml"),
     ("junit.xml:x", "<html/>"), ("coverage.json:x", "[]"), ("coverage.json:x", "{"),
     ("coverage.json:x", "[" * 100_000)],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_remarked(name: str, text: str) -> None:
    """An unreadable report is not a crash and not a pass in silence: it is treated as absent and said."""
    found = result(reported(ran(), files={name: text}))
    assert any("file" in remark for remark in found.integrity)
    assert found.coverage is None


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
    outcome = reported(ran(), files=junit(1))
    (tmp_path / "0.json").write_text(facts.to_json(outcome))
    assert read_outcome(tmp_path / "0.json") == (outcome, "")


@given(
    st.sampled_from([None, facts.PROJECT, facts.INFRASTRUCTURE]),
    st.sampled_from([None, "build", "test", "prepare", "\x00", "x" * 999]),
    st.lists(st.sampled_from([BUILT, ran(), ran(1), ran(5), ran(None)]), max_size=4),
    st.sampled_from([{}, junit(1), junit(failed=1), junit(skipped=1), junit(), {"junit.xml:x": "?"}]),
)
def test_passed_needs_proof(
    fault: str | None, phase: str | None, commands: list[CommandRecord], files: dict[str, str]
) -> None:
    """Whatever is reported: passed means no fault, every command's record, and no failure in any report."""
    found = result(reported(fault=fault, phase=phase, commands=tuple(commands), files=files))
    assert found.status in ("passed", "failed", "not_assessed")
    assert (found.fault == "infrastructure") == (found.status == "not_assessed")
    if found.status == "passed":
        assert fault is None
        assert {BUILT, ran()} <= set(commands)
        assert found.tests is None or (found.tests.passed > 0 and found.tests.failed == found.tests.errors == 0)
