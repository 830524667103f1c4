"""What the records of earlier builds say of a cell, and what its first step makes of it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from buildbot.process import results
from buildbot.test.reactor import TestReactorMixin
from buildbot.test.steps import TestBuildStepMixin
from twisted.internet import defer
from twisted.trial import unittest
from worker_cells import cell

from master import attempts
from master.attempts import Attempt, lost_places, next_worker
from master.ingest import read_outcome
from master.losses import LOSSES, Place
from master.run_folder import Job, RunFolder
from master.settings import MasterSettings


def worker(number: int, preemptible: bool = False) -> Any:
    properties = SimpleNamespace(getProperty=lambda name, default: preemptible if name == "preemptible" else default)
    return SimpleNamespace(name=f"w{number}", workerid=number, properties=properties)


WORKERS = [worker(1), worker(2), worker(3, preemptible=True)]


def master_with(*builds: tuple[int, int, int | None]) -> Any:
    """A master that knows these builds of one request: number, worker, result."""
    records = [{"number": number, "workerid": by, "results": result} for number, by, result in builds]
    data = SimpleNamespace(get=lambda path: defer.succeed(records) if path[:1] == ("buildrequests",) else None)
    return SimpleNamespace(data=data, workers=SimpleNamespace(workers={each.name: each for each in WORKERS}))


def result_of(deferred: Any) -> Any:
    found: list[Any] = []
    deferred.addBoth(found.append)
    assert found, "it waits for something"
    return found[0]


@pytest.mark.threat("F02", "F20")
def test_only_builds_that_lost_their_worker_count() -> None:
    """In the order of their numbers; a build that ended, or goes on, lost nothing; who is not known has a name too."""
    master = master_with((3, 2, results.RETRY), (1, 1, results.RETRY), (2, 99, results.RETRY), (4, 1, None))
    assert result_of(lost_places(master, 7)) == [Place("w1"), Place("a worker of an earlier master"), Place("w2")]
    assert result_of(lost_places(master_with((1, 3, results.RETRY)), 7)) == [Place("w3", preemptible=True)]
    assert result_of(lost_places(master_with((1, 1, results.FAILURE), (2, 1, results.EXCEPTION)), 7)) == []


@pytest.mark.threat("F07")
def test_a_request_goes_to_a_worker_that_has_not_lost_it() -> None:
    """Of the workers that are free one that is new to it; with none free that fits, none."""
    free = [SimpleNamespace(worker=each) for each in WORKERS]
    request = SimpleNamespace(id=7)

    def chosen(*builds: tuple[int, int, int | None], among: list[Any]) -> Any:
        builder = SimpleNamespace(master=master_with(*builds))
        found = result_of(next_worker(builder, among, request))
        return found and found.worker.name

    assert chosen(among=free) == "w1"
    assert chosen((1, 1, results.RETRY), among=free) == "w2"
    assert chosen((1, 1, results.RETRY), among=free[:1]) == "w1"
    assert chosen((1, 3, results.RETRY), (2, 3, results.RETRY), among=free[2:]) is None
    assert chosen(among=[]) is None


class TestAttempt(TestBuildStepMixin, TestReactorMixin, unittest.TestCase):  # type: ignore[misc]
    """The first step of a cell's build."""

    def setUp(self) -> Any:
        self.setup_test_reactor()
        place = TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = RunFolder(Path(place.name))
        self.folder.write_jobs((Job(cell()), Job(cell(id="poison"))), "p")
        return self.setup_test_build_step()

    def step(self, lost: list[Place], result: int) -> Any:
        path = str(self.folder.path)
        self.setup_build()
        self.setup_step(Attempt(MasterSettings("run-7", path, "s", "p", None, 1, "docker", "python3")))
        self.build.setProperty("cell", 1, "test")
        self.build.requests = [SimpleNamespace(id=7)]
        self.build.builder.config = SimpleNamespace(workernames=["w1"])
        self.master.workers = SimpleNamespace(workers={"w1": worker(1)})
        patched = mock.patch.object(attempts, "lost_places", lambda *_: defer.succeed(lost))
        patched.start()
        self.addCleanup(patched.stop)
        self.expect_outcome(result=result)
        return self.run_step()

    @pytest.mark.threat("F02")
    @defer.inlineCallbacks
    def test_it_is_tried(self) -> Any:
        """A few losses are no reason to give up, and leave no answer."""
        yield self.step([Place("w1")] * (LOSSES - 1), results.SUCCESS)
        assert self.folder.follow(0)[0] == []
        assert not self.folder.outcome(1).exists()

    @pytest.mark.threat("F20")
    @defer.inlineCallbacks
    def test_it_is_given_up(self) -> Any:
        """The build ends before anything is sent; the cell's answer is ours: our side failed, and why."""
        yield self.step([Place("w1")] * LOSSES, results.EXCEPTION)
        outcome, _ = read_outcome(self.folder.outcome(1))
        assert outcome is not None
        assert (outcome.cell, outcome.fault) == ("poison", "infrastructure")
        assert outcome.reason == f"it lost its worker {LOSSES} times (w1) and was given up"
        (event,) = self.folder.follow(0)[0]
        assert (event["event"], event["number"], event["result"]) == ("finished", 1, "exception")
        assert self.get_nth_step(0).haltOnFailure
