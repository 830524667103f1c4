"""One cell on one engine, from its first command to its last result: prepare, build, test, and what was found."""

import io
import json
import shlex
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import attrs

from workers import outcome as facts
from workers import sandbox, virtual_environment
from workers.all_readers import FILE_READERS, LOG_READERS, file_reader_of
from workers.build_cache import cache_of
from workers.caches.shelf import CacheShelf
from workers.caches.spec import Owner
from workers.cell import MACHINES, Cell
from workers.cell_tools import tools
from workers.engines.engine import Ended, Engine, Patience, Session
from workers.errors import InfrastructureError
from workers.log import CappedLog
from workers.outcome import CommandRecord, Outcome, Reached
from workers.pip_settings import CellAccess, certificate_variables
from workers.records import Records, TestsSummary, WatchedLog

FILE_LIMIT = 128 * 2**20  # bytes of one report of tests
DATA_LIMIT = 32 * 2**20  # bytes of one other result file
FILES_LIMIT = 96 * 2**20  # bytes of all of these as JSON; the rest of what a worker may deliver is for the logs
SETUP_S = 600.0  # unpacking and making the virtual environment, also when emulated
CERTIFICATES = ".certificates.pem"
RECORDED = "tests.jsonl"  # where our own tools leave records, in $ASSAY_RESULTS
MEASURED = ("startup.json",)  # what they measure beside tests

Report = Callable[[Mapping[str, object]], None]


class _ProjectFailedError(Exception):
    """A command of the project failed or was stopped."""

    def __init__(self, record: CommandRecord) -> None:
        super().__init__(_sentence(record))
        self.record = record


@attrs.frozen
class _Step:
    """One test command; of a selection, the place of its batch: (stratum, first file of the batch that is left)."""

    command: str
    stratum: int | None = None
    files: int = 0


class CellRun:
    """One cell on one engine; collects what happens. `folder` is the worker's own, outside of the cell.

    `owner`: whose build cache is used; None for none.
    """

    def __init__(
        self,
        cell: Cell,
        engine: Engine,
        run: str,
        access: CellAccess,
        report: Report,
        folder: Path,
        owner: Owner | None = None,
    ) -> None:
        self._cell = cell
        self._engine = engine
        self._run = run
        self._access = access
        self._report = report
        self._commands: list[CommandRecord] = []
        self._tests = Records(folder, LOG_READERS)
        self._summary = TestsSummary()
        self._machine: str | None = None
        self._files: dict[str, str] = {}
        self._sizes: dict[str, int] = {}  # of the files, as JSON
        self._packages: tuple[str, ...] = ()
        self._reached: tuple[Reached, ...] = ()
        self._phase: str | None = "start"
        self._session: Session | None = None
        self._owner = owner
        self.cache = cache_of(None, cell, "", CacheShelf())

    def execute(self, material: Path, tests: Path) -> Outcome:
        """Run the cell; every end it can come to is an Outcome. The records of its tests are written to `tests`."""
        started = time.monotonic()
        fault, reason = None, ""
        try:
            with self._engine.session(self._cell, self._run) as session:
                self._session = session
                self._prepare(session, material)
                if self._cell.build:
                    self.cache = cache_of(self._owner, self._cell, session.image, CacheShelf())
                    self.cache.begin(session)
                self._build(session)
                self._test(session)
            self._phase = None
        except _ProjectFailedError as error:
            fault, reason = facts.PROJECT, str(error)
        except InfrastructureError as error:
            fault, reason = facts.INFRASTRUCTURE, str(error)
        self._summary = self._tests.write(tests)
        self._tests.remove()
        return self._outcome(fault, reason, time.monotonic() - started)

    def _prepare(self, session: Session, material: Path) -> None:
        self._enter("prepare")
        machine = self._ours(session, "uname -m").strip()
        self._machine = machine
        if machine != MACHINES[self._cell.arch]:
            raise InfrastructureError(
                f"the image {session.image} says it is {self._cell.arch}, but the machine inside is {machine}"
            )
        work = session.work
        session.put("material.tar", material)
        with tempfile.NamedTemporaryFile(prefix="assay-tools-") as archive:
            _write_tools(Path(archive.name))
            session.put("tools.tar", Path(archive.name))
        self._ours(
            session,
            f"cd {work} && tar -xf material.tar && mkdir -p results home tools && tar -xf tools.tar -C tools"
            " && rm material.tar tools.tar",
        )
        self._ours(session, virtual_environment.command(f"{work}/venv"))
        if self._access.certificates:
            session.put(CERTIFICATES, Path(self._access.certificates))

    def _build(self, session: Session) -> None:
        self._enter("build")
        environment = self._environment(session)
        environment |= self._access.environment
        if self._access.certificates:
            environment |= certificate_variables(f"{session.work}/{CERTIFICATES}")
        deadline = time.monotonic() + self._cell.limits.build_minutes * 60
        for command in self._cell.build:
            record = self._run_command(session, "build", command, environment, deadline)
            if record.exit != 0:
                raise _ProjectFailedError(record)
        if self._cell.build:
            self._packages = self._freeze(session)
            self.cache.end(session)
        session.end_build()

    def _test(self, session: Session) -> None:
        """All test commands, again as often as the recipe asks while tests fail; then what was found is fetched."""
        self._enter("test")
        deadline = time.monotonic() + self._cell.limits.test_minutes * 60
        failure: CommandRecord | None = None
        for attempt in range(self._cell.retry + 1):
            failure = self._attempt(session, deadline)
            stopped = failure is not None and failure.exit is None
            if failure is None or stopped or not self._tests.bad_in_last_attempt():
                break
            if attempt < self._cell.retry:
                self._report({"event": "phase", "phase": f"test, attempt {attempt + 2}"})
        if failure is None or failure.exit is not None:  # else the command took its container along
            self._after_test(session)
            self._collect(session)
        if failure is not None:
            raise _ProjectFailedError(failure)

    def _attempt(self, session: Session, deadline: float) -> CommandRecord | None:
        """One run of all test commands; the first that failed, or None. Batches of a selection all run."""
        self._clear_results(session)
        self._tests.begin_attempt()
        steps = self._steps()
        ends = self._budget(deadline)
        done: list[_Step] = []
        failure: CommandRecord | None = None
        for number, step in enumerate(steps, 1):
            if step.stratum is not None and time.monotonic() >= ends:
                break
            environment = self._environment(session, testing=True) | {
                "PYTEST_ADDOPTS": sandbox.pytest_options(session.work, number)
            }
            record = self._run_command(session, "test", step.command, environment, deadline, number)
            if record.exit is not None:
                self._add_reports(session, number)
            if record.exit != 0:
                failure = failure or record
                if step.stratum is None or record.exit is None:
                    break
            done.append(step)
        if failure is None or failure.exit is not None:
            self._add_named_reports(session)
        self._reached = _reached(self._cell, done)
        return failure

    def _steps(self) -> list[_Step]:
        select = self._cell.select
        if select is None:
            return [_Step(command) for command in self._cell.test]
        steps = []
        for number, stratum in enumerate(self._cell.strata):
            for start in range(0, len(stratum.files), select.batch):
                names = stratum.files[start : start + select.batch]
                words = " ".join(shlex.quote(name if not name.startswith("-") else f"./{name}") for name in names)
                steps.append(_Step(select.command.replace("{files}", words), number, len(names)))
        return steps

    def _budget(self, deadline: float) -> float:
        select = self._cell.select
        return deadline if select is None else min(deadline, time.monotonic() + select.budget_minutes * 60)

    def _clear_results(self, session: Session) -> None:
        """A report that was there before the tests ran is nobody's result (A10)."""
        said = self._cell.results
        paths = (*said.junit, *said.coverage, *said.tests)
        words = " ".join(shlex.quote(f"{session.work}/source/{path}") for path in paths)
        stale = f" && /bin/rm -rf {words}" if words else ""
        self._ours(session, f"/bin/rm -rf {session.work}/results && mkdir {session.work}/results{stale}")

    def _after_test(self, session: Session) -> None:
        """Never decides: when one of these has to be stopped, what was collected before it stands."""
        if not self._cell.after_test:
            return
        self._collect(session)
        for command in self._cell.after_test:
            record = self._run_command(
                session, "after_test", command, self._environment(session, testing=True), time.monotonic() + SETUP_S
            )
            if record.exit is None:
                return  # stopping a command may have ended the session's container

    def _add_reports(self, session: Session, number: int) -> None:
        """What a command left under the usual names is its own."""
        self._add_report(session, f"results/{sandbox.junit_name(number)}", number)
        if self._add_report(session, f"results/{RECORDED}", number):
            self._ours(session, f"/bin/rm -f {session.work}/results/{RECORDED}")  # the next command begins anew

    def _add_named_reports(self, session: Session) -> None:
        usual = {sandbox.junit_name(number) for number in range(1, len(self._cell.test) + 1)}
        said = self._cell.results
        for path in dict.fromkeys((*said.junit, *said.tests)):
            for root in ("source", "results"):
                if root == "source" or path not in usual:  # those are the commands' own
                    self._add_report(session, f"{root}/{path}", None)

    def _add_report(self, session: Session, place: str, command: int | None) -> bool:
        content = session.fetch(place, FILE_LIMIT)
        if content is None:
            return False
        form = file_reader_of(content[:4096])
        if form is None:
            self._tests.problems.append(f"{place} is no report of tests in a form that is known")
        else:
            self._tests.add_report(place, FILE_READERS[form], io.BytesIO(content), command)
        return True

    def _collect(self, session: Session) -> None:
        """Coverage and what our tools measured; the usual place first, then what the recipe names."""
        places = ["results/coverage.json"]
        places += [f"{root}/{path}" for path in self._cell.results.coverage for root in ("source", "results")]
        for place in dict.fromkeys(places):
            self._keep(session, f"coverage:{place}", place)
        for name in MEASURED:
            self._keep(session, name, f"results/{name}")

    def _keep(self, session: Session, name: str, place: str) -> None:
        """All files together stay below what a worker may deliver: else a project could lose its own bad result."""
        content = session.fetch(place, DATA_LIMIT)
        if content is None:
            return
        text = content.decode(errors="replace")
        others = sum(size for other, size in self._sizes.items() if other != name)
        size = len(json.dumps(text))  # as it travels: a control character takes six bytes
        if others + size <= FILES_LIMIT:
            self._files[name], self._sizes[name] = text, size

    def _freeze(self, session: Session) -> tuple[str, ...]:
        ended, log = self._quiet(session, "python -m pip list --format=freeze", 300.0)
        return tuple(line for line in log.text().splitlines() if "==" in line)[:2000] if ended.exit == 0 else ()

    def _run_command(
        self,
        session: Session,
        phase: str,
        command: str,
        environment: Mapping[str, str],
        deadline: float,
        number: int | None = None,
    ) -> CommandRecord:
        """`number`: of a test command, whose log is read while it is written."""
        self._report({"event": "command", "phase": phase, "command": command[:2000]})
        if number is not None:
            self._tests.begin_command(number)
        size = self._cell.limits.log_kb * 1024
        log = CappedLog(size) if number is None else WatchedLog(size, self._tests.line)
        started = time.monotonic()
        seconds = max(1.0, deadline - started)
        patience = Patience(seconds, min(seconds, self._cell.limits.silence_minutes * 60))
        ended = session.run(command, environment, patience, log)
        log.close()
        if number is not None:
            self._tests.end_command()
        record = CommandRecord(phase, command, ended.exit, ended.why, round(time.monotonic() - started, 3), log.text())
        self._commands.append(record)
        sys.stdout.write(f"==> {phase}: {command}\n{record.log}<== exit {ended.exit} {ended.why}\n")
        sys.stdout.flush()
        return record

    def _ours(self, session: Session, command: str) -> str:
        """A command of ours: when it fails, the fault is ours."""
        ended, log = self._quiet(session, command, SETUP_S)
        if ended.exit != 0:
            tail = log.text().strip().splitlines()[-1:] or [ended.why or f"exit {ended.exit}"]
            raise InfrastructureError(f"preparing the cell failed at `{command}`: {tail[0]}")
        return log.text()

    def _quiet(self, session: Session, command: str, seconds: float) -> tuple[Ended, CappedLog]:
        log = CappedLog(1024 * 1024)
        ended = session.run(command, self._environment(session), Patience(seconds, seconds), log)
        log.close()
        return ended, log

    def _environment(self, session: Session, *, testing: bool = False) -> dict[str, str]:
        ours = self.cache.environment(sandbox.environment(session.work, self._cell), session.work, testing=testing)
        return {**ours, **self._cell.environment}

    def _enter(self, phase: str) -> None:
        self._phase = phase
        self._report({"event": "phase", "phase": phase})

    def _outcome(self, fault: str | None, reason: str, duration: float) -> Outcome:
        session = self._session
        return Outcome(
            cell=self._cell.id,
            engine=self._engine.name,
            isolation=session.isolation if session else "",
            image=session.image if session else self._cell.image,
            emulated=session.emulated if session else False,
            machine=self._machine,
            fault=fault,
            reason=reason,
            phase=self._phase,
            commands=tuple(self._commands),
            tests=self._summary,
            reached=self._reached,
            files=self._files,
            packages=self._packages,
            remarks=(*self._access.remarks, *self.cache.remarks),
            duration_s=round(duration, 3),
        )


def _reached(cell: Cell, done: list[_Step]) -> tuple[Reached, ...]:
    return tuple(
        Reached(stratum.name, len(stratum.files), sum(step.files for step in done if step.stratum == number))
        for number, stratum in enumerate(cell.strata)
    )


def _write_tools(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        for name, text in _sorted(tools()):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(text), 0o755
            archive.addfile(member, io.BytesIO(text))


def _sorted(programs: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from sorted(programs.items())


def _sentence(record: CommandRecord) -> str:
    how = record.why or f"exit code {record.exit}"
    command = record.command if len(record.command) <= 300 else record.command[:300] + " ..."
    return f"{record.phase} failed at `{command}`: {how}"
