"""The folder of one run: what was planned, what the cells report, and what happened meanwhile."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from workers.caches.spec import Owner
from workers.cell import Cell, from_json, to_json

# The sides of a change: what is looked at, what it is compared with, and the head with the harness of the base.
HEAD, BASE, CONTROL = "head", "base", "control"


@attrs.frozen
class Job:
    """A cell to be run on one side of a change."""

    cell: Cell
    side: str = HEAD

    @property
    def name(self) -> str:
        """For people: the cell, and the side where it is not the usual one."""
        return self.cell.id if self.side == HEAD else f"{self.cell.id} ({self.side})"


@attrs.frozen
class RunFolder:
    """Paths inside the folder, and the few files whose form is ours."""

    path: Path

    def material(self, side: str) -> Path:
        """The source of one side, packed for its cells."""
        return self.path / f"material-{side}.tar"

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def master(self) -> Path:
        return self.path / "master"

    @property
    def worker(self) -> Path:
        return self.path / "worker"

    def outcome(self, number: int) -> Path:
        """What the cell of that number (its place in the plan) reported."""
        return self.path / "outcomes" / f"{number}.json"

    def tests(self, number: int) -> Path:
        """The records of that cell's tests, compressed JSON lines."""
        return self.path / "outcomes" / f"{number}.tests.gz"

    def write_jobs(self, jobs: tuple[Job, ...], project: str, owner: Owner | None = None) -> None:
        """`owner`: whose build caches are used."""
        (self.path / "outcomes").mkdir(parents=True, exist_ok=True)
        whose = attrs.asdict(owner) if owner is not None else None
        plan = {
            "project": project,
            "owner": whose,
            "jobs": [{"side": job.side, "cell": to_json(job.cell)} for job in jobs],
        }
        (self.path / "plan.json").write_text(json.dumps(plan))

    def read_jobs(self) -> tuple[str, tuple[Job, ...]]:
        """The project's name for people, and what is to be run for it."""
        plan = json.loads((self.path / "plan.json").read_text())
        return plan["project"], tuple(Job(from_json(job["cell"]), job["side"]) for job in plan["jobs"])

    def read_owner(self) -> Owner | None:
        """Whose build caches the cells use."""
        owner = json.loads((self.path / "plan.json").read_text())["owner"]
        return Owner(**owner) if owner is not None else None

    def tell(self, event: dict[str, Any]) -> None:
        """Append one event; a single short write, so that lines of several writers do not mix."""
        with self.events.open("a") as file:
            file.write(json.dumps(event) + "\n")

    def follow(self, position: int) -> tuple[list[dict[str, Any]], int]:
        """Events since a position in the file, and the new position."""
        if not self.events.exists():
            return [], position
        with self.events.open("rb") as file:
            file.seek(position)
            return _whole_lines(file.read(), position)


def _whole_lines(data: bytes, position: int) -> tuple[list[dict[str, Any]], int]:
    end = data.rfind(b"\n") + 1
    return list(_parsed(data[:end])), position + end


def _parsed(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        yield json.loads(line)
