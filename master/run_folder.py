"""The folder of one run: what was planned, what the cells report, and what happened meanwhile."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from workers.cell import Cell, from_json, to_json


@attrs.frozen
class RunFolder:
    """Paths inside the folder, and the few files whose form is ours."""

    path: Path

    @property
    def material(self) -> Path:
        return self.path / "material.tar"

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

    def write_cells(self, cells: tuple[Cell, ...], project: str) -> None:
        (self.path / "outcomes").mkdir(parents=True, exist_ok=True)
        plan = {"project": project, "cells": [to_json(cell) for cell in cells]}
        (self.path / "plan.json").write_text(json.dumps(plan))

    def read_cells(self) -> tuple[str, tuple[Cell, ...]]:
        """The project's name for people, and its cells."""
        plan = json.loads((self.path / "plan.json").read_text())
        return plan["project"], tuple(from_json(cell) for cell in plan["cells"])

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
