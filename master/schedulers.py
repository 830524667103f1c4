"""How builds begin: a sweep of the durable requests, and one trigger per architecture."""

from typing import Any

from buildbot.schedulers.base import ReconfigurableBaseScheduler
from buildbot.schedulers.triggerable import Triggerable
from twisted.internet import defer, task, threads
from twisted.python import log

from master.settings import MasterSettings
from master.state import request_store
from master.store import PLANNED, SCHEDULED, Request
from workers.cell import ARCHES

ASSESS = "assess"
SWEEP_S = 0.5


def cell_builder(arch: str) -> str:
    """The builder, and the trigger of the same name, of one architecture."""
    return f"cell-{arch}"


class Intake(ReconfigurableBaseScheduler):  # type: ignore[misc]
    """Schedules what was stored and not scheduled; so a request survives whatever happened before."""

    def checkConfig(self, run: str, **more: Any) -> None:  # noqa: ARG002, N802  (Buildbot's name and arguments)
        super().checkConfig(**more)

    @defer.inlineCallbacks
    def reconfigService(self, run: str, **more: Any) -> Any:  # noqa: N802
        yield super().reconfigService(**more)
        self._run = run

    @defer.inlineCallbacks
    def activate(self) -> Any:
        yield super().activate()
        self._sweeping = task.LoopingCall(self._sweep)
        self._sweeping.start(SWEEP_S).addErrback(log.err, "the sweep of requests ended")

    @defer.inlineCallbacks
    def deactivate(self) -> Any:
        if self._sweeping.running:
            self._sweeping.stop()
        yield super().deactivate()

    @defer.inlineCallbacks
    def _sweep(self) -> Any:
        request = yield threads.deferToThread(_planned, self._run)
        if request is None:
            return
        yield self.addBuildsetForSourceStampsWithDefaults(
            reason=f"request {request.id}",
            sourcestamps=[{"codebase": "", "repository": "", "revision": request.commit}],
            properties=self._properties(request),
        )
        yield threads.deferToThread(_mark_scheduled, request.id)

    def _properties(self, request: Request) -> Any:
        properties = self.properties.__class__()
        properties.updateFromProperties(self.properties)
        properties.setProperty("request", request.id, "Intake")
        return properties


def _planned(run: str) -> Request | None:
    with request_store() as store:
        request = store.get(run)
    return request if request is not None and request.state == PLANNED else None


def _mark_scheduled(run: str) -> None:
    with request_store() as store:
        store.change(run, SCHEDULED)


def schedulers(settings: MasterSettings) -> list[Any]:
    triggers = [Triggerable(name=cell_builder(arch), builderNames=[cell_builder(arch)]) for arch in ARCHES]
    return [Intake(name="intake", run=settings.run, builderNames=[ASSESS]), *triggers]
