"""Lock files: which exact version of what was chosen. Read by lines where the format allows it, for they are long."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

import attrs

from criteria.dependencies.model import (
    CARGO,
    COMPOSER,
    GEM,
    JULIA,
    LONGEST,
    NPM,
    OPTIONAL,
    PYPI,
    RUNTIME,
    TEST,
    Dependency,
    named,
)
from criteria.errors import UntrustedInputError
from criteria.untrusted import load_json

LIMIT = 8 * 2**20  # bytes of a lock file
_MOST = 20_000  # entries of one lock file
OWN = "own"  # the source of a package that is the project itself or a part of it

_BLOCK = re.compile(r"^\[\[(?:package|deps\.([\w.-]{1,100}))\]\]\s*$", re.M)
_FIELD = re.compile(
    r"^(name|version|source|category)[ \t]{0,8}=[ \t]{0,8}(?:\"([^\"\n]{0,300})\"|(\{[^\n]{0,400}))", re.M
)


def _blocks(text: str) -> Iterator[tuple[int, str | None, dict[str, str]]]:
    """Line, name in the head if there, and the texts of each `[[package]]` table of TOML that programs write."""
    line, at = 1, 0
    heads = list(_BLOCK.finditer(text))[:_MOST]
    for head, following in zip_longest(heads, heads[1:]):
        line, at = line + text.count("\n", at, head.start()), head.start()
        block = text[head.end() : following.start() if following else head.end() + 4000][:4000]
        fields = {match[1]: match[2] or match[3] or "" for match in reversed(list(_FIELD.finditer(block)))}
        yield line, head[1], fields


def _toml_lock(path: str, text: str, ecosystem: str) -> Iterator[Dependency]:
    for line, of_head, fields in _blocks(text):
        name, version = named(ecosystem, of_head or fields.get("name", "")), fields.get("version")
        source = fields.get("source", "")
        if name is None or not version:
            continue
        scope = TEST if fields.get("category") == "dev" else RUNTIME
        elsewhere = OWN if _is_own(source) else source[:LONGEST] if "git" in source.partition("registry")[0] else None
        yield Dependency(ecosystem, name, scope, path, "", version, line, locked=True, source=elsewhere)


def _is_own(source: str) -> bool:
    """uv lists the project itself with the place it lies in."""
    return source.startswith("{") and any(key in source for key in ("editable =", "virtual =", "directory ="))


def python_lock(path: str, text: str) -> Iterator[Dependency]:
    """uv.lock, poetry.lock and pdm.lock."""
    return _toml_lock(path, text, PYPI)


def cargo_lock(path: str, text: str) -> Iterator[Dependency]:
    """A package without a source is the workspace's own."""
    own = {line for line, _, fields in _blocks(text) if "source" not in fields}
    for found in _toml_lock(path, text, CARGO):
        yield attrs.evolve(found, source=OWN) if found.line in own else found


def julia_manifest(path: str, text: str) -> Iterator[Dependency]:
    """Packages of the standard library have no version of their own."""
    if "[[deps." in text:
        return _toml_lock(path, text, JULIA)
    return _toml_lock(path, re.sub(r"(?m)^\[\[([\w.-]{1,100})\]\]$", r"[[deps.\1]]", text), JULIA)


def pipfile_lock(path: str, text: str) -> Iterator[Dependency]:
    data = load_json(text, path, LIMIT)
    for key, scope in (("default", RUNTIME), ("develop", TEST)):
        for name, value in _items(data, key):
            version = value.get("version")
            normal = named(PYPI, name)
            if normal and isinstance(version, str):
                yield Dependency(PYPI, normal, scope, path, "", version.lstrip("=")[:LONGEST], None, locked=True)


def package_lock(path: str, text: str) -> Iterator[Dependency]:
    """npm's package-lock.json and npm-shrinkwrap.json, versions 1 to 3, without the project's own folders."""
    data = load_json(text, path, LIMIT)
    listed = list(_items(data, "packages")) or list(_items(data, "dependencies"))
    for place, value in listed[:_MOST]:
        name = named(NPM, place.rpartition("node_modules/")[2])
        version = value.get("version")
        if not place or name is None or not isinstance(version, str) or value.get("link"):
            continue
        if "packages" in data and "node_modules/" not in place:
            continue  # a folder of the workspace
        scope = TEST if value.get("dev") else OPTIONAL if value.get("optional") else RUNTIME
        yield Dependency(NPM, name, scope, path, "", version[:LONGEST], None, locked=True)


_YARN = re.compile(
    r"^\"?(@?[^@\"\s]{1,150})@[^\n]{1,2000}:\r?\n[ ]{2}\"?version\"?:?[ ]\"?([^\"\s]{1,100})\"?[ \t\r]*$", re.M
)


def yarn_lock(path: str, text: str) -> Iterator[Dependency]:
    """Both the first form of Yarn and the YAML of its later versions."""
    for number, match in enumerate(_YARN.finditer(text)):
        name = named(NPM, match[1])
        if number >= _MOST:
            return
        if name and not match[2].startswith("0.0.0-use.local"):
            yield Dependency(NPM, name, RUNTIME, path, "", match[2], None, locked=True)


_PNPM = re.compile(r"^  '?/?(@?[^@'\s(:]{1,150})[@/](\d[^'\s():]{0,100})(?:\([^\n]{0,500})?'?:[ \t\r]*$", re.M)


def pnpm_lock(path: str, text: str) -> Iterator[Dependency]:
    seen: set[tuple[str, str]] = set()
    for match in _PNPM.finditer(text):
        name = named(NPM, match[1])
        if name and (name, match[2]) not in seen and len(seen) < _MOST:
            seen.add((name, match[2]))
            yield Dependency(NPM, name, RUNTIME, path, "", match[2], None, locked=True)


_GEM = re.compile(r"^ {4}([\w.-]{1,100}) \((\d[\w.-]{0,80})\)[ \t\r]*$", re.M)


def gemfile_lock(path: str, text: str) -> Iterator[Dependency]:
    line, at = 1, 0
    for match in _GEM.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        yield Dependency(GEM, match[1], RUNTIME, path, "", match[2], line, locked=True)


def composer_lock(path: str, text: str) -> Iterator[Dependency]:
    data = load_json(text, path, LIMIT)
    for key, scope in (("packages", RUNTIME), ("packages-dev", TEST)):
        listed = data.get(key) if isinstance(data, Mapping) else None
        for value in (listed if isinstance(listed, list) else [])[:_MOST]:
            name = named(COMPOSER, str(value.get("name", ""))) if isinstance(value, Mapping) else None
            if name and isinstance(value.get("version"), str):
                yield Dependency(COMPOSER, name, scope, path, "", value["version"].lstrip("v")[:LONGEST], locked=True)


def _items(data: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(data, Mapping):
        raise UntrustedInputError("a lock file of this kind is a JSON object")
    table = data.get(key)
    if isinstance(table, Mapping):
        yield from ((name, value) for name, value in table.items() if isinstance(value, Mapping))
