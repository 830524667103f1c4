"""Distinct components of the tree: folders with a manifest of their own, each with the SWHID of its folder."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from criteria.census.apart import TEST_FOLDERS, by_path
from criteria.census.kinds import DOCUMENT_FOLDERS
from criteria.errors import CriteriaError
from criteria.metadata.manifests import header_fields
from criteria.metadata.statements import listed, table
from criteria.snapshot import Entry, Folder, Snapshot
from criteria.untrusted import MAX_BYTES, load_json, load_toml, load_xml

KIND = "components"

MAX_COMPONENTS = 500
_LIMIT = 128 * 1024  # bytes of one manifest
_NOT_COMPONENTS = TEST_FOLDERS | DOCUMENT_FOLDERS | {"examples", "example", "benchmarks", "benchmark", "templates"}
_SETUP_NAME = re.compile(r"(?m)\bname[^\S\n]{0,8}=[^\S\n]{0,8}['\"]([\w.-]{1,100})['\"]")
_GO = re.compile(r"(?m)^module[ \t]{1,8}(\S{1,200})")
_INI_NAME = re.compile(r"(?m)^\[metadata\][^\[]{0,2000}?^name[ \t]{0,8}=[ \t]{0,8}([\w.-]{1,100})")


@attrs.frozen
class Component:
    """`name` as its manifest declares it. `folder` is empty for the root. `swhid` is swh:1:dir: of the folder."""

    name: str
    folder: str
    manifest: str
    swhid: str


@attrs.frozen
class Components:
    """By folder. `members` are what workspace tables of the root list, with the file that lists them."""

    tracked: int
    components: tuple[Component, ...]
    members: tuple[str, ...] = ()
    workspace: str | None = None
    truncated: bool = False

    @property
    def several(self) -> bool:
        """More than one; the root alone is the software itself."""
        return len(self.components) > 1


def _toml(*keys: str) -> Callable[[str, str], Any]:
    def read(text: str, path: str) -> Any:
        *tables, last = keys
        return table(load_toml(text, path), *tables).get(last)

    return read


def _pyproject(text: str, path: str) -> Any:
    data = load_toml(text, path)
    return table(data, "project").get("name") or table(data, "tool", "poetry").get("name")


def _julia(text: str, path: str) -> Any:
    """An environment has no uuid and is no package."""
    data = load_toml(text, path)
    return data.get("name") if "uuid" in data else None


def _pom(text: str, path: str) -> Any:
    return next((child.text for child in load_xml(text, path) if child.tag.rpartition("}")[2] == "artifactId"), None)


def _pattern(pattern: re.Pattern[str]) -> Callable[[str, str], Any]:
    def read(text: str, _: str) -> Any:
        found = pattern.search(text)
        return found[1] if found else None

    return read


_MANIFESTS: Mapping[str, Callable[[str, str], Any]] = {
    "pyproject.toml": _pyproject,
    "Cargo.toml": _toml("package", "name"),
    "package.json": lambda text, path: table(load_json(text, path)).get("name"),
    "Project.toml": _julia,
    "fpm.toml": _toml("name"),
    "DESCRIPTION": lambda text, _: next(iter(header_fields(text).get("package", [])), None),
    "pom.xml": _pom,
    "go.mod": _pattern(_GO),
    "setup.cfg": _pattern(_INI_NAME),
    "setup.py": _pattern(_SETUP_NAME),
}


def collect(snapshot: Snapshot) -> Components:
    candidates = [entry for entry in snapshot.files() if entry.name in _MANIFESTS and _may_be(entry)]
    order = tuple(_MANIFESTS)
    candidates.sort(
        key=lambda entry: (entry.folder.count("/") + bool(entry.folder), entry.folder, order.index(entry.name))
    )
    trees = _Trees(snapshot)
    components: dict[str, Component] = {}
    for entry in candidates:
        if entry.folder in components or len(components) >= MAX_COMPONENTS:
            continue
        name = _name(snapshot, entry)
        if name:
            components[entry.folder] = Component(name, entry.folder, entry.path, f"swh:1:dir:{trees.id(entry.folder)}")
    workspace, members = _workspace(snapshot)
    return Components(
        tracked=len(snapshot.entries),
        components=tuple(components[folder] for folder in sorted(components)),
        members=tuple(members[:MAX_COMPONENTS]),
        workspace=workspace,
        truncated=len(components) >= MAX_COMPONENTS,
    )


def _may_be(entry: Entry) -> bool:
    folders = entry.folder.lower().split("/") if entry.folder else []
    return by_path(entry.path) is None and not _NOT_COMPONENTS.intersection(folders)


def _name(snapshot: Snapshot, entry: Entry) -> str | None:
    try:
        name = _MANIFESTS[entry.name](snapshot.text(entry, _LIMIT), entry.path)
    except CriteriaError:
        return None
    return name.strip()[:200] or None if isinstance(name, str) else None


class _Trees:
    """Ids of folders by their path, listing each folder on the way once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._below: dict[str, dict[str, Folder]] = {}

    def id(self, path: str) -> str:
        here = self._snapshot.root
        for part in path.split("/") if path else ():
            if here.path not in self._below:
                self._below[here.path] = {folder.path: folder for folder in self._snapshot.listed(here)[1]}
            here = self._below[here.path][f"{here.path}{part}/"]
        return here.id


_TABLES: Mapping[str, Callable[[str, str], Any]] = {
    "Cargo.toml": lambda text, path: table(load_toml(text, path), "workspace").get("members"),
    "pyproject.toml": lambda text, path: table(load_toml(text, path), "tool", "uv", "workspace").get("members"),
    "Project.toml": lambda text, path: table(load_toml(text, path), "workspace").get("projects"),
    "package.json": lambda text, path: _npm(load_json(text, path)),
    "pnpm-workspace.yaml": lambda text, _: re.findall(r"(?m)^[ \t]{0,8}-[ \t]{1,8}['\"]?([^'\"\n]{1,200})", text),
    "pom.xml": lambda text, path: [one.text for one in load_xml(text, path).iter() if one.tag.endswith("}module")],
    "go.work": lambda text, _: re.findall(r"(?m)^[ \t]{0,8}(?:use[ \t]{1,8})?(\./[^\s()]{1,200})", text),
}


def _npm(data: Any) -> Any:
    found = table(data).get("workspaces")
    return found.get("packages") if isinstance(found, Mapping) else found


def _workspace(snapshot: Snapshot) -> tuple[str | None, list[str]]:
    for name, read in _TABLES.items():
        entry = snapshot.by_path.get(name)
        if entry is None or not entry.is_file:
            continue
        try:
            members = [one[:200] for one in listed(read(snapshot.text(entry, MAX_BYTES), name)) if isinstance(one, str)]
        except CriteriaError:
            continue
        if members:
            return name, members
    return None, []


def duplicated(components: Components) -> Iterator[str]:
    """Names that more than one component bears."""
    names = [component.name.lower() for component in components.components]
    yield from sorted({name for name in names if names.count(name) > 1})
