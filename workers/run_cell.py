"""Runs one cell from its first command to its last result. Needs no master: the same call serves worker and developer.

    python -m workers.run_cell --cell cell.json --material material.tar --engine docker --run ID \
        --outcome outcome.json --events events.jsonl
"""

import argparse
import ctypes
import io
import json
import shlex
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from workers import outcome as facts
from workers import sandbox
from workers.all_engines import ENGINES
from workers.cell import MACHINES, Cell, from_json
from workers.engines.engine import Ended, Engine, Patience, Session
from workers.errors import InfrastructureError
from workers.log import CappedLog
from workers.outcome import CommandRecord, Outcome
from workers.pip_settings import CellAccess, cell_access, certificate_variables, pip_settings

FILE_LIMIT = 32 * 2**20  # bytes of one result file
FILES_LIMIT = 96 * 2**20  # bytes of all of them as JSON; the rest of what a worker may deliver is for the logs
SETUP_S = 600.0  # unpacking and making the virtual environment, also when emulated
CERTIFICATES = ".certificates.pem"
_PR_SET_PDEATHSIG = 1

Report = Callable[[Mapping[str, object]], None]


class _ProjectFailedError(Exception):
    """A command of the project failed or was stopped."""

    def __init__(self, record: CommandRecord) -> None:
        super().__init__(_sentence(record))
        self.record = record


class CellRun:
    """One cell on one engine; collects what happens."""

    def __init__(self, cell: Cell, engine: Engine, run: str, access: CellAccess, report: Report) -> None:
        self._cell = cell
        self._engine = engine
        self._run = run
        self._access = access
        self._report = report
        self._records: list[CommandRecord] = []
        self._machine: str | None = None
        self._files: dict[str, str] = {}
        self._sizes: dict[str, int] = {}  # of the files, as JSON
        self._packages: tuple[str, ...] = ()
        self._phase: str | None = "start"
        self._session: Session | None = None

    def execute(self, material: Path) -> Outcome:
        """Run the cell; every end it can come to is an Outcome."""
        started = time.monotonic()
        fault, reason = None, ""
        try:
            with self._engine.session(self._cell, self._run) as session:
                self._session = session
                self._prepare(session, material)
                self._build(session)
                self._test(session)
            self._phase = None
        except _ProjectFailedError as error:
            fault, reason = facts.PROJECT, str(error)
        except InfrastructureError as error:
            fault, reason = facts.INFRASTRUCTURE, str(error)
        return self._outcome(fault, reason, time.monotonic() - started)

    def _prepare(self, session: Session, material: Path) -> None:
        self._enter("prepare")
        machine = self._ours(session, "uname -m").strip()
        self._machine = machine
        if machine != MACHINES[self._cell.arch]:
            raise InfrastructureError(
                f"the image {session.image} says it is {self._cell.arch}, but the machine inside is {machine}"
            )
        session.put("material.tar", material)
        self._ours(session, f"tar -xf {session.work}/material.tar -C {session.work} && rm {session.work}/material.tar")
        work = session.work
        self._ours(session, f"mkdir -p {work}/results {work}/home && python3 -m venv {work}/venv")
        if self._access.certificates:
            session.put(CERTIFICATES, Path(self._access.certificates))

    def _build(self, session: Session) -> None:
        self._enter("build")
        environment = self._environment(session)
        environment |= self._access.environment
        if self._access.certificates:
            environment |= certificate_variables(f"{session.work}/{CERTIFICATES}")
        limits = self._cell.limits
        deadline = time.monotonic() + limits.build_minutes * 60
        for command in self._cell.build:
            self._theirs(session, "build", command, environment, deadline)
        self._packages = self._freeze(session)
        session.end_build()

    def _test(self, session: Session) -> None:
        self._enter("test")
        environment = self._environment(session)
        deadline = time.monotonic() + self._cell.limits.test_minutes * 60
        failure: _ProjectFailedError | None = None
        self._clear_results(session)
        for number, command in enumerate(self._cell.test, 1):
            environment |= {"PYTEST_ADDOPTS": sandbox.pytest_options(session.work, number)}
            try:
                self._theirs(session, "test", command, environment, deadline)
            except _ProjectFailedError as error:
                failure = error
                break
        if failure is None or failure.record.exit is not None:
            self._collect(session)
            self._after_test(session, environment)
        if failure is not None:
            raise failure

    def _clear_results(self, session: Session) -> None:
        """A report that was there before the tests ran is nobody's result (A10)."""
        said = (*self._cell.results.junit, *self._cell.results.coverage)
        paths = " ".join(shlex.quote(f"{session.work}/source/{path}") for path in said)
        stale = f" && /bin/rm -rf {paths}" if paths else ""
        self._ours(session, f"/bin/rm -rf {session.work}/results && mkdir {session.work}/results{stale}")

    def _after_test(self, session: Session, environment: Mapping[str, str]) -> None:
        """Never decides: when one of these has to be stopped, what was collected before it stands."""
        for command in self._cell.after_test:
            if self._run_command(session, "after_test", command, environment, SETUP_S).exit is None:
                return  # stopping a command may have ended the session's container
        if self._cell.after_test:
            self._collect(session)

    def _collect(self, session: Session) -> None:
        """Result files by kind; the usual place first, then what the recipe names. Each place counts once."""
        usual = {
            "junit.xml": [sandbox.junit_name(number) for number in range(1, len(self._cell.test) + 1)],
            "coverage.json": ["coverage.json"],
        }
        said = {"junit.xml": self._cell.results.junit, "coverage.json": self._cell.results.coverage}
        for kind, paths in said.items():
            places = [f"results/{name}" for name in usual[kind]]
            places += [f"{root}/{path}" for path in paths for root in ("source", "results")]
            for place in dict.fromkeys(places):
                content = session.fetch(place, FILE_LIMIT)
                if content is not None:
                    self._keep(f"{kind}:{place}", content.decode(errors="replace"))

    def _keep(self, name: str, text: str) -> None:
        """All files together stay below what a worker may deliver: else a project could lose its own bad result."""
        others = sum(size for other, size in self._sizes.items() if other != name)
        size = len(json.dumps(text))  # as it travels: a control character takes six bytes
        if others + size <= FILES_LIMIT:
            self._files[name], self._sizes[name] = text, size

    def _freeze(self, session: Session) -> tuple[str, ...]:
        ended, log = self._quiet(session, "python -m pip list --format=freeze", 300.0)
        return tuple(line for line in log.text().splitlines() if "==" in line)[:2000] if ended.exit == 0 else ()

    def _theirs(
        self, session: Session, phase: str, command: str, environment: Mapping[str, str], deadline: float
    ) -> None:
        seconds = max(1.0, deadline - time.monotonic())
        record = self._run_command(session, phase, command, environment, seconds)
        if record.exit != 0:
            raise _ProjectFailedError(record)

    def _run_command(
        self, session: Session, phase: str, command: str, environment: Mapping[str, str], seconds: float
    ) -> CommandRecord:
        self._report({"event": "command", "phase": phase, "command": command})
        log = CappedLog(self._cell.limits.log_kb * 1024)
        started = time.monotonic()
        patience = Patience(seconds, min(seconds, self._cell.limits.silence_minutes * 60))
        ended = session.run(command, environment, patience, log)
        log.close()
        record = CommandRecord(phase, command, ended.exit, ended.why, round(time.monotonic() - started, 3), log.text())
        self._records.append(record)
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

    def _environment(self, session: Session) -> dict[str, str]:
        return {**sandbox.environment(session.work), **self._cell.environment}

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
            commands=tuple(self._records),
            files=self._files,
            packages=self._packages,
            remarks=self._access.remarks,
            duration_s=round(duration, 3),
        )


def _sentence(record: CommandRecord) -> str:
    how = record.why or f"exit code {record.exit}"
    return f"{record.phase} failed at `{record.command}`: {how}"


def main(arguments: list[str] | None = None) -> int:
    """0: the project's commands succeeded; 1: one of them failed; 4: our side failed."""
    options = _parser().parse_args(arguments)
    _end_with_parent()
    options.outcome.unlink(missing_ok=True)  # what an earlier cell left here must not be taken for ours
    try:
        outcome = _outcome_of(options)
    except Exception as error:  # our bug; the code of an uncaught one, 1, would count against the project
        traceback.print_exc()
        cell = from_json(options.cell.read_text())
        reason = f"the cell runner failed: {type(error).__name__}: {error}"
        outcome = Outcome(cell.id, options.engine, image=cell.image, fault=facts.INFRASTRUCTURE, reason=reason)
    options.outcome.write_text(facts.to_json(outcome))
    return {None: 0, facts.PROJECT: 1, facts.INFRASTRUCTURE: 4}[outcome.fault]


def _outcome_of(options: argparse.Namespace) -> Outcome:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a project's log may hold what the user's locale cannot say
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    with options.events.open("w", buffering=1) as events:

        def report(event: Mapping[str, object]) -> None:
            events.write(json.dumps(event) + "\n")

        cell = from_json(options.cell.read_text())
        engine = ENGINES[options.engine]()
        run = CellRun(cell, engine, options.run, cell_access(pip_settings()), report)
        return run.execute(options.material)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run_cell", description=__doc__)
    for name in ("cell", "material", "outcome", "events"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--engine", choices=sorted(ENGINES), required=True)
    parser.add_argument("--run", required=True, help="label of everything this run leaves on the machine")
    return parser


def _end_with_parent() -> None:
    """A worker that dies takes its cells along; SIGTERM unwinds the session, so that its containers go too."""

    def unwind(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)  # a second one must not cut the unwinding short
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, unwind)
    signal.signal(signal.SIGHUP, unwind)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
