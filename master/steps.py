"""The steps of our builds: start the cells, run one cell on a worker, say that a request is through."""

import json
from pathlib import Path
from typing import Any

from buildbot.plugins import util
from buildbot.process import buildstep, logobserver, results
from buildbot.steps.transfer import FileDownload, FileUpload, StringDownload
from buildbot.steps.trigger import Trigger
from twisted.internet import defer

from master.attempts import Attempt
from master.run_folder import Job, RunFolder
from master.schedulers import cell_builder
from master.settings import MasterSettings
from workers.all_engines import queue_s
from workers.cell import ARCHES, to_json
from workers.sandbox import lifetime_s

OUTCOME_LIMIT = 160 * 2**20  # bytes; a cell that reports more reports nothing
TESTS_LIMIT = 256 * 2**20  # bytes, compressed
GRACE_S = 600  # beyond a cell's own limits: for what comes before and after its commands
RAN = "ran"  # a property of builds
BLOCK = 256 * 2**10  # bytes per message; Perspective Broker drops the connection above 640 KiB
# What the process that ran the cell says by its exit code; the words are those of `workers.run_cell`.
_RESULTS = {0: results.SUCCESS, 1: results.FAILURE}
_HEARD = ("phase", "command")  # what a worker may tell; that a cell began or ended is for the master to say


class MatrixTrigger(Trigger):  # type: ignore[misc]
    """One virtual builder per cell of the request's plan, visible by its name in Buildbot's own pages."""

    def __init__(self, run_folder: RunFolder, **more: Any) -> None:
        self._run_folder = run_folder
        super().__init__(waitForFinish=True, updateSourceStamp=True, **more)

    def getSchedulersAndProperties(self) -> list[dict[str, Any]]:  # noqa: N802
        project, jobs = self._run_folder.read_jobs()
        return [self._entry(project, number, job) for number, job in enumerate(jobs)]

    def _entry(self, project: str, number: int, job: Job) -> dict[str, Any]:
        cell = job.cell
        return {
            "sched_name": cell_builder(cell.arch),
            "unimportant": False,
            "props_to_set": {
                "cell": number,
                "virtual_builder_name": f"{project}/{job.name}",
                "virtual_builder_tags": ["cell", job.side, cell.arch, cell.image],
                "virtual_builder_description": f"{project}: {job.name}",
            },
        }


class RunCell(buildstep.ShellMixin, buildstep.BuildStep):  # type: ignore[misc]
    """Runs one cell on the worker. The worker reports facts; a fault of ours is an exception, never a failure."""

    name = "cell"

    def __init__(self, settings: MasterSettings, **more: Any) -> None:
        self._settings = settings
        self._run_folder = RunFolder(Path(settings.folder))
        self._doing = "starting"
        more = self.setupShellMixin(
            {
                "logfiles": {"events": {"filename": "events.jsonl", "follow": False}},  # from its beginning
                "logEnviron": False,
                "usePTY": False,
                "timeout": None,  # silence is for the cell's own limits; `maxTime` is for a runner that hangs
                "sigtermTime": 20,
                **more,
            },
            prohibitArgs=["command"],
        )
        super().__init__(**more)

    @defer.inlineCallbacks
    def run(self) -> Any:
        number = self.getProperty("cell")
        job = self._run_folder.read_jobs()[1][number]
        self._tell(number, job, event="started", worker=self.getProperty("workername"))
        self.addLogObserver("events", _Events(lambda event: self._heard(number, job, event)))
        self.setProperty(RAN, True, self.name)
        longest = lifetime_s(job.cell.limits) + queue_s(self._settings.engine) + GRACE_S
        command = yield self.makeRemoteShellCommand(command=self._command_line(), maxTime=longest)
        yield self.runCommand(command)
        result = _RESULTS.get(command.rc, results.EXCEPTION)
        self._doing = {results.SUCCESS: "ran", results.FAILURE: "failed"}.get(result, "could not run")
        self._tell(number, job, event="finished", result=results.Results[result])
        return result

    def getCurrentSummary(self) -> dict[str, str]:  # noqa: N802
        return {"step": self._doing}

    def getResultSummary(self) -> dict[str, str]:  # noqa: N802
        return {"step": self._doing}

    def _command_line(self) -> list[str]:
        line = [self._settings.worker_python, "-P", "-m", "workers.run_cell"]
        line += ["--cell", "cell.json", "--material", "material.tar"]
        line += ["--outcome", "outcome.json", "--tests", "tests.gz"]
        line += ["--events", "events.jsonl", "--engine", self._settings.engine, "--run", self._settings.run]
        owner = self._run_folder.read_owner()
        return line if owner is None else [*line, "--project", owner.project, "--change", owner.change]

    def _heard(self, number: int, job: Job, event: dict[str, Any]) -> None:
        self._doing = str(event.get("phase", self._doing))
        self.updateSummary()
        self._tell(number, job, **event)

    def _tell(self, number: int, job: Job, **event: Any) -> None:
        self._run_folder.tell({"number": number, "cell": job.name, **event})


class _Events(logobserver.LogLineObserver):  # type: ignore[misc]
    """Reads the events file of the cell runner, which is ours; the project's output never gets there."""

    def __init__(self, heard: Any) -> None:
        super().__init__()
        self._heard = heard

    def outLineReceived(self, line: str) -> None:  # noqa: N802
        try:
            event = json.loads(line)
        except ValueError:
            return  # a worker that talks nonsense is not believed
        if isinstance(event, dict) and event.get("event") in _HEARD and len(line) < 10_000:
            self._heard({key: event[key] for key in ("event", "phase", "command") if isinstance(event.get(key), str)})


class Announce(buildstep.BuildStep):  # type: ignore[misc]
    """Tells whoever waits that every cell has come to an end."""

    name = "announce"

    def __init__(self, run_folder: RunFolder, **more: Any) -> None:
        self._run_folder = run_folder
        super().__init__(alwaysRun=True, **more)

    def run(self) -> Any:
        self._run_folder.tell({"event": "done"})
        return results.SUCCESS


def _ran(step: Any) -> bool:
    """Whether this build ran its cell: else the files that lie there are those of the cell before."""
    return bool(step.getProperty(RAN, False))


def assess_steps(settings: MasterSettings) -> list[Any]:
    """The build of a request: its cells, side by side, and then the word that they are through."""
    run_folder = RunFolder(Path(settings.folder))
    triggers = [cell_builder(arch) for arch in ARCHES]
    return [MatrixTrigger(run_folder, name="cells", schedulerNames=triggers), Announce(run_folder)]


def cell_steps(settings: MasterSettings) -> list[Any]:
    """The build of a cell: source in, facts out."""
    run_folder = RunFolder(Path(settings.folder))

    @util.renderer
    def cell_text(properties: Any) -> str:
        return to_json(run_folder.read_jobs()[1][properties["cell"]].cell)

    @util.renderer
    def material_path(properties: Any) -> str:
        return str(run_folder.material(run_folder.read_jobs()[1][properties["cell"]].side))

    @util.renderer
    def outcome_path(properties: Any) -> str:
        return str(run_folder.outcome(int(properties["cell"])))

    @util.renderer
    def tests_path(properties: Any) -> str:
        return str(run_folder.tests(int(properties["cell"])))

    return [
        Attempt(settings),
        StringDownload(cell_text, workerdest="cell.json", name="send the cell"),
        FileDownload(mastersrc=material_path, workerdest="material.tar", blocksize=BLOCK, name="send the source"),
        RunCell(settings),
        FileUpload(
            workersrc="outcome.json",
            masterdest=outcome_path,
            maxsize=OUTCOME_LIMIT,
            blocksize=BLOCK,
            name="fetch the outcome",
            alwaysRun=True,
            doStepIf=_ran,
        ),
        FileUpload(
            workersrc="tests.gz",
            masterdest=tests_path,
            maxsize=TESTS_LIMIT,
            blocksize=BLOCK,
            name="fetch the tests",
            alwaysRun=True,
            doStepIf=_ran,
        ),
    ]
