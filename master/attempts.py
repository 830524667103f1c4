"""What Buildbot recorded of a cell's attempts, and what follows: where it is tried next, or that it is not."""

from pathlib import Path
from typing import Any

from buildbot.process import buildstep, results
from twisted.internet import defer

from master.losses import Place, next_place, why_given_up
from master.run_folder import RunFolder
from master.settings import MasterSettings
from workers import outcome as facts
from workers.outcome import Outcome

PREEMPTIBLE = "preemptible"  # a property of workers


@defer.inlineCallbacks
def lost_places(master: Any, request: int) -> Any:
    """The workers that earlier builds of the request lost, in their order; they are in the database, not in memory."""
    known = {worker.workerid: worker for worker in master.workers.workers.values()}
    builds = yield master.data.get(("buildrequests", request, "builds"))
    earlier = sorted((build for build in builds if build["results"] == results.RETRY), key=lambda each: each["number"])
    return [_place(known.get(build["workerid"])) for build in earlier]


@defer.inlineCallbacks
def next_worker(builder: Any, workers: list[Any], request: Any) -> Any:
    """Buildbot's `nextWorker` for cells: one that has not lost this cell, where there is one."""
    lost = yield lost_places(builder.master, request.id)
    chosen = next_place(lost, [_place(each.worker) for each in workers])
    return next((each for each in workers if chosen is not None and each.worker.name == chosen.name), None)


class Attempt(buildstep.BuildStep):  # type: ignore[misc]
    """The first step of a cell: it gives up a cell that loses every worker, and answers in its place (F07, F20)."""

    name = "attempt"
    haltOnFailure = True  # noqa: N815  (Buildbot's name)

    def __init__(self, settings: MasterSettings, **more: Any) -> None:
        self._settings = settings
        super().__init__(**more)

    @defer.inlineCallbacks
    def run(self) -> Any:
        lost = yield lost_places(self.master, self.build.requests[0].id)
        known = [_place(self.master.workers.workers[name]) for name in self.build.builder.config.workernames]
        why = why_given_up(lost, known)
        if why is None:
            return results.SUCCESS
        folder, number = RunFolder(Path(self._settings.folder)), self.getProperty("cell")
        job = folder.read_jobs()[1][number]
        answer = Outcome(
            job.cell.id, self._settings.engine, image=job.cell.image, fault=facts.INFRASTRUCTURE, reason=why
        )
        folder.outcome(number).write_text(facts.to_json(answer))
        folder.tell({"event": "finished", "number": number, "cell": job.name, "result": "exception", "why": why})
        self.descriptionDone = [why]
        return results.EXCEPTION


def _place(worker: Any) -> Place:
    if worker is None:
        return Place("a worker of an earlier master")
    return Place(worker.name, bool(worker.properties.getProperty(PREEMPTIBLE, False)))
