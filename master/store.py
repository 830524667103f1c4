"""Requests, durable before anything is done about them. One SQLite file that several processes share."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import attrs
from sqlalchemy import Column, MetaData, String, Table, create_engine, event, insert, select, update
from sqlalchemy.schema import CreateTable

_metadata = MetaData()
_requests = Table(
    "requests",
    _metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("reason", String, nullable=False),  # cli, api, webhook or timer
    Column("trust", String, nullable=False),  # local: the machine's own user asked
    Column("state", String, nullable=False),
    Column("commit", String),
    Column("created", String, nullable=False),  # UTC, ISO 8601
    Column("finished", String),
)
BUSY_TIMEOUT_MS = 30_000

# A request goes from left to right: stored, planned (its cells are known), scheduled, and then one of the last three.
STORED, PLANNED, SCHEDULED = "stored", "planned", "scheduled"
DONE, FAILED, INTERRUPTED = "done", "failed", "interrupted"


@attrs.frozen
class Request:
    id: str
    source: str
    reason: str
    trust: str
    state: str
    commit: str | None
    created: str
    finished: str | None


class Store:
    """The table of requests."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", share)
        with self._engine.begin() as connection:
            connection.execute(CreateTable(_requests, if_not_exists=True))  # two processes may start at once

    def add(self, source: str, reason: str, trust: str) -> Request:
        """Store a request; from here on it cannot be lost."""
        request = Request(uuid4().hex[:12], source, reason, trust, STORED, None, _now(), None)
        with self._engine.begin() as connection:
            connection.execute(insert(_requests).values(**attrs.asdict(request)))
        return request

    def change(self, id_: str, state: str, commit: str | None = None) -> None:
        values: dict[str, str | None] = {"state": state}
        if commit is not None:
            values["commit"] = commit
        if state in (DONE, FAILED, INTERRUPTED):
            values["finished"] = _now()
        with self._engine.begin() as connection:
            connection.execute(update(_requests).where(_requests.c.id == id_).values(**values))

    def get(self, id_: str) -> Request | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(_requests).where(_requests.c.id == id_)).one_or_none()
        return Request(**row._mapping) if row is not None else None

    def in_state(self, state: str) -> list[Request]:
        query = select(_requests).where(_requests.c.state == state).order_by(_requests.c.created)
        with self._engine.connect() as connection:
            return [Request(**row._mapping) for row in connection.execute(query)]

    def close(self) -> None:
        self._engine.dispose()


def share(connection: object, _record: object) -> None:
    """Several processes use one file: readers do not wait for the writer, and a writer waits for its turn."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
