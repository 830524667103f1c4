"""The Python project in a repository: how it is installed, and which dependencies it declares for what."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from packaging.utils import canonicalize_name

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan import poetry
from master.plan.requirements import Requirements, plain_file, read_list
from master.plan.setup_files import SetupFacts, read_setup_cfg, read_setup_script

MAX_GROUPS = 100
LEGACY_BACKEND = "setuptools"


@attrs.frozen
class Group:
    """A named list of requirements beside the runtime ones."""

    name: str  # normalised
    spelled: str  # as an extra is asked for: `.[spelled]`
    requirements: Requirements
    source: str  # for sentences, e.g. "[dependency-groups] of pyproject.toml"
    extra: bool = False  # the installation of the project can bring it


@attrs.frozen
class Project:
    """What the packaging files say. `declares`: they name runtime dependencies, or compute them."""

    installable: bool = False
    backend: str = LEGACY_BACKEND
    requires_python: str = ""
    dependencies: Requirements = attrs.field(factory=Requirements)
    declares: bool = False
    groups: tuple[Group, ...] = ()
    reasons: tuple[str, ...] = ()


def read_project(snapshot: Snapshot) -> Project:
    """The project of the top folder; a Project that is not installable when there is none."""
    data, reasons = read_pyproject(snapshot)
    project, tool = _table(data, "project"), _table(data, "tool")
    cfg, script = read_setup_cfg(snapshot), read_setup_script(snapshot)
    legacy = plain_file(snapshot, "setup.py") is not None
    described = "build-system" in data or "project" in data or bool(_table(tool, "poetry").get("name"))
    virtual = _table(tool, "poetry").get("package-mode") is False or _table(tool, "uv").get("package") is False
    groups = [*_extras(project), *_poetry_groups(tool), *_listed_groups(data), *_setup_groups(cfg, script)]
    dependencies = _dependencies(project, tool, cfg, script)
    return Project(
        installable=(described or legacy) and not virtual,
        backend=_backend(data),
        requires_python=_requires_python(project, tool, cfg, script),
        dependencies=dependencies,
        declares="project" in data or bool(dependencies.found) or cfg.computed or script.computed,
        groups=tuple(groups[:MAX_GROUPS]),
        reasons=reasons,
    )


def read_pyproject(snapshot: Snapshot) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The tables of pyproject.toml, and a sentence when it cannot be read."""
    entry = plain_file(snapshot, "pyproject.toml")
    if entry is None:
        return {}, ()
    try:
        return load_toml(snapshot.read(entry), entry.path), ()
    except UntrustedInputError as error:
        return {}, (f"{shown(str(error), 200)}; pyproject.toml is passed over",)


def _table(data: object, key: str) -> Mapping[str, Any]:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _backend(data: Mapping[str, Any]) -> str:
    backend = _table(data, "build-system").get("build-backend")
    return backend if isinstance(backend, str) else LEGACY_BACKEND


def _requires_python(project: Mapping[str, Any], tool: Mapping[str, Any], cfg: SetupFacts, script: SetupFacts) -> str:
    said = project.get("requires-python")
    if isinstance(said, str):
        return said
    python = _table(_table(tool, "poetry"), "dependencies").get("python")
    if isinstance(python, str):
        try:
            return poetry.pep440(python)
        except ValueError:
            return ""
    return cfg.requires_python or script.requires_python


def _dependencies(
    project: Mapping[str, Any], tool: Mapping[str, Any], cfg: SetupFacts, script: SetupFacts
) -> Requirements:
    found = read_list(project.get("dependencies"), "[project] of pyproject.toml")
    found += poetry.read_table(_table(tool, "poetry").get("dependencies"), "[tool.poetry] of pyproject.toml")
    return found + read_list(cfg.install, "setup.cfg") + read_list(script.install, "setup.py")


def _extras(project: Mapping[str, Any]) -> Iterator[Group]:
    source = "[project.optional-dependencies] of pyproject.toml"
    for name, items in _table(project, "optional-dependencies").items():
        yield _group(name, read_list(items, source), source, extra=True)


def _setup_groups(cfg: SetupFacts, script: SetupFacts) -> Iterator[Group]:
    for source, facts in (("setup.cfg", cfg), ("setup.py", script)):
        for name, items in facts.extras.items():
            yield _group(name, read_list(items, source), f"extras_require of {source}", extra=True)
        if facts.tests:
            yield _group("test", read_list(facts.tests, source), f"tests_require of {source}")


def _poetry_groups(tool: Mapping[str, Any]) -> Iterator[Group]:
    table = _table(tool, "poetry")
    for name, group in _table(table, "group").items():
        source = f"[tool.poetry.group.{name}] of pyproject.toml"
        yield _group(name, poetry.read_table(_table(group, "dependencies"), source), source)
    source = "[tool.poetry.dev-dependencies] of pyproject.toml"
    if old := _table(table, "dev-dependencies"):
        yield _group("dev", poetry.read_table(old, source), source)
    declared = _table(table, "dependencies")
    for name, members in _table(table, "extras").items():
        if isinstance(members, list):
            wanted = {member: _required(declared[member]) for member in members if _is_key(member, declared)}
            source = "[tool.poetry.extras] of pyproject.toml"
            yield _group(name, poetry.read_table(wanted, source), source, extra=True)


def _is_key(member: object, table: Mapping[str, Any]) -> bool:
    return isinstance(member, str) and member in table


def _required(value: Any) -> Any:
    """A dependency of an extra is marked optional; whoever asks for the extra wants it."""
    return {key: item for key, item in value.items() if key != "optional"} if isinstance(value, Mapping) else value


def _listed_groups(data: Mapping[str, Any]) -> Iterator[Group]:
    """PEP 735 and the older places of single tools; all are lists of PEP 508."""
    tool, groups = _table(data, "tool"), _table(data, "dependency-groups")
    source = "[dependency-groups] of pyproject.toml"
    for name in groups:
        yield _group(name, read_list(_included(name, groups), source), source)
    for name, items in _table(_table(tool, "pdm"), "dev-dependencies").items():
        yield _group(name, read_list(items, "[tool.pdm]"), "[tool.pdm.dev-dependencies] of pyproject.toml")
    if items := _table(tool, "uv").get("dev-dependencies"):
        yield _group("dev", read_list(items, "[tool.uv]"), "[tool.uv] of pyproject.toml")
    for name, environment in _table(_table(tool, "hatch"), "envs").items():
        items = [*_list(environment, "dependencies"), *_list(environment, "extra-dependencies")]
        group = {"default": "dev", "hatch-test": "test"}.get(name, name)
        yield _group(group, read_list(items, "[tool.hatch]"), f"[tool.hatch.envs.{name}] of pyproject.toml")


def _included(name: str, groups: Mapping[str, Any]) -> list[str]:
    """A group of PEP 735 with the groups it includes, each once."""
    by_name = {canonicalize_name(key): key for key in groups}
    items: list[str] = []
    waiting, seen = [name], {name}
    while waiting:
        for item in _list(groups, waiting.pop(0)):
            if isinstance(item, str):
                items.append(item)
            elif isinstance(item, Mapping) and isinstance(item.get("include-group"), str):
                included = by_name.get(canonicalize_name(item["include-group"]))
                if included is not None and included not in seen:
                    seen.add(included)
                    waiting.append(included)
    return items


def _list(table: object, key: str) -> list[Any]:
    value = table.get(key) if isinstance(table, Mapping) else None
    return value if isinstance(value, list) else []


def _group(name: str, requirements: Requirements, source: str, *, extra: bool = False) -> Group:
    return Group(canonicalize_name(name[:100]), name, requirements, source, extra)
