"""The steps of our builds, with Buildbot's own fakes in place of a worker."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from buildbot.process import results
from buildbot.process.properties import Properties
from buildbot.test.reactor import TestReactorMixin
from buildbot.test.steps import ExpectShell, TestBuildStepMixin
from twisted.internet import defer
from twisted.trial import unittest
from worker_cells import cell

from master.attempts import Attempt
from master.run_folder import Job, RunFolder
from master.settings import MasterSettings
from master.steps import (
    BLOCK,
    GRACE_S,
    OUTCOME_LIMIT,
    RAN,
    Announce,
    MatrixTrigger,
    RunCell,
    _Events,
    assess_steps,
    cell_steps,
)
from workers.cell import ARCHES
from workers.sandbox import lifetime_s

CELLS = (cell(), cell(id="debian-13/arm64/py3.13", arch="arm64", image="debian-13"))
JOBS = tuple(Job(each) for each in CELLS)
LINE = [
    "python3", "-P", "-m", "workers.run_cell", "--cell", "cell.json", "--material", "material.tar",
    "--outcome", "outcome.json", "--tests", "tests.gz", "--events", "events.jsonl",
    "--engine", "docker", "--run", "run-7",
]  # fmt: skip


def settings_in(folder: Path) -> MasterSettings:
    return MasterSettings(
        run="run-7",
        folder=str(folder),
        socket=str(folder / "s"),
        password_file=str(folder / "password"),
        www_port=None,
        slots=1,
        engine="docker",
        worker_python="python3",
    )


def folder_with_cells(path: Path) -> RunFolder:
    folder = RunFolder(path)
    folder.write_jobs(JOBS, "udocker")
    return folder


@pytest.mark.threat("F02", "F05")
class TestRunCell(TestBuildStepMixin, TestReactorMixin, unittest.TestCase):  # type: ignore[misc]
    """What the cell runner says by its exit code is the result of the step."""

    def setUp(self) -> Any:
        self.setup_test_reactor()
        place = TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = folder_with_cells(Path(place.name))
        return self.setup_test_build_step()

    @defer.inlineCallbacks
    def ends(self, code: int, result: int, state: str) -> Any:
        self.setup_build()
        self.setup_step(RunCell(settings_in(self.folder.path)))
        self.build.setProperty("cell", 1, "test")
        self.build.setProperty("workername", "local-1", "test")
        expected = ExpectShell(
            workdir="wkdir",
            command=LINE,
            use_pty=False,
            log_environ=False,
            timeout=None,
            max_time=lifetime_s(CELLS[1].limits) + GRACE_S,
            sigterm_time=20,
            logfiles={"events": {"filename": "events.jsonl", "follow": False}},
        )
        self.expect_commands(expected.exit(code))
        self.expect_outcome(result=result, state_string=state)
        yield self.run_step()
        events, _ = self.folder.follow(0)
        assert [event["event"] for event in events] == ["started", "finished"]
        assert {event["cell"] for event in events} == {CELLS[1].id}
        assert events[-1]["result"] == results.Results[result]

    def test_passed(self) -> Any:
        """0 is a success."""
        return self.ends(0, results.SUCCESS, "ran")

    def test_failed(self) -> Any:
        """1 is the project's failure."""
        return self.ends(1, results.FAILURE, "failed")

    def test_could_not_run(self) -> Any:
        """4 is a fault of ours: an exception, never a failure."""
        return self.ends(4, results.EXCEPTION, "could not run")

    def test_killed(self) -> Any:
        """Any other code, that of a killed runner among them, is an exception too."""
        return self.ends(143, results.EXCEPTION, "could not run")


class TestAnnounce(TestBuildStepMixin, TestReactorMixin, unittest.TestCase):  # type: ignore[misc]
    """Whoever waits is told, whatever became of the cells."""

    def setUp(self) -> Any:
        self.setup_test_reactor()
        place = TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = folder_with_cells(Path(place.name))
        return self.setup_test_build_step()

    @defer.inlineCallbacks
    def test_done(self) -> Any:
        """It always runs, and the event it leaves is the last."""
        self.setup_build()
        self.setup_step(Announce(self.folder))
        self.expect_outcome(result=results.SUCCESS)
        yield self.run_step()
        assert self.folder.follow(0)[0] == [{"event": "done"}]
        assert self.get_nth_step(0).alwaysRun


def test_each_cell_is_a_builder_of_its_own_name(tmp_path: Path) -> None:
    """The matrix becomes one virtual builder per cell, on the scheduler of its architecture, with its number."""
    trigger = MatrixTrigger(folder_with_cells(tmp_path), schedulerNames=[f"cell-{arch}" for arch in ARCHES])
    entries = trigger.getSchedulersAndProperties()
    assert [entry["sched_name"] for entry in entries] == [f"cell-{each.arch}" for each in CELLS]
    assert all(entry["unimportant"] is False for entry in entries)
    said = [entry["props_to_set"] for entry in entries]
    assert [each["cell"] for each in said] == [0, 1]
    assert [each["virtual_builder_name"] for each in said] == [f"udocker/{each.id}" for each in CELLS]
    assert trigger.waitForFinish


@pytest.mark.threat("T24")
def test_no_step_logs_an_environment(tmp_path: Path) -> None:
    """Every step that could write an environment into a public log is told not to."""
    settings = settings_in(tmp_path)
    for factory in (*assess_steps(settings), *cell_steps(settings)):
        step = factory
        if hasattr(step, "logEnviron"):
            assert step.logEnviron is False, step.name


@pytest.mark.threat("T35", "F18")
def test_what_a_worker_sends_is_capped(tmp_path: Path) -> None:
    """One file comes back, of a bounded size, in small blocks, to a path that no worker chooses."""
    (upload,) = (step for step in cell_steps(settings_in(tmp_path)) if step.name == "fetch the outcome")
    assert (upload.maxsize, upload.blocksize) == (OUTCOME_LIMIT, BLOCK)
    assert BLOCK < 640 * 1024
    assert upload.alwaysRun
    properties = Properties(cell=1)
    assert upload.masterdest.getRenderingFor(properties).result == str(RunFolder(tmp_path).outcome(1))


@pytest.mark.threat("T35")
def test_a_worker_is_heard_only_on_what_it_knows() -> None:
    """Phases and commands are taken; nonsense, huge lines, and words that are the master's to say are not."""
    heard: list[dict[str, Any]] = []
    observer = _Events(heard.append)
    for event in (
        {"event": "phase", "phase": "build"},
        {"event": "command", "phase": "test", "command": "pytest", "number": 99, "cell": "other"},
        {"event": "done"},
        {"event": "started", "number": 3},
        {"event": "finished", "result": "success"},
        {"event": ["phase"]},
        {"event": "phase", "phase": {"a": 1}},
        ["phase"],
        {"event": "command", "command": "x" * 20_000},
    ):
        observer.outLineReceived(json.dumps(event))
    observer.outLineReceived("{nonsense")
    assert heard == [
        {"event": "phase", "phase": "build"},
        {"event": "command", "phase": "test", "command": "pytest"},
        {"event": "phase"},
    ]


@pytest.mark.threat("F02")
def test_only_what_this_build_made_is_fetched(tmp_path: Path) -> None:
    """A build that never ran its cell fetches nothing: in the worker's folder lie the files of the cell before."""
    steps = [step for step in cell_steps(settings_in(tmp_path)) if step.name.startswith("fetch")]
    assert len(steps) == 2
    for step in steps:
        properties = Properties()
        running = SimpleNamespace(getProperty=properties.getProperty)
        assert step.doStepIf(running) is False
        properties.setProperty(RAN, True, "test")
        assert step.doStepIf(running) is True


@pytest.mark.threat("F07", "F20")
def test_a_cell_that_is_given_up_is_sent_nowhere(tmp_path: Path) -> None:
    """Whether it is tried at all is the first question of its build."""
    assert isinstance(cell_steps(settings_in(tmp_path))[0], Attempt)
