"""What tox is told about the test environment: dependencies, extras, variables and commands, the plain ones only."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan.ini_file import Sections, lines_of, read_ini
from master.plan.requirements import plain_file
from master.plan.runner_settings import MAX_LINES, RunnerSettings, read_runner
from workers.environment import MAX_VARIABLES, variable_problem

# Environments that test, where the base of all environments names no commands.
TEST_ENVIRONMENTS = ("test", "tests", "unit", "unittest", "unittests", "unit_tests", "pytest", "py", "py3", "python")
_CONDITION = re.compile(r"[A-Za-z0-9_.!{},-][A-Za-z0-9_.!{}, -]{0,200}:\s")  # `py37-unit: mock` holds for some only
_REFERENCE = re.compile(r"\{\[([^\]{}]{1,100})\]([A-Za-z0-9_-]{1,60})\}\Z")


@attrs.frozen
class _Said:
    """The values of one environment, as they are written."""

    source: str
    dependencies: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    commands: tuple[str, ...] = ()


def read_tox(snapshot: Snapshot, pyproject: Mapping[str, Any], environment: str | None = None) -> RunnerSettings:
    """From tox.ini, tox.toml or [tool.tox]: the base of all environments, or the one that is named, on top of it."""
    said = _ini(read_ini(snapshot, "tox.ini"), environment) or _toml(snapshot, pyproject, environment)
    installs, reasons = _unconditional(said.source, [*said.dependencies, *(f".[{name}]" for name in said.extras)])
    commands, more = _unconditional(said.source, _continued(said.commands))
    runner = read_runner(snapshot, said.source, installs, commands, [*reasons, *more])
    variables, refused = _variables(said.source, said.variables)
    return attrs.evolve(runner, environment=variables, reasons=(*runner.reasons, *refused))


def _ini(sections: Sections, environment: str | None) -> _Said | None:
    base = sections.get("testenv")
    names = [environment] if environment else [] if base and base.get("commands") else list(TEST_ENVIRONMENTS)
    own = next((sections[f"testenv:{name}"] for name in names if f"testenv:{name}" in sections), {})
    if base is None and not own:
        return None
    values = {**(base or {}), **own}
    variables = values.get("setenv") or values.get("set_env")
    return _Said(
        source="tox.ini",
        dependencies=tuple(_resolved(lines_of(values.get("deps")), sections)),
        extras=tuple(name for line in lines_of(values.get("extras")) for name in re.split(r"[,\s]+", line) if name),
        variables=tuple(_pairs(_resolved(lines_of(variables), sections))),
        commands=tuple(_resolved(lines_of(values.get("commands")), sections)),
    )


def _resolved(lines: tuple[str, ...], sections: Sections) -> Iterator[str]:
    """Lines in which `{[section]key}` stands for the lines of that key; one step, so that nothing can go in circles."""
    for line in lines:
        reference = _REFERENCE.match(line)
        if reference is None:
            yield line
        else:
            yield from lines_of(sections.get(reference.group(1), {}).get(reference.group(2).lower()))


def _toml(snapshot: Snapshot, pyproject: Mapping[str, Any], environment: str | None) -> _Said:
    source, table = _table(snapshot, pyproject)
    base, environments = table.get("env_run_base"), table.get("env")
    own = environments.get(environment) if isinstance(environments, Mapping) and environment else None
    values = {**(base if isinstance(base, Mapping) else {}), **(own if isinstance(own, Mapping) else {})}
    variables = values.get("set_env")
    return _Said(
        source=source,
        dependencies=_texts(values.get("deps")),
        extras=_texts(values.get("extras")),
        variables=tuple((key, item) for key, item in variables.items() if isinstance(item, str))
        if isinstance(variables, Mapping)
        else (),
        commands=tuple(_commands(values.get("commands"))),
    )


def _table(snapshot: Snapshot, pyproject: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    entry = plain_file(snapshot, "tox.toml")
    if entry is not None:
        try:
            return entry.path, load_toml(snapshot.read(entry), entry.path)
        except UntrustedInputError:
            return entry.path, {}
    tool = pyproject.get("tool")
    table = tool.get("tox") if isinstance(tool, Mapping) else None
    return "[tool.tox] of pyproject.toml", table if isinstance(table, Mapping) else {}


def _commands(value: object) -> Iterator[str]:
    """tox.toml has a list of words per command; the words are quoted so that they stay what they are."""
    for words in value if isinstance(value, list) else []:
        if isinstance(words, list):
            plain = [_posargs(word) for word in words]
            yield " ".join("'" + word.replace("'", "'\\''") + "'" if " " in word else word for word in plain if word)


def _posargs(word: object) -> str:
    """`{replace = "posargs", default = [...]}` is its default."""
    if isinstance(word, str):
        return word
    default = word.get("default") if isinstance(word, Mapping) and word.get("replace") == "posargs" else None
    return " ".join(item for item in default if isinstance(item, str)) if isinstance(default, list) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _unconditional(source: str, lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines that hold for every environment, and a reason for each of the others."""
    kept, reasons = [], []
    for line in lines[:MAX_LINES]:
        if _CONDITION.match(line):
            reasons.append(f"{source}: {shown(line)} is not followed: it holds for some environments only")
        else:
            kept.append(line)
    return kept, reasons


def _continued(lines: tuple[str, ...]) -> list[str]:
    """Commands over several lines, joined where a line ends with a backslash."""
    commands, open_ = [], ""
    for line in lines[:MAX_LINES]:
        if line.endswith("\\"):
            open_ += line.removesuffix("\\")
        else:
            commands.append(open_ + line)
            open_ = ""
    return [*commands, open_] if open_ else commands


def _pairs(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            yield name.strip(), value.strip()


def _variables(source: str, pairs: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    environment: dict[str, str] = {}
    reasons: list[str] = []
    for name, value in pairs[:MAX_VARIABLES]:
        if "{" in value or "{" in name or ":" in name:
            problem: str | None = f"the variable {shown(name)} needs tox to be worked out"
        else:
            problem = variable_problem(name, value)
        if problem:
            reasons.append(f"{source}: {problem}; it is not set")
        else:
            environment[name] = value
    return environment, tuple(reasons)
