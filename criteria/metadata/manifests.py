"""What the manifests in the root of a project declare: name, version, licence. They are read, never executed."""

import configparser
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.snapshot import Snapshot
from criteria.untrusted import MAX_BYTES, load_json, load_toml

_LONGEST = 4000  # characters of one declared value
_MOST = 200  # declared values per manifest

_LITERAL = r"[^\S\n]{0,8}=[^\S\n]{0,8}(['\"])([^'\"\n]{1,300})\1"
_SETUP_NAME = re.compile(rf"(?m)\bname{_LITERAL}")
_SETUP_VERSION = re.compile(rf"(?m)\bversion{_LITERAL}")
_SETUP_LICENCE = re.compile(rf"(?m)\blicense{_LITERAL}")
_SETUP_CLASSIFIER = re.compile(r"['\"](License :: [^'\"\n]{1,200})['\"]")
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,60}):[^\S\n]?(.*)$")


@attrs.frozen
class Manifest:
    """`licences` are free values of licence fields, `classifiers` those of the package index that name a licence.

    `version` is None where it is computed at build time. `problem` says why a file could not be read.
    """

    path: str
    name: str | None = None
    version: str | None = None
    licences: tuple[str, ...] = ()
    classifiers: tuple[str, ...] = ()
    problem: str | None = None


def read_manifests(snapshot: Snapshot) -> tuple[Manifest, ...]:
    """Those of the root, in a fixed order; links are not followed."""
    found = ((path, snapshot.by_path.get(path)) for path in _READERS)
    return tuple(
        read_manifest(path, snapshot.text(entry, MAX_BYTES + 1))
        for path, entry in found
        if entry is not None and entry.is_file
    )


def read_manifest(path: str, text: str) -> Manifest:
    """The facts of one manifest; one that cannot be read has a problem and no facts."""
    try:
        if len(text) > MAX_BYTES:
            raise UntrustedInputError(f"{path}: longer than the {MAX_BYTES} bytes we read")
        return _READERS[path](path, text)
    except (UntrustedInputError, configparser.Error) as error:
        return Manifest(path, problem=str(error).partition("\n")[0][:300])


def _pyproject(path: str, text: str) -> Manifest:
    data = load_toml(text, path)
    project, poetry = _table(data, "project"), _table(data, "tool", "poetry")
    licence = project.get("license", poetry.get("license"))
    if isinstance(licence, Mapping):
        licence = licence.get("text")
    return Manifest(
        path,
        _string(project.get("name", poetry.get("name"))),
        _string(project.get("version", poetry.get("version"))),
        _strings([licence]),
        _classifiers(project.get("classifiers", poetry.get("classifiers"))),
    )


def _setup_cfg(path: str, text: str) -> Manifest:
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(text, path)
    section = dict(parser["metadata"]) if parser.has_section("metadata") else {}
    version = _string(section.get("version"))
    return Manifest(
        path,
        _string(section.get("name")),
        None if version and version.startswith(("attr:", "file:")) else version,
        _strings([section.get("license")]),
        _classifiers((section.get("classifiers") or "").splitlines()),
    )


def _setup_py(path: str, text: str) -> Manifest:
    name, version = _SETUP_NAME.search(text), _SETUP_VERSION.search(text)
    return Manifest(
        path,
        name[2] if name else None,
        version[2] if version else None,
        _strings(match[2] for match in _SETUP_LICENCE.finditer(text)),
        _classifiers(match[1] for match in _SETUP_CLASSIFIER.finditer(text)),
    )


def _pkg_info(path: str, text: str) -> Manifest:
    fields = _fields(text)
    return Manifest(
        path,
        _string(next(iter(fields.get("name", [])), None)),
        _string(next(iter(fields.get("version", [])), None)),
        _strings([*fields.get("license-expression", []), *fields.get("license", [])]),
        _classifiers(fields.get("classifier", [])),
    )


def _description(path: str, text: str) -> Manifest:
    fields = _fields(text)
    if "package" not in fields:
        return Manifest(path)  # some other file of that name, not an R package
    return Manifest(
        path,
        _string(fields["package"][0]),
        _string(next(iter(fields.get("version", [])), None)),
        _strings(fields.get("license", [])),
    )


def _package_json(path: str, text: str) -> Manifest:
    data = load_json(text, path)
    data = data if isinstance(data, Mapping) else {}
    several = data.get("licenses")
    values = [data.get("license"), *(several if isinstance(several, list) else ())]
    return Manifest(
        path,
        _string(data.get("name")),
        _string(data.get("version")),
        _strings(value.get("type") if isinstance(value, Mapping) else value for value in values),
    )


def _cargo(path: str, text: str) -> Manifest:
    package = _table(load_toml(text, path), "package")
    return Manifest(
        path, _string(package.get("name")), _string(package.get("version")), _strings([package.get("license")])
    )


def _julia(path: str, text: str) -> Manifest:
    data = load_toml(text, path)
    return Manifest(path, _string(data.get("name")), _string(data.get("version")), _strings([data.get("license")]))


_READERS: Mapping[str, Callable[[str, str], Manifest]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "PKG-INFO": _pkg_info,
    "package.json": _package_json,
    "Cargo.toml": _cargo,
    "DESCRIPTION": _description,
    "Project.toml": _julia,
}


def _fields(text: str) -> dict[str, list[str]]:
    """Headers up to the first empty line; a line that begins with a blank continues the one before."""
    fields: dict[str, list[str]] = {}
    last: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            break
        if match := _FIELD.match(line.rstrip("\r")):
            last = fields.setdefault(match[1].lower(), [])
            if len(last) < _MOST:
                last.append(match[2])
        elif last and len(last[-1]) < _LONGEST:
            last[-1] += f"\n{line.strip()}"
    return fields


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _string(value: Any) -> str | None:
    return value.strip()[:_LONGEST] or None if isinstance(value, str) else None


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_kept(values)))


def _kept(values: Any) -> Iterator[str]:
    for number, value in enumerate(values):
        if number < _MOST and (text := _string(value)):
            yield text


def _classifiers(values: Any) -> tuple[str, ...]:
    listed = values if isinstance(values, (list, tuple, Iterator)) else ()
    return tuple(value for value in _strings(listed) if value.startswith("License ::"))
