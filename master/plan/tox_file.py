"""What tox is told about the test environment: dependencies and variables, the plain ones only."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan.ini_file import lines_of, read_ini
from master.plan.requirements import Requirements, parse, plain_file
from workers.environment import variable_problem

MAX_LINES = 200
_INCLUDE = re.compile(r"-r\s*([^\s{}]+)\Z")
_CONDITION = re.compile(r"[A-Za-z0-9_.!{},\s-]+:\s")  # `py37-unit: mock` holds for some environments only


@attrs.frozen
class ToxSettings:
    """`files`: files with requirements that the environment includes."""

    requirements: Requirements = attrs.field(factory=Requirements)
    files: tuple[str, ...] = ()
    environment: Mapping[str, str] = attrs.field(factory=dict)
    reasons: tuple[str, ...] = ()


def read_tox(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> ToxSettings:
    """From tox.ini, tox.toml or [tool.tox]; the base of all environments only."""
    source, dependencies, variables = _said(snapshot, pyproject)
    found, reasons, files = [], [], []
    for line in dependencies[:MAX_LINES]:
        if (include := _INCLUDE.match(line)) and plain_file(snapshot, include.group(1)):
            files.append(include.group(1))
        elif _CONDITION.match(line) or "{" in line or line.startswith("-"):
            reasons.append(f"{source}: {shown(line)} is not followed: only plain names and -r are")
        elif isinstance(item := parse(line), str):
            reasons.append(f"{source}: {item}; it is not installed")
        else:
            found.append(item)
    environment, refused = _variables(source, variables)
    return ToxSettings(Requirements(tuple(found), tuple(reasons)), tuple(files), environment, refused)


def _said(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> tuple[str, list[str], list[tuple[str, str]]]:
    section = read_ini(snapshot, "tox.ini").get("testenv")
    if section is not None:
        variables = section.get("setenv") or section.get("set_env")
        return "tox.ini", list(lines_of(section.get("deps"))), list(_pairs(lines_of(variables)))
    source, table = _toml(snapshot, pyproject)
    base = table.get("env_run_base")
    if not isinstance(base, Mapping):
        return source, [], []
    deps, variables = base.get("deps"), base.get("set_env")
    return (
        source,
        [item for item in deps if isinstance(item, str)] if isinstance(deps, list) else [],
        [(key, item) for key, item in variables.items() if isinstance(item, str)]
        if isinstance(variables, dict)
        else [],
    )


def _toml(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    entry = plain_file(snapshot, "tox.toml")
    if entry is not None:
        try:
            return entry.path, load_toml(snapshot.read(entry), entry.path)
        except UntrustedInputError:
            return entry.path, {}
    tool = pyproject.get("tool")
    table = tool.get("tox") if isinstance(tool, Mapping) else None
    return "[tool.tox] of pyproject.toml", table if isinstance(table, Mapping) else {}


def _pairs(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            yield name.strip(), value.strip()


def _variables(source: str, pairs: list[tuple[str, str]]) -> tuple[dict[str, str], tuple[str, ...]]:
    environment: dict[str, str] = {}
    reasons: list[str] = []
    for name, value in pairs[:MAX_LINES]:
        if "{" in value or "{" in name or ":" in name:
            problem: str | None = f"the variable {shown(name)} needs tox to be worked out"
        else:
            problem = variable_problem(name, value)
        if problem:
            reasons.append(f"{source}: {problem}; it is not set")
        else:
            environment[name] = value
    return environment, tuple(reasons)
