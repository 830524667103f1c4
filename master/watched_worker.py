"""A worker of Buildbot that is asked, again and again, whether it is still there (F02, F04).

Buildbot itself notices a connection that was closed. One that is open at one end only, or a worker process that was
stopped, would hold its build and its slot until the kernel gives up, or for ever.
"""

from pathlib import Path
from typing import Any

from buildbot.worker.base import Worker
from twisted.internet import defer, task
from twisted.python import log

from master.run_folder import RunFolder


class WatchedWorker(Worker):  # type: ignore[misc]
    """Asks every `pulse_s` seconds and waits as long for the answer; without one it closes the connection.

    Buildbot then ends the build with RETRY. The run is told when a worker comes and when it goes.
    """

    def checkConfig(  # noqa: N802  (Buildbot's name)
        self,
        name: str,
        password: str,
        run_folder: str,  # noqa: ARG002
        pulse_s: float,
        **more: Any,
    ) -> None:
        if pulse_s <= 0:
            raise ValueError("a pulse needs an interval above zero")
        super().checkConfig(name, password, **more)

    @defer.inlineCallbacks
    def reconfigService(  # noqa: N802
        self, name: str, password: str, run_folder: str, pulse_s: float, **more: Any
    ) -> Any:
        yield super().reconfigService(name, password, **more)
        self._run_folder = RunFolder(Path(run_folder))
        self._pulse_s = pulse_s
        self._pulse: task.LoopingCall | None = None

    @defer.inlineCallbacks
    def attached(self, conn: Any) -> Any:
        yield super().attached(conn)
        if self.conn is not conn:  # it went meanwhile, or could not be attached
            return
        self._tell("attached")
        self._pulse = task.LoopingCall(self._ask, conn)
        self._pulse.clock = self.master.reactor
        self._pulse.start(self._pulse_s, now=False).addErrback(log.err, f"the pulse of {self.name} ended")

    @defer.inlineCallbacks
    def detached(self) -> Any:
        if self._pulse is not None and self._pulse.running:
            self._pulse.stop()
        self._tell("lost")
        yield super().detached()

    @defer.inlineCallbacks
    def _ask(self, conn: Any) -> Any:
        try:
            yield conn.remotePrint("are you there?").addTimeout(self._pulse_s, self.master.reactor)
        except defer.TimeoutError:
            log.msg(f"{self.name} gave no answer within {self._pulse_s:.0f} s; its connection is closed")
            conn.loseConnection()
            # What waits to be sent would keep the connection open: nobody is there to take it.
            conn.mind.broker.transport.abortConnection()
        except Exception as error:  # any other answer is an answer, or the connection is closing already
            log.msg(f"asking {self.name} whether it is there: {error}")

    def _tell(self, event: str) -> None:
        self._run_folder.tell({"event": event, "worker": self.name})
