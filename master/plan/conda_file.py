"""environment.yml of conda, and pixi.toml, as what a cell can have: packages of the Python index and of Debian.

conda itself is not in a cell. A name is taken where it is known to be the same package in the Python index, or where
our table says what stands for it; every other name is left out with a sentence. The part below `pip:` counts as it
stands.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml, load_yaml
from master.plan.requirements import MAX_REQUIREMENTS, Requirements, parse, plain_file, read_file, requirement_file

NAMES = ("environment.yml", "environment.yaml")
FOLDERS = ("", "binder/", ".binder/")  # of several, the first that is there
MAX_BYTES = 128 * 2**10
_MATCH = re.compile(
    r"(?:[A-Za-z0-9_./-]{1,80}::)?([A-Za-z0-9_][A-Za-z0-9_.-]{0,80})(?:\[[^\]]{0,100}\])?"  # channel, name, brackets
    r"[ \t]{0,20}([=<>!~*0-9].{0,200})?\Z"
)
_BUILD = re.compile(r"(==?[ \t]{0,5}[0-9][^=\s]{0,60})[= \t]{1,5}[A-Za-z0-9_*.]{1,60}\Z")  # `=1.2=py310_0`
_FUZZY = re.compile(r"=[ \t]{0,5}([0-9][A-Za-z0-9.!+]{0,60}?)(?:\.?\*)?\Z")  # `=1.2` is 1.2 and all below it
_VERSION = re.compile(r"[0-9][A-Za-z0-9.!+]{0,60}(?:\.\*)?\Z")
_PYTHON = re.compile(r"[=<>~!]{1,3}[ \t]{0,5}(3\.[0-9]{1,2})")


@attrs.frozen
class CondaFile:
    """`python`: the one it asks for, "" for any. `files`: files with requirements below `pip:`."""

    path: str = ""
    python: str = ""
    requirements: Requirements = attrs.field(factory=Requirements)
    system: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.path)


def read_conda(snapshot: Snapshot, imported: Collection[str] = ()) -> CondaFile:
    """The environment of the repository; a CondaFile that is False when there is none.

    `imported`: normalised names of what the repository's own files import. A name that is not in our table is taken
    for the same package where it is also imported under that name.
    """
    path = next((folder + name for folder in FOLDERS for name in NAMES if folder + name in snapshot.by_path), None)
    entry = snapshot.by_path[path] if path is not None else None
    if entry is None or not entry.is_file:
        return _read_pixi(snapshot, imported)
    try:
        data = load_yaml(snapshot.read(entry, MAX_BYTES + 1), entry.path, MAX_BYTES)
    except UntrustedInputError as error:
        return CondaFile(entry.path, reasons=(f"{shown(str(error), 200)}; {entry.path} is passed over",))
    listed = data.get("dependencies") if isinstance(data, dict) else None
    reading = _Reading(entry.path, imported)
    for item in listed[:MAX_REQUIREMENTS] if isinstance(listed, list) else []:
        if isinstance(item, str):
            reading.conda(item)
        elif isinstance(item, dict):
            reading.pip(snapshot, item.get("pip"))
    return reading.result()


def _read_pixi(snapshot: Snapshot, imported: Collection[str]) -> CondaFile:
    """The dependencies of pixi.toml or [tool.pixi], which have conda's names and versions in tables."""
    source, table = pixi_table(snapshot)
    if not table:
        return CondaFile()
    reading = _Reading(source, imported)
    for key, take in (("dependencies", reading.conda), ("pypi-dependencies", reading.index)):
        listed = table.get(key)
        for name, value in list(listed.items())[:MAX_REQUIREMENTS] if isinstance(listed, dict) else []:
            version = value.get("version", "*") if isinstance(value, dict) else value
            if isinstance(version, str) and not (isinstance(value, dict) and {"path", "git", "url"} & set(value)):
                take(f"{name} {'' if version == '*' else version}".strip())
    return reading.result()


def pixi_table(snapshot: Snapshot) -> tuple[str, Mapping[str, Any]]:
    """The file and its table; an empty one when there is none."""
    for path in ("pixi.toml", "pyproject.toml"):
        entry = plain_file(snapshot, path)
        if entry is not None:
            try:
                data = load_toml(snapshot.read(entry), path)
            except UntrustedInputError:
                continue
            tool = data.get("tool")
            table = data if path == "pixi.toml" else tool.get("pixi") if isinstance(tool, dict) else None
            if isinstance(table, dict):
                return path if path == "pixi.toml" else "[tool.pixi] of pyproject.toml", table
    return "", {}


@attrs.define
class _Reading:
    """Collects what one file says."""

    path: str
    imported: Collection[str]
    python: str = ""
    found: list[Requirement] = attrs.field(factory=list)
    system: list[str] = attrs.field(factory=list)
    reasons: list[str] = attrs.field(factory=list)

    def conda(self, item: str) -> None:
        match = _MATCH.match(item.strip())
        if match is None:
            self.reasons.append(f"{self.path}: {shown(item)} is no package of conda that we read; it is left out")
            return
        name, version = match.group(1).lower(), (match.group(2) or "").strip()
        if name == "python":
            python = _PYTHON.search(version if version[:1] in "=<>~!" else f"={version}")
            self.python = python.group(1) if python else ""
            return
        table = _table()
        if name in table["passed"]:
            self.reasons.append(f"{self.path}: {name} is left out: {table['passed'][name]}")
        elif name in table["system"]:
            self.system += table["system"][name]
            self.reasons.append(f"{self.path}: {name} is taken from Debian: {', '.join(table['system'][name])}")
        else:
            self._from_index(name, version)

    def _from_index(self, name: str, version: str) -> None:
        table = _table()
        other = table["pip"].get(name)
        if other is None and name not in table["same"] and canonicalize_name(name) not in self.imported:
            self.reasons.append(
                f"{self.path}: {name} is left out: it is not known which package of the Python index it is;"
                " name it below pip:"
            )
            return
        item = parse((other or name) + specifier(version))
        if isinstance(item, str):
            self.reasons.append(f"{self.path}: {item}; it is left out")
        else:
            self.found.append(item)
            if other is not None:
                self.reasons.append(f"{self.path}: {name} is taken from the Python index as {other}")

    def index(self, item: str) -> None:
        """A package of the Python index, with conda's way of writing versions."""
        name, _, version = item.partition(" ")
        read = parse(name + specifier(version))
        if isinstance(read, str):
            self.reasons.append(f"{self.path}: {read}; it is not installed")
        else:
            self.found.append(read)

    def pip(self, snapshot: Snapshot, items: object) -> None:
        for item in items[:MAX_REQUIREMENTS] if isinstance(items, list) else []:
            if not isinstance(item, str):
                continue
            path = requirement_file(item)
            if path is not None and plain_file(snapshot, path):
                included = read_file(snapshot, path)
                self.found += included.found
                self.reasons += included.reasons
            elif item.strip() in (".", "-e .") or item.strip().startswith((".[", "-e .[")):
                continue  # the project itself, which is installed anyway
            elif isinstance(read := parse(item), str):
                self.reasons.append(f"{self.path}: {read}; it is not installed")
            else:
                self.found.append(read)

    def result(self) -> CondaFile:
        return CondaFile(
            path=self.path,
            python=self.python,
            requirements=Requirements(tuple(self.found)),
            system=tuple(dict.fromkeys(self.system)),
            reasons=tuple(self.reasons),
        )


def specifier(version: str) -> str:
    """A version constraint of conda in the words of PEP 440; "" for any, and for what PEP 440 cannot say."""
    plain = _BUILD.sub(r"\1", version).strip()
    if not plain or plain == "*" or "|" in plain:
        return ""
    return ",".join(filter(None, (_part(part.strip()) for part in plain.split(","))))


def _part(part: str) -> str:
    if part.startswith("==") or part[:1] in "<>!~":
        return part
    if fuzzy := _FUZZY.match(part):
        return f"=={fuzzy.group(1)}.*"
    return f"=={part}" if _VERSION.match(part) else ""


@cache
def _table() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("master.plan") / "conda_packages.yaml").read_text(encoding="utf-8"))
    return {**data, "same": frozenset(data["same"])}
