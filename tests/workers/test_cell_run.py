"""One cell from its first command to its last result, on an engine that does what the test says."""

import contextlib
import io
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fake_session import ALONE, Answer, FakeEngine, FakeSession
from worker_cells import cell

from workers import cell_run, sandbox
from workers import outcome as facts
from workers.cell import MACHINES, Limits, Results, Selection, Stratum
from workers.cell_run import CERTIFICATES, CellRun
from workers.emulation import host_arch
from workers.engines.engine import Ended, Patience
from workers.errors import EngineError, ImageError
from workers.log import CappedLog
from workers.outcome import Outcome, Reached
from workers.pip_settings import CellAccess
from workers.records import cases_in

CELL = cell(build=("make",), test=("pytest", "pytest slow"), after_test=("coverage json",))


def executed(
    answers: Mapping[str, Answer] | None = None,
    files: Mapping[str, bytes] | None = None,
    machine: str = MACHINES[host_arch()],
    access: CellAccess = ALONE,
    **more: Any,
) -> tuple[Outcome, FakeSession, list[Mapping[str, object]]]:
    session = FakeSession(answers or {}, files or {}, machine)
    events: list[Mapping[str, object]] = []
    return ran_on(FakeEngine(session), access, events, **more)[0], session, events


def ran_on(
    engine: FakeEngine, access: CellAccess = ALONE, events: list[Mapping[str, object]] | None = None, **more: Any
) -> tuple[Outcome, dict[str, str]]:
    """The outcome, and the tests that were recorded with how they ended."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        told = events if events is not None else []
        run = CellRun(_evolved(**more), engine, "run-7", access, told.append, Path(folder))  # type: ignore[arg-type]
        outcome = run.execute(Path("material.tar"), Path(folder) / "out.gz")
        tests = {case.id: " ".join((case.outcome, *case.retries)) for case in cases_in(Path(folder) / "out.gz")}
        return outcome, tests


def junit(**ends: str) -> bytes:
    """A report: each test by its name, with `failure`, `error`, `skipped` or nothing."""
    cases = "".join(f"<testcase name='{name}'>{f'<{end}/>' if end else ''}</testcase>" for name, end in ends.items())
    return f"<testsuites><testsuite>{cases}</testsuite></testsuites>".encode()


def _evolved(**more: Any) -> Any:
    fields = {"build": CELL.build, "test": CELL.test, "after_test": CELL.after_test}
    return cell(**{**fields, **more})


def ran(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each.phase, each.command) for each in outcome.commands]


def test_the_phases_in_their_order() -> None:
    """Prepare, build, then the end of the build and of its network, test, and what follows the tests."""
    outcome, session, events = executed()
    assert (outcome.fault, outcome.phase, outcome.reason) == (None, None, "")
    assert ran(outcome) == [
        ("build", "make"), ("test", "pytest"), ("test", "pytest slow"), ("after_test", "coverage json"),
    ]  # fmt: skip
    told = [step for step in session.story if not step.startswith(("fetch", "cd ", "if [", "python", "/bin/rm"))]
    assert told == [
        "enter", "uname -m", "put material.tar", "put tools.tar", "make", "end_build",
        "pytest", "pytest slow", "coverage json", "leave",
    ]  # fmt: skip
    assert [event["phase"] for event in events if event["event"] == "phase"] == ["prepare", "build", "test"]
    assert outcome.packages == ("numpy==2.0",)
    assert outcome.machine == MACHINES[host_arch()]


@pytest.mark.threat("T19")
def test_a_report_from_before_the_tests_is_removed() -> None:
    """A10: what a repository committed in the place of a result is gone before the first test command."""
    recipe = Results(junit=("out/it's.xml",), coverage=("cov.json",))
    _, session, _ = executed(results=recipe)
    (clear,) = [step for step in session.story if step.startswith("/bin/rm")]
    work = session.work
    removed = shlex.split(clear.rpartition(" && ")[2])[2:]
    assert removed == [f"{work}/source/out/it's.xml", f"{work}/source/cov.json"]
    assert session.story.index(clear) < session.story.index("pytest")


@pytest.mark.threat("T31", "F05")
def test_an_image_of_another_machine_is_our_fault() -> None:
    """An image that is not what it says runs nothing of the project, and is not the project's failure."""
    outcome, session, _ = executed(machine="riscv64")
    assert (outcome.fault, outcome.phase, outcome.commands) == (facts.INFRASTRUCTURE, "prepare", ())
    assert "the machine inside is riscv64" in outcome.reason
    assert "put material.tar" not in session.story


def test_a_failed_build_runs_no_test() -> None:
    """The phase of the failure is the build, the fault is the project's, and nothing after it was run."""
    outcome, session, _ = executed({"make": Ended(2)})
    assert (outcome.fault, outcome.phase) == (facts.PROJECT, "build")
    assert outcome.reason == "build failed at `make`: exit code 2"
    assert ran(outcome) == [("build", "make")]
    assert not any(step.startswith("fetch") for step in session.story)


def test_a_failed_test_still_leaves_its_results() -> None:
    """The first failing command ends the tests; what follows them runs all the same, and results are collected."""
    outcome, _, _ = executed({"pytest": Ended(1)}, {"results/junit.xml": junit(a="", b="failure")})
    assert (outcome.fault, outcome.phase) == (facts.PROJECT, "test")
    assert ran(outcome)[1:] == [("test", "pytest"), ("after_test", "coverage json")]
    assert (outcome.tests.counts.passed, outcome.tests.counts.failed) == (1, 1)


@pytest.mark.threat("F17")
def test_a_stopped_test_has_a_reason_and_no_exit_code() -> None:
    """Where a command was stopped, its cell is gone: nothing more is run in it, and the reason is kept."""
    outcome, session, _ = executed({"pytest": Ended(None, "gave no output for 900 s")})
    assert outcome.fault == facts.PROJECT
    assert outcome.reason == "test failed at `pytest`: gave no output for 900 s"
    assert outcome.commands[-1].exit is None
    assert session.story[-2:] == ["pytest", "leave"]


@pytest.mark.threat("F17")
def test_what_follows_the_tests_never_decides() -> None:
    """Failing or stopped, it changes neither the outcome nor the results that the tests had left before it."""
    files = {"results/coverage.json": b"{}"}
    for ended in (Ended(1), Ended(None, "took longer than 600 s")):
        outcome, _, _ = executed({"coverage json": ended}, files)
        assert outcome.fault is None
        assert outcome.files == {"coverage:results/coverage.json": "{}"}


def test_what_follows_the_tests_may_make_results() -> None:
    """A coverage report that is only written after the tests is collected too, and so is a later version of one."""
    session = FakeSession({}, {"results/coverage.json": b"old"}, MACHINES[host_arch()])

    def report() -> Ended:
        session.files |= {"results/coverage.json": b"new", "results/startup.json": b"{}"}
        return Ended(0)

    session.answers = {"coverage json": report}
    outcome, _ = ran_on(FakeEngine(session))
    assert outcome.files == {"coverage:results/coverage.json": "new", "startup.json": "{}"}


@pytest.mark.threat("F05", "F16")
@pytest.mark.parametrize(
    "where", ["enter", "uname -m", "put material.tar", "put tools.tar", "make", "end_build", "pytest"]
)
def test_a_fault_of_ours_is_never_the_projects(where: str) -> None:
    """Wherever the engine fails, the cell is an infrastructure fault with the engine's words."""
    outcome, _, _ = executed({where: EngineError("the Docker engine stopped answering")})
    assert (outcome.fault, outcome.reason) == (facts.INFRASTRUCTURE, "the Docker engine stopped answering")


@pytest.mark.threat("F05")
def test_a_preparation_that_fails_is_our_fault() -> None:
    """A virtual environment that cannot be made is not the project's doing."""
    session = FakeSession({}, {}, MACHINES[host_arch()])
    session.failing = "python3 -m venv"
    outcome, _ = ran_on(FakeEngine(session))
    assert outcome.fault == facts.INFRASTRUCTURE
    assert "preparing the cell failed" in outcome.reason
    assert "make" not in session.story


@pytest.mark.threat("F05")
def test_a_missing_image_is_our_fault() -> None:
    """Without an image there is an outcome that says so."""
    engine = FakeEngine(ImageError("the image is not on this machine"))
    outcome, _ = ran_on(engine)
    assert (outcome.fault, outcome.phase) == (facts.INFRASTRUCTURE, "start")
    assert outcome.reason == "the image is not on this machine"


@pytest.mark.threat("T24")
def test_nothing_of_ours_reaches_the_projects_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of this process is in the environment of any command of a cell."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    monkeypatch.setenv("WORKERPASS", "canary-9b1c")
    _, session, _ = executed()
    assert session.environments
    assert "canary" not in str(session.environments)


@pytest.mark.threat("T27")
def test_the_network_is_told_to_the_build_alone() -> None:
    """Index, proxy and certificates are variables of the build's commands; the tests know nothing of them."""
    access = CellAccess({"PIP_INDEX_URL": "https://one.example/simple"}, "/etc/ca.pem", ("held back",))
    outcome, session, _ = executed(access=access)
    built = session.environments["make"]
    assert built["PIP_INDEX_URL"] == "https://one.example/simple"
    assert built["SSL_CERT_FILE"] == built["PIP_CERT"] == f"/work/{CERTIFICATES}"
    for command in ("pytest", "pytest slow", "coverage json", "uname -m"):
        assert not {"PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE"} & set(session.environments[command])
    assert f"put {CERTIFICATES}" in session.story
    assert outcome.remarks == ("held back",)


def test_a_recipes_variables_stand_in_every_phase() -> None:
    """A recipe's variables are those of build and test; where they meet the network's, the user's own win."""
    access = CellAccess({"PIP_INDEX_URL": "https://one.example/simple"}, None, ())
    theirs = {"LANG": "de_DE.UTF-8", "PIP_INDEX_URL": "https://other.example/simple"}
    _, session, _ = executed(environment=theirs, access=access)
    assert session.environments["pytest"] == {**sandbox.environment(), **theirs}
    assert session.environments["make"] == {**sandbox.environment(), **theirs, **access.environment}


def test_each_report_counts_once() -> None:
    """A place that is named twice is read once, and pytest's own report is not read again when it is named."""
    files = {"results/junit.xml": junit(a=""), "source/out/report.xml": junit(b="skipped")}
    results = Results(junit=("junit.xml", "out/report.xml", "out/report.xml"))
    session = FakeSession({}, files, MACHINES[host_arch()])
    _, tests = ran_on(FakeEngine(session), results=results, after_test=())
    assert tests == {"a": "passed", "b": "skipped"}
    fetched = [step for step in session.story if step.startswith("fetch") and "tests.jsonl" not in step]
    assert len(fetched) == len(set(fetched))


def test_each_command_has_a_report_of_its_own() -> None:
    """Of two pytest commands neither writes over what the other left."""
    files = {"results/junit.xml": junit(a=""), "results/junit-2.xml": junit(b="")}
    session = FakeSession({}, files, MACHINES[host_arch()])
    _, tests = ran_on(FakeEngine(session))
    assert tests == {"a": "passed", "b": "passed"}
    asked = [session.environments[command]["PYTEST_ADDOPTS"] for command in ("pytest", "pytest slow")]
    assert "junit.xml" in asked[0]
    assert "junit-2.xml" in asked[1]


def test_a_report_of_no_known_form_is_told() -> None:
    """It is not passed over in silence."""
    outcome, _, _ = executed({}, {"source/x.bin": b"\0\1\2"}, results=Results(tests=("x.bin",)))
    assert any("source/x.bin" in problem for problem in outcome.tests.problems)


class Attempts:
    """A test command that fails until its last attempt, and leaves the reports of each."""

    def __init__(self, session: FakeSession, *reports: bytes) -> None:
        self._session = session
        self._reports = list(reports)

    def __call__(self) -> Ended:
        report = self._reports.pop(0)
        self._session.files["results/junit.xml"] = report
        return Ended(1 if b"<failure/>" in report else 0)


def retried(retry: int, *reports: bytes) -> tuple[Outcome, dict[str, str]]:
    session = FakeSession({}, {}, MACHINES[host_arch()])
    session.answers = {"pytest": Attempts(session, *reports)}
    return ran_on(FakeEngine(session), test=("pytest",), after_test=(), retry=retry)


class TestRetries:
    """Failing tests are run again as often as asked, and no oftener; what became of them is recorded."""

    def test_passed_on_retry(self) -> None:
        """The second attempt ends it; the cell's fault is gone, the failure is not forgotten."""
        outcome, tests = retried(3, junit(a="", b="failure"), junit(a="", b=""))
        assert outcome.fault is None
        assert tests == {"a": "passed", "b": "failed passed"}

    def test_never_passed(self) -> None:
        """As many attempts as asked for, and no more."""
        outcome, tests = retried(2, *[junit(b="failure")] * 3)
        assert outcome.fault == facts.PROJECT
        assert tests == {"b": "failed failed failed"}

    def test_not_asked_for(self) -> None:
        """Without a wish nothing is repeated."""
        assert retried(0, junit(b="failure"))[1] == {"b": "failed"}

    def test_what_is_no_failing_test_is_not_repeated(self) -> None:
        """A command that cannot run at all would fail again."""
        session = FakeSession({"pytest": Ended(127)}, {}, MACHINES[host_arch()])
        outcome, _ = ran_on(FakeEngine(session), test=("pytest",), after_test=(), retry=3)
        assert [each.command for each in outcome.commands].count("pytest") == 1


class TestSelection:
    """Batches run in the order of the strata until the time is up; what was reached is told."""

    STRATA = (Stratum("changed files", ("a.py", "-b.py")), Stratum("rest", ("c d.py", "e.py", "f.py")))

    def test_all_reached(self) -> None:
        """Names are quoted, and none of them is an option."""
        select = Selection(("**",), "run {files}", batch=2)
        outcome, _, _ = executed(select=select, strata=self.STRATA, test=())
        commands = [each.command for each in outcome.commands if each.phase == "test"]
        assert commands == ["run a.py ./-b.py", "run 'c d.py' e.py", "run f.py"]
        assert outcome.reached == (Reached("changed files", 2, 2), Reached("rest", 3, 3))

    def test_time_is_up(self) -> None:
        """With no time left nothing more is begun, and it is no failure."""
        select = Selection(("**",), "run {files}", batch=2, budget_minutes=1e-9)
        outcome, _, _ = executed(select=select, strata=self.STRATA, test=())
        assert outcome.fault is None
        assert outcome.reached == (Reached("changed files", 2, 0), Reached("rest", 3, 0))

    def test_a_failing_batch_does_not_hide_the_others(self) -> None:
        """The later batches run, and the failure stays."""
        select = Selection(("**",), "run {files}", batch=2)
        outcome, _, _ = executed({"run a.py ./-b.py": Ended(1)}, select=select, strata=self.STRATA, test=())
        assert outcome.fault == facts.PROJECT
        assert outcome.reached[1] == Reached("rest", 3, 3)


def test_seed_and_axes_reach_the_commands() -> None:
    """A recipe's own axes and its seed are variables of every command."""
    _, session, _ = executed(seed=7, axes={"compiler": "clang"})
    for command in ("make", "pytest"):
        told = session.environments[command]
        assert (told["ASSAY_SEED"], told["PYTHONHASHSEED"], told["ASSAY_AXIS_COMPILER"]) == ("7", "7", "clang")


@pytest.mark.threat("T35", "F18")
def test_files_never_crowd_the_outcome_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """However large they become on their way, files together stay below the limit; the first ones are kept."""
    monkeypatch.setattr(cell_run, "FILES_LIMIT", 100)
    files = {"results/coverage.json": b"{}", "source/a.json": b"\0" * 20, "source/b.json": b"y" * 80}
    outcome, _, _ = executed({}, files, results=Results(coverage=("a.json", "b.json")))
    assert set(outcome.files) == {"coverage:results/coverage.json", "coverage:source/b.json"}


@pytest.mark.threat("T04", "F18")
def test_logs_are_capped_by_the_cells_limit() -> None:
    """A flood costs what the limit says, and patience is never more than the phase has left."""
    session = FakeSession({}, {}, MACHINES[host_arch()])

    def flood(command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        log.write(f"{MACHINES[host_arch()]}\n".encode() if command == "uname -m" else b"line\n" * 5000)
        session.patience[command] = patience
        return Ended(0)

    session.run = flood  # type: ignore[method-assign]
    limits = Limits(log_kb=2, build_minutes=1, silence_minutes=15)
    outcome, _ = ran_on(FakeEngine(session), limits=limits)
    assert "bytes left out" in outcome.commands[0].log
    assert len(outcome.commands[0].log) < 4096
    assert session.patience["make"].silence <= session.patience["make"].seconds <= 60
