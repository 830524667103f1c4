"""The records of OSV data that speak of packages somebody uses. The others are counted, not parsed."""

import json
import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import attrs

from criteria.advisories.ranges import ECOSYSTEMS
from criteria.advisories.records import records
from criteria.dependencies.model import named

Package = tuple[str, str]  # ecosystem and normalised name

_NAMES = re.compile(rb'"name"\s{0,20}:\s{0,20}"([^"\\]{1,200})"')
_ECOSYSTEMS = re.compile(rb'"ecosystem"\s{0,20}:\s{0,20}"([^":\\]{1,60})')
_MODIFIED = re.compile(rb'"modified"\s{0,20}:\s{0,20}"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)')
_MOST_AFFECTED = 500  # packages of one record


@attrs.define
class Tally:
    """What was seen while streaming. `newest` is ISO 8601 in UTC, empty without a dated record."""

    records: int = 0
    withdrawn: int = 0
    unreadable: int = 0
    newest: str = ""
    ecosystems: set[str] = attrs.field(factory=set)


@attrs.frozen
class Relevant:
    """A record, and the part of it that speaks of one wanted package."""

    record: Mapping[str, Any]
    affected: Mapping[str, Any]
    package: Package


def relevant(path: Path, wanted: Set[Package], tally: Tally) -> Iterator[Relevant]:
    """Withdrawn records are counted and say nothing. What is no record is counted as unreadable."""
    names = {name for _, name in wanted}
    for raw in records(path):
        tally.records += 1
        if raw is None or not _is_whole(raw):
            tally.unreadable += 1
            continue
        _note(raw, tally)
        if not _mentions(raw, names):
            continue
        record = _parsed(raw)
        if record is None:
            tally.unreadable += 1
        elif record.get("withdrawn"):
            tally.withdrawn += 1
        else:
            yield from (one for one in _parts(record) if one.package in wanted)


def _is_whole(raw: bytes) -> bool:
    """A look at both ends; the rest is parsed only where it matters."""
    ends = raw.strip()
    return ends[:1] == b"{" and ends[-1:] == b"}"


def _note(raw: bytes, tally: Tally) -> None:
    for ecosystem in _ECOSYSTEMS.findall(raw)[:_MOST_AFFECTED]:
        tally.ecosystems.add(ECOSYSTEMS.get(ecosystem.decode(errors="replace"), ""))
    dated = _MODIFIED.search(raw)
    if dated:
        tally.newest = max(tally.newest, dated[1].decode() + "Z")


def _mentions(raw: bytes, names: set[str]) -> bool:
    """By name in any spelling; a record that hides its signs behind escapes is parsed to be sure."""
    if b"\\u" in raw:
        return True
    spelled = (name.decode(errors="replace") for name in _NAMES.findall(raw)[:_MOST_AFFECTED])
    return any(_normal(ecosystem, name) in names for name in spelled for ecosystem in _NORMALS)


_NORMALS = ("pypi", "npm", "cargo")  # one of each way in which names are normalised


def _normal(ecosystem: str, name: str) -> str:
    return named(ecosystem, name) or ""


def _parsed(raw: bytes) -> Mapping[str, Any] | None:
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("id"), str) else None


def _parts(record: Mapping[str, Any]) -> Iterator[Relevant]:
    listed = record.get("affected")
    for affected in listed[:_MOST_AFFECTED] if isinstance(listed, list) else ():
        package = affected.get("package") if isinstance(affected, Mapping) else None
        if not isinstance(package, Mapping):
            continue
        ecosystem = ECOSYSTEMS.get(str(package.get("ecosystem", "")).partition(":")[0])
        name = named(ecosystem, str(package.get("name", ""))) if ecosystem else None
        if ecosystem and name:
            yield Relevant(record, affected, (ecosystem, name))
