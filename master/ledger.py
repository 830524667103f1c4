"""The ledger: what every cell did, over time. It answers whether a cell must run again, and which tests are flaky.

One SQLite file in the state directory, and beside it the records of each run's tests. It is a memory, not a proof: a
run that cannot be read back whole is as if it had never been.
"""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import cattrs
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, create_engine, delete, event, insert, select
from sqlalchemy.schema import CreateTable

from criteria.evidence.cells import CellResult
from criteria.snapshot import Snapshot
from master.store import share
from workers.cell import Cell, to_json
from workers.errors import ResultError
from workers.readers.test_case import TestCase
from workers.records import cases_in

FORMAT = 1  # raise it when what a cell does with the same inputs changes
FRESH = timedelta(days=7)  # a build takes the newest versions of what it depends on, so a result does not hold for ever
KEPT = timedelta(days=180)
LIMIT = 2 * 2**30  # bytes of records
FLAKES_KEPT = 2000  # per run
FAILURES_KEPT = 500  # per run
CHANGED_KEPT = 200  # paths per commit

_metadata = MetaData()
_runs = Table(
    "runs",
    _metadata,
    Column("id", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("commit", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("inputs", String, nullable=False),
    Column("time", String, nullable=False),  # UTC, ISO 8601
    Column("sum", String, nullable=False),  # sha256 over result, measured and the records of the tests
    Column("result", String, nullable=False),
    Column("measured", String, nullable=False),
    Index("runs_by_inputs", "inputs", "time"),
)
_flakes = Table(
    "flakes",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("cell", String, nullable=False),
    Column("test", String, nullable=False),  # its key
    Column("name", String, nullable=False),
    Column("commit", String, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("ends", String, nullable=False),  # how it ended, attempt by attempt or run by run
    Column("time", String, nullable=False),
    Index("flakes_by_project", "project", "cell"),
)
_failures = Table(
    "failures",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("commit", String, nullable=False),
    Column("file", String, nullable=False),  # of the test that failed and had passed before
    Column("path", String, nullable=False),  # that the change had touched
    Index("failures_by_project", "project", "path"),
)


@attrs.frozen
class Earlier:
    """A run that is remembered. `measured`: what our tools left beside the tests, as text."""

    result: CellResult
    tests: Path
    measured: Mapping[str, str]
    time: str


@attrs.frozen
class Flake:
    """A test that ended in different ways with the same inputs."""

    cell: str
    name: str
    commit: str
    seed: int
    ends: str
    time: str


def inputs_of(cell: Cell, snapshot: Snapshot, reads: Iterable[str], image: str, engine: str) -> str:
    """`sha256` over everything that decides what a cell does: the tree it reads, the image, the commands, the seed."""
    said = {
        "format": FORMAT,
        "cell": json.loads(to_json(cell)),
        "tree": _tree(snapshot, tuple(reads)),
        "image": image,
        "engine": engine,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _tree(snapshot: Snapshot, reads: tuple[str, ...]) -> Any:
    if not reads:
        return snapshot.tree
    folders = tuple(f"{path.rstrip('/')}/" for path in reads)
    return [
        [entry.path, entry.mode, entry.id]
        for entry in snapshot.entries
        if entry.path in reads or entry.path.startswith(folders)
    ]


class Ledger:
    """Opens or makes the ledger of a state directory."""

    def __init__(self, state: Path) -> None:
        self._folder = state / "ledger"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{state / 'ledger.sqlite'}")
        event.listen(self._engine, "connect", share)
        with self._engine.begin() as connection:
            for table in _metadata.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    index.create(connection, checkfirst=True)

    def close(self) -> None:
        self._engine.dispose()

    def earlier(self, inputs: str, now: datetime | None = None) -> Earlier | None:
        """The newest run with these inputs that is not too old and can be read back whole."""
        since = _stamp((now or datetime.now(UTC)) - FRESH)
        query = select(_runs).where(_runs.c.inputs == inputs, _runs.c.time >= since).order_by(_runs.c.time.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(query.limit(5)).all()
        return next((found for row in rows if (found := self._read(row)) is not None), None)

    def _read(self, row: Any) -> Earlier | None:
        tests = self._folder / f"{row.id}.gz"
        try:
            if _sum(row.result, row.measured, tests) != row.sum:
                return None
            result = cattrs.structure(json.loads(row.result), CellResult)
        except Exception:  # whatever is wrong with it, it is not remembered
            return None
        return Earlier(result, tests, json.loads(row.measured), row.time)

    def keep(
        self, project: str, commit: str, inputs: str, result: CellResult, tests: Path, measured: Mapping[str, str]
    ) -> None:
        """Remember a run that came to an end of its own; what failed for our fault is not kept."""
        if result.status == "not_assessed" or not tests.exists():
            return
        before = self.earlier(inputs)
        id_, time = uuid4().hex, _stamp(datetime.now(UTC))
        kept = self._folder / f"{id_}.gz"
        partial = kept.with_suffix(".partial")
        shutil.copyfile(tests, partial)
        partial.replace(kept)
        data, more = json.dumps(cattrs.unstructure(result)), json.dumps(dict(measured))
        flakes = [*_retried(kept), *(_differing(before.tests, kept) if before else ())][:FLAKES_KEPT]
        with self._engine.begin() as connection:
            connection.execute(
                insert(_runs).values(
                    id=id_, project=project, commit=commit, cell=result.id, inputs=inputs, time=time,
                    sum=_sum(data, more, kept), result=data, measured=more,
                )
            )  # fmt: skip
            if flakes:
                rows = [
                    {"project": project, "cell": result.id, "test": case.key, "name": case.id, "commit": commit,
                     "seed": result.seed, "ends": ends, "time": time}
                    for case, ends in flakes
                ]  # fmt: skip
                connection.execute(insert(_flakes), rows)
        self._prune()

    def flaky(self, project: str, cell: str) -> frozenset[str]:
        """Keys of the tests that are known to end in different ways with the same inputs."""
        query = select(_flakes.c.test).where(_flakes.c.project == project, _flakes.c.cell == cell)
        with self._engine.connect() as connection:
            return frozenset(row.test for row in connection.execute(query))

    def flakes(self, project: str | None = None) -> list[Flake]:
        """Everything known about flaky tests, the newest first."""
        query = select(_flakes).order_by(_flakes.c.time.desc(), _flakes.c.number)
        if project is not None:
            query = query.where(_flakes.c.project == project)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Flake(row.cell, row.name, row.commit, row.seed, row.ends, row.time) for row in rows]

    def keep_failures(self, project: str, commit: str, paths: Iterable[str], files: Iterable[str]) -> None:
        """A change of these paths made tests in these files fail."""
        rows = [
            {"project": project, "commit": commit, "path": path, "file": file}
            for path in sorted(set(paths))[:CHANGED_KEPT]
            for file in sorted(set(files))[:FAILURES_KEPT]
        ]
        if not rows:
            return
        with self._engine.begin() as connection:
            connection.execute(delete(_failures).where(_failures.c.project == project, _failures.c.commit == commit))
            connection.execute(insert(_failures), rows)

    def failed_with(self, project: str, paths: Iterable[str]) -> dict[str, int]:
        """Test files that failed after changes of any of these paths, with the number of such changes."""
        wanted = sorted(set(paths))[:CHANGED_KEPT]
        query = select(_failures.c.file, _failures.c.commit).where(
            _failures.c.project == project, _failures.c.path.in_(wanted)
        )
        with self._engine.connect() as connection:
            return dict(Counter(file for file, _ in {(row.file, row.commit) for row in connection.execute(query)}))

    def _prune(self) -> None:
        """Runs that are too old go, then the oldest until the records fit; files that no run knows go too."""
        with self._engine.begin() as connection:
            connection.execute(delete(_runs).where(_runs.c.time < _stamp(datetime.now(UTC) - KEPT)))
            known = [row.id for row in connection.execute(select(_runs.c.id).order_by(_runs.c.time.desc()))]
        total, gone = 0, []
        for id_ in known:
            path = self._folder / f"{id_}.gz"
            total += path.stat().st_size if path.exists() else 0
            if total > LIMIT:
                gone.append(id_)
        if gone:
            with self._engine.begin() as connection:
                connection.execute(delete(_runs).where(_runs.c.id.in_(gone)))
        kept = {f"{id_}.gz" for id_ in set(known) - set(gone)}
        hour_ago = datetime.now(UTC).timestamp() - 3600
        for path in self._folder.iterdir():
            with suppress(OSError):
                if path.name not in kept and path.stat().st_mtime < hour_ago:  # another process may be writing one
                    path.unlink()


def _retried(tests: Path) -> Iterable[tuple[TestCase, str]]:
    for case in cases_in(tests):
        if case.flaky:
            yield case, " ".join((case.outcome, *case.retries))


def _differing(before: Path, after: Path) -> Iterable[tuple[TestCase, str]]:
    """Tests that ended otherwise in an earlier run of the very same inputs."""
    try:
        bad = {case.key: case.bad for case in cases_in(before)}
    except ResultError:
        return
    for case in cases_in(after):
        if case.key in bad and bad[case.key] is not case.bad:
            yield case, "failed passed" if bad[case.key] else "passed failed"


def _sum(result: str, measured: str, tests: Path) -> str:
    digest = hashlib.sha256(result.encode() + b"\0" + measured.encode() + b"\0")
    digest.update(tests.read_bytes())
    return digest.hexdigest()


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")
