"""One cell from its first command to its last result, on an engine that does what the test says."""

import contextlib
import io
import json
import shlex
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from workers import outcome as facts
from workers import run_cell, sandbox
from workers.cell import MACHINES, Limits, Results, from_json, to_json
from workers.emulation import host_arch
from workers.engines.engine import Ended, Patience
from workers.errors import EngineError, ImageError
from workers.log import CappedLog
from workers.outcome import CommandRecord, Outcome
from workers.pip_settings import CellAccess, PipSettings
from workers.run_cell import CERTIFICATES, CellRun

ALONE = CellAccess({}, None, ())
Answer = Ended | Exception | Callable[[], Ended]


class FakeSession:
    """A cell in memory: `answers` by command, `files` by path; what was done is in `story`."""

    image, isolation, emulated, work = "assay/debian-12@sha256:aa", "a fake", False, "/work"

    def __init__(self, answers: Mapping[str, Answer], files: Mapping[str, bytes], machine: str) -> None:
        self._answers = answers
        self.files = dict(files)
        self._machine = machine
        self.story: list[str] = []
        self.environments: dict[str, dict[str, str]] = {}
        self.patience: dict[str, Patience] = {}

    def __enter__(self) -> "FakeSession":
        self._do("enter")
        return self

    def __exit__(self, *_: object) -> None:
        self.story.append("leave")

    def put(self, name: str, file: Path) -> None:
        self._do(f"put {name}")

    def end_build(self) -> None:
        self._do("end_build")

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        self.environments[command] = dict(environment)
        self.patience[command] = patience
        if command == "uname -m":
            log.write(f"{self._machine}\n".encode())
        if "pip list" in command:
            log.write(b"numpy==2.0\nWarning: nothing\n")
        log.write(f"ran {command}\n".encode() if command in self._answers else b"")
        return self._do(command)

    def fetch(self, path: str, limit: int) -> bytes | None:
        self.story.append(f"fetch {path}")
        content = self.files.get(path)
        return content if content is not None and len(content) <= limit else None

    def _do(self, what: str) -> Ended:
        self.story.append(what)
        answer = self._answers.get(what, Ended(0))
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


class FakeEngine:
    """Hands out the one session."""

    name = "fake"

    def __init__(self, session: FakeSession | Exception) -> None:
        self._session = session

    def session(self, *_: object) -> FakeSession:
        if isinstance(self._session, Exception):
            raise self._session
        return self._session


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
    run = CellRun(_evolved(**more), FakeEngine(session), "run-7", access, events.append)  # type: ignore[arg-type]
    with contextlib.redirect_stdout(io.StringIO()):
        return run.execute(Path("material.tar")), session, events


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
    told = [step for step in session.story if not step.startswith(("fetch", "tar", "mkdir", "python", "/bin/rm"))]
    assert told == [
        "enter", "uname -m", "put material.tar", "make", "end_build", "pytest", "pytest slow", "coverage json", "leave",
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
    outcome, _, _ = executed({"pytest": Ended(1)}, {"results/junit.xml": b"<testsuites/>"})
    assert (outcome.fault, outcome.phase) == (facts.PROJECT, "test")
    assert ran(outcome)[1:] == [("test", "pytest"), ("after_test", "coverage json")]
    assert outcome.files == {"junit.xml:results/junit.xml": "<testsuites/>"}


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
    files = {"results/junit.xml": b"<testsuites/>"}
    for ended in (Ended(1), Ended(None, "took longer than 600 s")):
        outcome, _, _ = executed({"coverage json": ended}, files)
        assert outcome.fault is None
        assert outcome.files == {"junit.xml:results/junit.xml": "<testsuites/>"}


def test_what_follows_the_tests_may_make_results() -> None:
    """A coverage report that is only written after the tests is collected too, and so is a later version of one."""
    session = FakeSession({}, {"results/junit.xml": b"old"}, MACHINES[host_arch()])

    def report() -> Ended:
        session.files |= {"results/coverage.json": b"{}", "results/junit.xml": b"new"}
        return Ended(0)

    session._answers = {"coverage json": report}
    run = CellRun(_evolved(), FakeEngine(session), "run-7", ALONE, lambda _: None)  # type: ignore[arg-type]
    outcome = run.execute(Path("material.tar"))
    assert outcome.files == {"coverage.json:results/coverage.json": "{}", "junit.xml:results/junit.xml": "new"}


@pytest.mark.threat("F05", "F16")
@pytest.mark.parametrize("where", ["enter", "uname -m", "put material.tar", "make", "end_build", "pytest"])
def test_a_fault_of_ours_is_never_the_projects(where: str) -> None:
    """Wherever the engine fails, the cell is an infrastructure fault with the engine's words."""
    outcome, _, _ = executed({where: EngineError("the Docker engine stopped answering")})
    assert (outcome.fault, outcome.reason) == (facts.INFRASTRUCTURE, "the Docker engine stopped answering")


@pytest.mark.threat("F05")
def test_a_preparation_that_fails_is_our_fault() -> None:
    """A virtual environment that cannot be made is not the project's doing."""
    outcome, session, _ = executed({"mkdir -p /work/results /work/home && python3 -m venv /work/venv": Ended(1)})
    assert outcome.fault == facts.INFRASTRUCTURE
    assert "preparing the cell failed" in outcome.reason
    assert "make" not in session.story


@pytest.mark.threat("F05")
def test_a_missing_image_is_our_fault() -> None:
    """Without an image there is an outcome that says so."""
    engine = FakeEngine(ImageError("the image is not on this machine"))
    outcome = CellRun(CELL, engine, "run-7", ALONE, lambda _: None).execute(Path("m"))  # type: ignore[arg-type]
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


def test_each_result_file_counts_once() -> None:
    """A place that is named twice is read into one entry; every further place has an entry of its own."""
    files = {"results/junit.xml": b"a", "source/out/report.xml": b"b", "results/coverage.json": b"{}"}
    results = Results(junit=("junit.xml", "out/report.xml", "out/report.xml"), coverage=("coverage.json",))
    outcome, session, _ = executed({}, files, results=results, after_test=())
    assert outcome.files == {
        "junit.xml:results/junit.xml": "a",
        "junit.xml:source/out/report.xml": "b",
        "coverage.json:results/coverage.json": "{}",
    }
    fetched = [step for step in session.story if step.startswith("fetch")]
    assert len(fetched) == len(set(fetched))


@pytest.mark.threat("T35", "F18")
def test_files_never_crowd_the_outcome_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """However large they become on their way, files together stay below the limit; the first ones are kept."""
    monkeypatch.setattr(run_cell, "FILES_LIMIT", 100)
    files = {"results/junit.xml": b"<x/>", "source/a.xml": b"\0" * 20, "source/b.xml": b"y" * 80}
    outcome, _, _ = executed({}, files, results=Results(junit=("a.xml", "b.xml")))
    assert set(outcome.files) == {"junit.xml:results/junit.xml", "junit.xml:source/b.xml"}


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
    run = CellRun(_evolved(limits=limits), FakeEngine(session), "r", ALONE, lambda _: None)  # type: ignore[arg-type]
    with contextlib.redirect_stdout(io.StringIO()):
        outcome = run.execute(Path("m"))
    assert "bytes left out" in outcome.commands[0].log
    assert len(outcome.commands[0].log) < 4096
    assert session.patience["make"].silence <= session.patience["make"].seconds <= 60


texts = st.text(max_size=30)
records = st.builds(CommandRecord, texts, texts, st.none() | st.integers(0, 255), texts, st.floats(0, 10**6), texts)
outcomes = st.builds(
    Outcome,
    cell=texts,
    engine=texts,
    machine=st.none() | texts,
    fault=st.sampled_from([None, facts.PROJECT, facts.INFRASTRUCTURE]),
    phase=st.none() | texts,
    commands=st.lists(records, max_size=3).map(tuple),
    files=st.dictionaries(texts, texts, max_size=3),
    packages=st.lists(texts, max_size=3).map(tuple),
    duration_s=st.floats(0, 10**6),
)


@given(outcomes)
def test_an_outcome_survives_its_journey(outcome: Outcome) -> None:
    """What a worker writes is what the master reads, whatever the project printed."""
    assert facts.structure(json.loads(facts.to_json(outcome))) == outcome


@pytest.mark.threat("T35")
@pytest.mark.parametrize(
    "change",
    [{"fault": "nobody"}, {"duration_s": "nan"}, {"duration_s": -1}, {"duration_s": "inf"}, {"more": 1}, {"files": 3},
     {"commands": [{"phase": "test"}]}, {"commands": 5}, {"cell": None}],
)  # fmt: skip
def test_what_is_no_outcome_is_refused(change: dict[str, Any]) -> None:
    """A fault that there is not, a duration that is no time, unknown keys and wrong shapes are a ValueError."""
    data = {**json.loads(facts.to_json(Outcome("c", "docker"))), **change}
    if change == {"cell": None}:
        del data["cell"]
    with pytest.raises(ValueError, match="not an outcome"):
        facts.structure(data)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A worker's build folder with a cell in it; signals and the user's pip stay as they are."""
    (tmp_path / "cell.json").write_text(to_json(CELL))
    monkeypatch.setattr(run_cell, "_end_with_parent", lambda: None)
    monkeypatch.setattr(run_cell, "pip_settings", PipSettings)
    return tmp_path


def called(folder: Path, monkeypatch: pytest.MonkeyPatch, session: FakeSession | Exception) -> int:
    monkeypatch.setitem(run_cell.ENGINES, "docker", lambda: FakeEngine(session))
    names = ("cell", "material", "outcome", "events")
    suffix = {"cell": "json", "material": "tar", "outcome": "json", "events": "jsonl"}
    places = [part for name in names for part in (f"--{name}", str(folder / f"{name}.{suffix[name]}"))]
    return run_cell.main([*places, "--engine", "docker", "--run", "run-7"])


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, 0), ({"pytest": Ended(1)}, 1), ({"pytest": EngineError("gone")}, 4), ({"pytest": KeyError("bug")}, 4)],
)
def test_exit_codes(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: dict[str, Answer],
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0: it passed; 1: the project failed; 4: we did, and a bug of ours is among that; an outcome is always there."""
    assert called(folder, monkeypatch, FakeSession(answers, {}, MACHINES[host_arch()])) == code
    outcome = facts.structure(json.loads((folder / "outcome.json").read_text()))
    assert outcome.cell == CELL.id
    assert {0: None, 1: facts.PROJECT, 4: facts.INFRASTRUCTURE}[code] == outcome.fault


def test_nothing_of_an_earlier_cell_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcome and events of the cell that ran in this folder before are gone before anything begins."""
    (folder / "outcome.json").write_text("old")
    (folder / "events.jsonl").write_text("old\n")
    session = FakeSession({"make": lambda: sys.exit(143)}, {}, MACHINES[host_arch()])
    with pytest.raises(SystemExit):
        called(folder, monkeypatch, session)
    assert not (folder / "outcome.json").exists()
    assert "old" not in (folder / "events.jsonl").read_text()
    assert session.story[-1] == "leave"


def test_a_second_signal_does_not_cut_the_clean_up_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first SIGTERM unwinds the session; those that follow are not heard."""
    set_to: dict[int, Any] = {}
    monkeypatch.setattr(run_cell.signal, "signal", lambda number, handler: set_to.update({number: handler}))
    monkeypatch.setattr(run_cell.ctypes, "CDLL", lambda _: type("Lib", (), {"prctl": staticmethod(lambda *_: 0)}))
    run_cell._end_with_parent()
    with pytest.raises(SystemExit, match="143"):
        set_to[signal.SIGTERM](signal.SIGTERM, None)
    assert set_to[signal.SIGTERM] == set_to[signal.SIGHUP] == signal.SIG_IGN


def test_a_cell_survives_its_journey() -> None:
    """What the master sends is what the worker runs."""
    assert from_json(to_json(CELL)) == CELL
