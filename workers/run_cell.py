"""Runs one cell from its first command to its last result. Needs no master: the same call serves worker and developer.

    python -m workers.run_cell --cell cell.json --material material.tar --engine docker --run ID \
        --outcome outcome.json --tests tests.jsonl.gz --events events.jsonl
"""

import argparse
import ctypes
import gzip
import io
import json
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import attrs

from workers import outcome as facts
from workers.all_engines import ENGINES
from workers.build_cache import CellCache
from workers.caches.spec import Owner
from workers.cell import Cell, from_json
from workers.cell_run import CellRun, Report
from workers.outcome import Outcome
from workers.pip_settings import cell_access, pip_settings

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str] | None = None) -> int:
    """0: the project's commands succeeded; 1: one of them failed; 4: our side failed."""
    options = _parser().parse_args(arguments)
    _end_with_parent()
    for path in (options.outcome, options.tests):
        path.unlink(missing_ok=True)  # what an earlier cell left here must not be taken for ours
    try:
        outcome = _outcome_of(options)
    except Exception as error:  # our bug; the code of an uncaught one, 1, would count against the project
        traceback.print_exc()
        cell = from_json(options.cell.read_text())
        reason = f"the cell runner failed: {type(error).__name__}: {error}"
        outcome = Outcome(cell.id, options.engine, image=cell.image, fault=facts.INFRASTRUCTURE, reason=reason)
        options.tests.write_bytes(gzip.compress(b"", mtime=0))
    options.outcome.write_text(facts.to_json(outcome))
    return {None: 0, facts.PROJECT: 1, facts.INFRASTRUCTURE: 4}[outcome.fault]


def _outcome_of(options: argparse.Namespace) -> Outcome:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a project's log may hold what the user's locale cannot say
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    with options.events.open("w", buffering=1) as events:

        def report(event: Mapping[str, object]) -> None:
            events.write(json.dumps(event) + "\n")

        cell = from_json(options.cell.read_text())
        owner = Owner(options.project, options.change) if options.project else None
        outcome, cache = _executed(options, cell, report, owner)
        if outcome.fault == facts.PROJECT and outcome.phase == "build" and cache.may_be_at_fault:
            outcome, _ = _executed(options, cell, report, None)  # whether it was the cache shows without it (F16)
            if outcome.fault is None or outcome.phase == "test":
                cache.drop()
            outcome = attrs.evolve(outcome, remarks=(*outcome.remarks, *cache.remarks))
        return outcome


def _executed(
    options: argparse.Namespace, cell: Cell, report: Report, owner: Owner | None
) -> tuple[Outcome, CellCache]:
    with tempfile.TemporaryDirectory(prefix="assay-tests-") as folder:
        engine = ENGINES[options.engine]()
        run = CellRun(cell, engine, options.run, cell_access(pip_settings()), report, Path(folder), owner)
        outcome = run.execute(options.material, options.tests)
        return outcome, run.cache


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run_cell", description=__doc__)
    for name in ("cell", "material", "outcome", "tests", "events"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--engine", choices=sorted(ENGINES), required=True)
    parser.add_argument("--run", required=True, help="label of everything this run leaves on the machine")
    parser.add_argument("--project", default="", help="whose build cache is used: sha256 of the project's id")
    parser.add_argument("--change", default="", help="of which change; empty for the main line")
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
