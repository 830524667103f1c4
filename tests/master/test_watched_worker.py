"""A worker that is asked whether it is there: with Buildbot's own fakes, and a clock that we set."""

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from buildbot.test.fake import fakemaster
from buildbot.test.fake.fakeprotocol import FakeConnection
from buildbot.test.reactor import TestReactorMixin
from twisted.internet import defer
from twisted.trial import unittest

from master.run_folder import RunFolder
from master.watched_worker import WatchedWorker

PULSE_S = 60.0


class Connection(FakeConnection):  # type: ignore[misc]
    """A connection whose other end answers, or is silent for ever."""

    def __init__(self, worker: WatchedWorker, *, silent: bool = False, error: Exception | None = None) -> None:
        super().__init__(worker)
        self.silent, self.error = silent, error
        self.asked = self.aborted = 0
        transport = SimpleNamespace(abortConnection=self._abort)
        self.mind = SimpleNamespace(broker=SimpleNamespace(transport=transport))

    def _abort(self) -> None:
        self.aborted += 1

    def remotePrint(self, message: str) -> Any:
        self.asked += 1
        if self.error is not None:
            return defer.fail(self.error)
        return defer.Deferred() if self.silent else defer.succeed(None)


class TestPulse(TestReactorMixin, unittest.TestCase):  # type: ignore[misc]
    @defer.inlineCallbacks
    def setUp(self) -> Any:
        self.setup_test_reactor()
        place = TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = RunFolder(Path(place.name))
        self.master = yield fakemaster.make_master(self, wantDb=True, wantData=True, wantMq=True)
        self.lost: list[str] = []
        self.master.botmaster.workerLost = lambda worker: self.lost.append(worker.name)
        self.worker = WatchedWorker("w", "p", run_folder=place.name, pulse_s=PULSE_S, missing_timeout=None)
        yield self.worker.setServiceParent(self.master.workers)
        yield self.master.startService()
        yield self.worker.reconfigServiceWithSibling(self.worker)

    def told(self) -> list[str]:
        return [event["event"] for event in self.folder.follow(0)[0] if event["worker"] == "w"]

    @pytest.mark.threat("F02")
    @defer.inlineCallbacks
    def test_one_that_answers_is_left_alone(self) -> Any:
        """It is asked again and again, and its connection stays."""
        connection = Connection(self.worker)
        yield self.worker.attached(connection)
        self.reactor.pump([PULSE_S] * 10)
        assert connection.asked == 10
        assert (self.worker.conn, connection.aborted, self.lost) == (connection, 0, [])
        assert self.told() == ["attached"]

    @pytest.mark.threat("F02", "F04")
    @defer.inlineCallbacks
    def test_one_that_is_silent_is_lost(self) -> Any:
        """After the interval and the time for an answer: its connection is closed, the slot is free for another one."""
        connection = Connection(self.worker, silent=True)
        yield self.worker.attached(connection)
        self.reactor.pump([PULSE_S, PULSE_S - 1])
        assert self.worker.conn is connection
        self.reactor.advance(1)
        assert (self.worker.conn, connection.aborted, self.lost) == (None, 1, ["w"])
        yield self.worker.attached(Connection(self.worker))
        assert self.told() == ["attached", "lost", "attached"]

    @pytest.mark.threat("F02")
    @defer.inlineCallbacks
    def test_an_odd_answer_is_an_answer(self) -> Any:
        """A worker that answers with an error is there."""
        connection = Connection(self.worker, error=RuntimeError("no such method"))
        yield self.worker.attached(connection)
        self.reactor.pump([PULSE_S] * 3)
        assert (connection.asked, self.worker.conn) == (3, connection)

    @pytest.mark.threat("F02")
    @defer.inlineCallbacks
    def test_nobody_asks_one_that_is_gone(self) -> Any:
        """The pulse ends with the connection."""
        connection = Connection(self.worker)
        yield self.worker.attached(connection)
        connection.loseConnection()
        self.reactor.pump([PULSE_S] * 3)
        assert connection.asked == 0
        assert self.told() == ["attached", "lost"]


def test_a_pulse_without_an_interval_is_refused() -> None:
    """Zero would ask without end."""
    with pytest.raises(ValueError, match="above zero"):
        WatchedWorker("w", "p", run_folder="/nowhere", pulse_s=0)
