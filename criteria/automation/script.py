"""The steps behind the script of a job: its own commands, and those of what it calls in the tree."""

import re
from collections.abc import Iterator

import attrs

from criteria.automation.model import Purpose, Step, Trigger
from criteria.automation.purposes import of_command, toothless
from criteria.automation.shell import UNKNOWN, Command, commands, words
from criteria.automation.targets import Called, Targets

DEPTH = 3  # a workflow calls make, which calls tox, which calls a script
SHOWN = 200

_INNER = re.compile(r"(?:^|\s)(?:ba|da|z)?sh\s(?:-\w{1,8}\s){0,3}?-\w{0,6}c\s+(['\"])(.{1,4000})\1", re.S)


@attrs.frozen
class Place:
    """Where a script stands. `source` is the text of the file, in which the lines are counted."""

    path: str
    job: str
    triggers: tuple[Trigger, ...]
    source: str = ""
    folder: str = ""
    pipefail: bool = False
    errexit: bool = True
    masked: str | None = None
    off: str | None = None

    def step(
        self, command: str, purposes: tuple[Purpose, ...], masked: str | None = None, via: str | None = None
    ) -> Step:
        shown = " ".join(command.split())[:SHOWN]
        return Step(
            shown,
            purposes,
            self.triggers,
            self.path,
            self.job,
            self.line_of(command),
            via,
            self.masked or masked,
            self.off,
        )

    def line_of(self, command: str) -> int | None:
        """The first line of the file that holds the beginning of the command."""
        start = command.strip().partition("\n")[0].partition(UNKNOWN)[0][:60].rstrip()
        at = self.source.find(start) if start else -1
        return self.source.count("\n", 0, at) + 1 if at >= 0 else None


def steps_of(script: str, place: Place, targets: Targets) -> list[Step]:
    """Every step of the script that serves a purpose, each once."""
    reader = _Reader(place, targets)
    return list(dict.fromkeys(reader.steps(script, _Level(folder=place.folder, errexit=place.errexit))))


@attrs.frozen
class _Level:
    """How deep a script is called, and what holds for all of it."""

    via: str | None = None
    masked: str | None = None
    folder: str = ""
    errexit: bool = True
    depth: int = 0


class _Reader:
    def __init__(self, place: Place, targets: Targets) -> None:
        self._place, self._targets = place, targets

    def steps(self, script: str, level: _Level) -> Iterator[Step]:
        if not self._targets.spend(script):
            return
        for command in commands(script, pipefail=self._place.pipefail, errexit=level.errexit):
            moved = words(command.text)
            if moved[:1] == ("cd",) and len(moved) > 1:
                level = attrs.evolve(level, folder=_inside(level.folder, moved[1]))
                continue
            lost = level.masked or command.masked or toothless(command.text)
            if purposes := of_command(command.text):
                yield self._place.step(command.text, purposes, lost, level.via)
            yield from self._behind(command, attrs.evolve(level, masked=lost, depth=level.depth + 1))

    def _behind(self, command: Command, level: _Level) -> Iterator[Step]:
        if level.depth > DEPTH:
            return
        inner = _INNER.search(command.text[:5000])
        if inner:
            yield from self.steps(inner.group(2), attrs.evolve(level, errexit=False))
        elif (called := self._targets.called(command.text, level.folder)) is not None:
            yield from self._called(called, command.text, level)

    def _called(self, called: Called, text: str, level: _Level) -> Iterator[Step]:
        found = list(self.steps(called.script, attrs.evolve(level, via=called.via, errexit=called.errexit)))
        found += [
            self._place.step(f"{text} ({id_})", purposes, level.masked, called.via) for id_, purposes in called.hooks
        ]
        yield from found
        shown = {purpose for step in found for purpose in step.purposes}
        if promised := tuple(dict.fromkeys(purpose for purpose in called.promised if purpose not in shown)):
            yield self._place.step(text, promised, level.masked, called.via)


def _inside(folder: str, path: str) -> str:
    """The folder after `cd path`; the root again where the path is made at run time."""
    if path.startswith(("/", "$", "~", "-")) or "$" in path:
        return ""
    parts = [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
