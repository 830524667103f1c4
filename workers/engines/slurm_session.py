"""One cell in a job of Slurm that keeps its allocation; each command is a step in that job, under bubblewrap."""

import secrets
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from workers import layout
from workers.cell import Cell
from workers.engines.engine import Ended, Patience
from workers.engines.host import bubblewrap, read_regular, remove_tree, write_accounts
from workers.engines.slurm_cluster import HOPELESS, RUNNING, Cluster, Job, SilentError
from workers.engines.slurm_settings import FOLDER, OPTIONS, WAIT, job_options, lifetime_s, patience_s, work_root
from workers.engines.slurm_step import NotBegunError, StepEnd, marked, run_step
from workers.errors import EngineError
from workers.log import CappedLog

PREFIX = "assay-slurm-"
TRIAL_S = 120.0  # for the first commands on a node, which may have just been woken
START_S = 300.0  # within which Slurm begins a command in a job that runs
FAREWELL_S = 8.0  # until a cancelled job has ended
_POLL_S = (0.2, 10.0)  # the first pause and the longest one
_KILLED = 137


class SlurmSession:
    """A cell in a job of its own."""

    emulated = False
    work = layout.WORK

    def __init__(self, cluster: Cluster, cell: Cell, run: str, isolation: str) -> None:
        self.image = "the system of a node"
        self.isolation = isolation
        self._cluster = cluster
        self._cell = cell
        self._run = run
        self._network = True
        self._asked = False
        self._number: str | None = None
        self._cpus = 1
        self._commands = 0

    def __enter__(self) -> Self:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{self._run}-", dir=_made(work_root())))
            self._inside = self._folder / "work"
            self._inside.mkdir()
            write_accounts(self._folder)
        except OSError as error:
            raise EngineError(f"the folder of the cell could not be made: {error}") from error
        try:
            self._number = self._submitted()
            job = self._started()
            self._cpus = job.cpus
            self.image = f"host python {sys.version_info.major}.{sys.version_info.minor} on the node {job.node}"
            self._check_folder(job.node)
            self._check_bubblewrap(job.node)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def put(self, name: str, file: Path) -> None:
        try:
            shutil.copyfile(file, self._inside / name)
        except OSError as error:
            raise EngineError(f"{name} could not be copied into the cell: {error}") from error

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        script = self._write(command, environment)
        end = self._step("/bin/bash", str(script), patience=patience, log=log)
        script.unlink(missing_ok=True)
        if end.ended.exit is None:
            self._require_job()  # a node that is gone is silent, too
            self._cluster.cancel_steps(self._job_number)
            return end.ended
        return self._told(end)

    def end_build(self) -> None:
        """What a command started ended with it, for the process that is the first of its namespace is then gone."""
        self._cluster.cancel_steps(self._job_number)
        self._network = False

    def fetch(self, path: str, limit: int) -> bytes | None:
        return read_regular(self._inside, path, limit)

    def _submitted(self) -> str:
        options, command = job_options(self._cell, self._run), f"exec sleep {lifetime_s(self._cell)}"
        self._asked = True  # from here on there may be a job whose number we never hear
        try:
            return self._cluster.submit(options, command)
        except EngineError as error:
            self._asked = isinstance(error, SilentError)
            raise

    @property
    def _job_number(self) -> str:
        if self._number is None:
            raise EngineError("the cell has no job")
        return self._number

    def _started(self) -> Job:
        """The job once it runs; raises EngineError when it ends before, or waits too long."""
        waited, limit, pause = 0.0, patience_s(), _POLL_S[0]
        while (job := self._cluster.job(self._job_number)).state != RUNNING:
            if how := job.ended:
                raise EngineError(f"the job {self._number} of Slurm {how} before it had begun")
            if job.reason in HOPELESS or waited >= limit:
                raise EngineError(
                    f"Slurm did not start the job {self._number} within {waited / 60:.0f} min;"
                    f" it waits for: {job.reason}. Say in ${OPTIONS} what it should ask for,"
                    f" or in ${WAIT} how many minutes it may wait"
                )
            time.sleep(pause)
            waited += pause
            pause = min(pause * 1.5, _POLL_S[1])
        return job

    def _check_folder(self, node: str) -> None:
        token = secrets.token_hex(16)
        probe = self._folder / "probe"
        probe.write_text(token)
        log = CappedLog(10_000)
        look = marked(f"cat {shlex.quote(str(probe))}")
        self._step("/bin/bash", "-c", f"PATH=/usr/bin:/bin; {look}", patience=Patience(TRIAL_S, TRIAL_S), log=log)
        log.close()
        if token not in log.text():
            self._require_job()
            raise EngineError(
                f"the node {node} does not see {self._folder.parent}: name a folder in ${FOLDER}"
                " that this machine and the nodes share"
            )

    def _check_bubblewrap(self, node: str) -> None:
        log = CappedLog(10_000)
        ended = self.run("true", {}, Patience(TRIAL_S, TRIAL_S), log)
        log.close()
        if ended.exit != 0:
            said = log.text().strip().splitlines()[-1:] or [ended.why or f"exit {ended.exit}"]
            raise EngineError(f"bubblewrap does not work on the node {node}: {said[0][:200]}")

    def _step(self, *command: str, patience: Patience, log: CappedLog) -> StepEnd:
        """Run a step, tried anew while Slurm does not let it begin: a node or the controller may be away a moment."""
        line = self._cluster.step(self._job_number, self._cpus, *command)
        deadline = time.monotonic() + START_S
        while True:
            try:
                return run_step(line, patience, log, START_S)
            except NotBegunError as error:
                self._require_job()
                if time.monotonic() >= deadline:
                    raise EngineError(f"Slurm began no command in the job {self._number}: {error}") from error
                self._cluster.cancel_steps(self._job_number)
                time.sleep(_POLL_S[0])

    def _write(self, command: str, environment: Mapping[str, str]) -> Path:
        self._commands += 1
        script = self._folder / f"command-{self._commands}.sh"  # a new name: no node can remember an older one
        path = f"{self.work}/venv/bin:{sys.base_prefix}/bin:/usr/local/bin:/usr/bin:/bin"
        wrapper = bubblewrap(self._folder, self._inside, network=self._network)
        try:
            script.touch(0o600)
            script.write_text(script_of(wrapper, {**environment, "PATH": path}, command), errors="surrogateescape")
        except OSError as error:
            raise EngineError(f"a command could not be written into the folder of the cell: {error}") from error
        return script

    def _told(self, end: StepEnd) -> Ended:
        """How the command ended, by the word of our own script; without that word the job or its node is at fault."""
        if end.out_of_memory:
            limit = self._cell.limits.memory_mb
            return Ended(end.code or _KILLED, f"killed: it needed more than the {limit} MB of memory the cell may use")
        if end.code != 0:
            self._require_job()  # Slurm asks everything in a job to end; a command may have obeyed
        if end.code is None:
            raise EngineError(f"Slurm lost a command of the job {self._number}: {end.last_word}")
        return Ended(end.code, "killed by signal 9, most likely for want of memory" if end.code == _KILLED else "")

    def _require_job(self) -> None:
        job = self._cluster.job(self._job_number)
        if job.state != RUNNING:
            how = job.ended or f"is {job.state.lower()}"
            raise EngineError(f"the job {self._number} of Slurm {how} while the cell was running")

    def _leave(self) -> None:
        """While there may be a job the folder stays, so that the sweep at the end of the run finds it."""
        try:
            if self._number is not None:
                self._cluster.cancel(self._number)
                wait_for_the_end(self._cluster, (self._number,))
            elif self._asked:
                return
        except EngineError:
            return
        remove_tree(self._folder)


def script_of(wrapper: list[str], environment: Mapping[str, str], command: str) -> str:
    """What a node runs: the command shut in, with this environment alone."""
    variables = [f"{name}={value}" for name, value in environment.items()]
    shut_in = [*wrapper[1:], "/bin/bash", "-eo", "pipefail", "-c", command]
    return (
        "PATH=/usr/local/bin:/usr/bin:/bin\n"
        "ulimit -c 0; ulimit -Sn 8192 2>/dev/null\n"
        "bwrap=$(command -v bwrap) || bwrap=/usr/bin/bwrap\n"
    ) + marked(f'env -i {shlex.join(variables)} "$bwrap" {shlex.join(shut_in)}')


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def wait_for_the_end(cluster: Cluster, numbers: tuple[str, ...]) -> None:
    """Until the jobs have ended, or for a moment: what they still write would be left behind."""
    waited = 0.0
    while waited < FAREWELL_S and not all(_over(cluster.job(number)) for number in numbers):
        time.sleep(_POLL_S[0])
        waited += _POLL_S[0]


def _over(job: Job) -> bool:
    return job.ended is not None and job.state != "COMPLETING"
