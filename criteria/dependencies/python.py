"""Python's manifests: pyproject.toml, Poetry's tables in it, requirements, setup.cfg, setup.py and Pipfile."""

import configparser
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from criteria.dependencies.model import (
    BUILD,
    LONGEST,
    OPTIONAL,
    PYPI,
    RUNTIME,
    TEST,
    Dependency,
    line_of,
    line_of_key,
    named,
    scope_of,
)
from criteria.errors import UntrustedInputError
from criteria.untrusted import load_toml

_MOST = 2000  # requirements of one list
_OPTION = re.compile(r"\s{1,20}(?:--hash|--config-settings|--global-option)[= ].*")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_EGG = re.compile(r"#(?:.{0,200}&)?egg=([\w.-]{1,100})")
_FULL_COMMIT = re.compile(r"@([0-9a-f]{40})(?:$|[#?])")
_LISTS = re.compile(r"\b(install_requires|setup_requires|tests_require)\s{0,20}=\s{0,20}\[([^\]]{0,20000})\]")
_STRING = re.compile(r"(['\"])([^'\"\n]{1,300})\1")


def requirement(text: str, path: str, scope: str, line: int | None = None) -> Dependency | None:
    """One requirement of PEP 508; None where it is none."""
    try:
        parsed = Requirement(text[:500])
    except (InvalidRequirement, ValueError, RecursionError):
        return None
    name = named(PYPI, parsed.name)
    if name is None:
        return None
    constraint = f"{parsed.specifier}{f'; {parsed.marker}' if parsed.marker else ''}"[:LONGEST]
    version = next(
        (one.version for one in parsed.specifier if one.operator in ("==", "===") and "*" not in one.version), None
    )
    return Dependency(PYPI, name, scope, path, constraint, version, line, source=(parsed.url or "")[:LONGEST] or None)


def requirements(path: str, text: str) -> Iterator[Dependency]:
    """A requirements file of pip. Files that it includes are read where they themselves are found."""
    scope = scope_of(path.rpartition("/")[2].rsplit(".", 1)[0], RUNTIME)
    for number, line in _joined(text):
        line = _OPTION.sub("", _COMMENT.sub("", line)).strip()
        if not line or (line.startswith("-") and not line.startswith(("-e ", "--editable"))):
            continue
        if found := requirement(line, path, scope, number) or _from_url(line, path, scope, number):
            yield found


def constraints(path: str, text: str) -> Iterator[Dependency]:
    """A constraints file says which versions, and not that anything is needed: it is a kind of lock."""
    for found in requirements(path, text):
        if found.version is not None:
            yield Dependency(PYPI, found.name, RUNTIME, path, found.constraint, found.version, found.line, locked=True)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what a backslash continues."""
    begun, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        start = start or number
        if line.endswith("\\") and len(begun) < 5000:
            begun += line[:-1] + " "
            continue
        yield start, begun + line
        begun, start = "", 0
    if begun:
        yield start, begun


def _from_url(line: str, path: str, scope: str, number: int) -> Dependency | None:
    """`-e git+https://…@commit#egg=name`"""
    egg = _EGG.search(line[:1000])
    name = named(PYPI, egg[1]) if egg else None
    if name is None:
        return None
    commit = _FULL_COMMIT.search(line[:1000])
    address = line.removeprefix("-e").strip()[:LONGEST]
    return Dependency(PYPI, name, scope, path, "", commit[1] if commit else None, number, source=address)


def pyproject(path: str, text: str) -> Iterator[Dependency]:
    data = load_toml(text, path)
    project = _table(data, "project")
    own = named(PYPI, str(project.get("name") or ""))  # an extra may name other extras of the project itself
    groups: list[tuple[str, Any]] = [
        (BUILD, _table(data, "build-system").get("requires")),
        (RUNTIME, project.get("dependencies")),
        *((scope_of(name, OPTIONAL), listed) for name, listed in _table(project, "optional-dependencies").items()),
        *((scope_of(name, OPTIONAL), listed) for name, listed in _table(data, "dependency-groups").items()),
    ]
    for scope, listed in groups:
        for item in _strings(listed):
            found = requirement(item, path, scope, line_of(text, item))
            if found and found.name != own:
                yield found
    yield from _poetry(_table(data, "tool", "poetry"), path, text)


def _poetry(tables: Mapping[str, Any], path: str, text: str) -> Iterator[Dependency]:
    groups = [(RUNTIME, _table(tables, "dependencies")), (TEST, _table(tables, "dev-dependencies"))]
    groups += [
        (scope_of(name, OPTIONAL), _table(group, "dependencies"))
        for name, group in _table(tables, "group").items()
        if isinstance(group, Mapping)
    ]
    for scope, listed in groups:
        for name, value in list(listed.items())[:_MOST]:
            if name.lower() != "python" and (found := _by_table(name, value, scope, path, text)):
                yield found


def _by_table(name: str, value: Any, scope: str, path: str, text: str) -> Dependency | None:
    """Poetry's and Pipenv's way: a text such as `^1.2`, or a table with it under `version`."""
    normal = named(PYPI, name)
    if normal is None:
        return None
    table = value if isinstance(value, Mapping) else {}
    constraint = table.get("version", "") if table else value
    constraint = constraint.strip()[:LONGEST] if isinstance(constraint, str) and constraint != "*" else ""
    exact = re.fullmatch(r"={2,3}\s{0,4}([\w.!+]{1,100})", constraint)
    commit = str(table.get("rev") or table.get("ref") or "")
    version = exact[1] if exact else commit if re.fullmatch(r"[0-9a-f]{40}", commit) else None
    scope = OPTIONAL if table.get("optional") is True and scope == RUNTIME else scope
    address = str(table.get("git") or table.get("url") or table.get("path") or "")[:LONGEST]
    return Dependency(PYPI, normal, scope, path, constraint, version, line_of_key(text, name), source=address or None)


def pipfile(path: str, text: str) -> Iterator[Dependency]:
    data = load_toml(text, path)
    for key, scope in (("packages", RUNTIME), ("dev-packages", TEST)):
        for name, value in list(_table(data, key).items())[:_MOST]:
            if found := _by_table(name, value, scope, path, text):
                yield found


def setup_cfg(path: str, text: str) -> Iterator[Dependency]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text, path)
    except (configparser.Error, ValueError) as error:
        raise UntrustedInputError(f"{path}: {str(error).partition(chr(10))[0][:200]}") from error
    options = dict(parser["options"]) if parser.has_section("options") else {}
    groups = [
        (RUNTIME, options.get("install_requires")),
        (BUILD, options.get("setup_requires")),
        (TEST, options.get("tests_require")),
    ]
    if parser.has_section("options.extras_require"):
        groups += [(scope_of(name, OPTIONAL), value) for name, value in parser["options.extras_require"].items()]
    for scope, value in groups:
        for item in (value or "").split("\n")[:_MOST]:
            item = _COMMENT.sub("", item).strip()
            if item and (found := requirement(item, path, scope, line_of(text, item))):
                yield found


def setup_py(path: str, text: str) -> Iterator[Dependency]:
    """Lists that are written out; what the script computes is not known without running it."""
    scopes = {"install_requires": RUNTIME, "setup_requires": BUILD, "tests_require": TEST}
    for listed in _LISTS.finditer(text):
        for item in _STRING.finditer(listed[2]):
            line = text.count("\n", 0, listed.start(2) + item.start()) + 1
            if found := requirement(item[2], path, scopes[listed[1]], line):
                yield found


def _strings(listed: Any) -> Iterable[str]:
    return [item for item in listed[:_MOST] if isinstance(item, str)] if isinstance(listed, list) else []


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}
