"""SageMath's distribution: each folder of `build/pkgs` is a package with its type, version and archive."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from criteria.dependencies.model import (
    BUILD,
    GENERIC,
    LONGEST,
    OPTIONAL,
    PYPI,
    RUNTIME,
    Dependency,
    named,
)
from criteria.dependencies.python import requirement
from criteria.snapshot import Entry

_FILE = re.compile(
    r"^((?:[^/]{1,100}/){0,6}build/pkgs/([\w.+-]{1,100}))/"
    r"(type|package-version\.txt|checksums\.ini|requirements\.txt|install-requires\.txt|version_requirements\.txt)$"
)
_MOST = 3000  # packages
_SCOPES = {"base": BUILD, "standard": RUNTIME, "optional": OPTIONAL, "experimental": OPTIONAL}
_PYTHON = ("requirements.txt", "install-requires.txt", "version_requirements.txt")
_ADDRESS = re.compile(r"^upstream_url[ \t]{0,8}=[ \t]{0,8}(\S{1,500})", re.M)
# Where Python's index keeps archives and wheels, whatever its host is called.
_INDEX = re.compile(r"^https?://[\w.-]{3,60}/packages/(?:source|any|py\d?[\w.]{0,10}|cp\d{1,4})/")
_PATCH = re.compile(r"\.p\d{1,3}$")

Folders = dict[str, dict[str, Entry]]


def package_folders(entries: Iterable[Entry]) -> Folders:
    """Folder -> the files of it that say something, by name; empty for every other project."""
    folders: Folders = {}
    for entry in entries:
        match = _FILE.match(entry.path) if "build/pkgs/" in entry.path and entry.is_file else None
        if match and (match[1] in folders or len(folders) < _MOST):
            folders.setdefault(match[1], {})[match[3]] = entry
    return {folder: files for folder, files in folders.items() if "type" in files}


def packages(folders: Folders, read: Callable[[Entry], str]) -> Iterator[Dependency]:
    for folder, files in folders.items():
        text = {name: read(entry) for name, entry in files.items()}
        if found := _package(folder, text):
            yield found


def _package(folder: str, text: Mapping[str, str]) -> Dependency | None:
    """Sage's patch level `.p3` is no part of the version; a package of Python's index carries the index' name."""
    scope = _SCOPES.get(text["type"].strip())
    if scope is None:
        return None
    version = _PATCH.sub("", text.get("package-version.txt", "").strip())[:LONGEST] or None
    asked = next((text[name] for name in _PYTHON if text.get(name, "").strip()), "")
    file = "package-version.txt" if version else next((name for name in _PYTHON if name in text), "type")
    path = f"{folder}/{file}"
    declared = next((found for found in (requirement(line, path, scope) for line in _lines(asked)) if found), None)
    address = _ADDRESS.search(text.get("checksums.ini", ""))
    source = address[1].replace("VERSION", version or "VERSION")[:LONGEST] if address else None
    if declared is not None:
        constraint, name = declared.constraint, declared.name
        return Dependency(PYPI, name, scope, path, constraint, version or declared.version, 1)
    if source and _INDEX.match(source):
        return Dependency(PYPI, named(PYPI, folder.rpartition("/")[2]) or "", scope, path, "", version, 1)
    return Dependency(GENERIC, folder.rpartition("/")[2], scope, path, "", version, 1, source=source)


def _lines(text: str) -> list[str]:
    return [line.partition("#")[0].strip() for line in text.splitlines()[:50] if line.partition("#")[0].strip()]
