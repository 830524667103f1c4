"""What manifests declare: name, version, licence, authors, repository. They are read, never executed."""

import configparser
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.metadata.releases import parse
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import MAX_BYTES, load_json, load_toml, load_xml

_LONGEST = 4000  # characters of one declared value
_MOST = 200  # declared values per manifest

_LITERAL = r"[^\S\n]{0,8}=[^\S\n]{0,8}(['\"])([^'\"\n]{1,300})\1"
_SETUP_NAME = re.compile(rf"(?m)\bname{_LITERAL}")
_SETUP_VERSION = re.compile(rf"(?m)\bversion{_LITERAL}")
_SETUP_LICENCE = re.compile(rf"(?m)\blicense{_LITERAL}")
_SETUP_CLASSIFIER = re.compile(r"['\"](License :: [^'\"\n]{1,200})['\"]")
_R_NAME = r"([\"'])((?:(?!\{0})[^\n]){{1,100}})\{0}"
_R_PERSON = re.compile(
    r"\bperson\([\s(]{0,20}(?:given\s{0,4}=\s{0,4})?"
    + _R_NAME.format(1)
    + r"(?:\s{0,4},\s{0,40}(?:family\s{0,4}=\s{0,4})?"
    + _R_NAME.format(3)
    + r")?"
)
_MAIL = re.compile(r"[<(][^<>()]{0,200}[>)]")
_SOURCE = re.compile(r"(?i)repo|source|code|github|gitlab|git")
_FIELD = re.compile(r"^([A-Za-z][\w@-]{0,60}):[^\S\n]?(.*)$")


@attrs.frozen
class Manifest:
    """`licences` are free values of licence fields, `classifiers` those of the package index that name a licence.

    `version` is None where it is computed at build time. `authors` are names, without addresses; `repositories` are
    addresses of the source code as written. `problem` says why a file could not be read.
    """

    path: str
    name: str | None = None
    version: str | None = None
    licences: tuple[str, ...] = ()
    classifiers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    problem: str | None = None


def read_manifests(snapshot: Snapshot) -> tuple[Manifest, ...]:
    """Those of the root, in a fixed order; links are not followed."""
    found = (snapshot.by_path.get(path) for path in (*READERS, *_VERSION_FILES))
    manifests = (_read(snapshot, entry) for entry in found if entry is not None and entry.is_file)
    return tuple(one for one in manifests if one.version or one.path not in _VERSION_FILES)


def _read(snapshot: Snapshot, entry: Entry) -> Manifest:
    if entry.size > MAX_BYTES:
        return Manifest(entry.path, problem=f"{entry.path}: longer than the {MAX_BYTES} bytes we read")
    return read_manifest(entry.path, snapshot.text(entry, MAX_BYTES))


def read_manifest(path: str, text: str) -> Manifest:
    """The facts of one manifest, known by its name; one that cannot be read has a problem and no facts."""
    try:
        if len(text) > MAX_BYTES:
            raise UntrustedInputError(f"{path}: longer than the {MAX_BYTES} bytes we read")
        return READERS.get(path.rpartition("/")[2], _version_file)(path, text)
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
        _people(project.get("authors", poetry.get("authors"))),
        _sources({**_table(project, "urls"), "repository": poetry.get("repository")}),
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
        _people((section.get("author") or "").split(",")),
        _sources(dict(line.partition("=")[::2] for line in (section.get("project_urls") or "").splitlines())),
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
    fields = header_fields(text)
    return Manifest(
        path,
        _string(next(iter(fields.get("name", [])), None)),
        _string(next(iter(fields.get("version", [])), None)),
        _strings([*fields.get("license-expression", []), *fields.get("license", [])]),
        _classifiers(fields.get("classifier", [])),
        _people([name for value in fields.get("author", []) for name in value.split(",")]),
        _sources(dict(value.partition(",")[::2] for value in fields.get("project-url", []))),
    )


def _description(path: str, text: str) -> Manifest:
    fields = header_fields(text)
    if "package" not in fields:
        return Manifest(path)  # some other file of that name, not an R package
    return Manifest(
        path,
        _string(fields["package"][0]),
        _string(next(iter(fields.get("version", [])), None)),
        _strings(fields.get("license", [])),
        authors=_strings(
            f"{given} {family}".strip()
            for _, given, _, family in _R_PERSON.findall(" ".join(fields.get("authors@r", [])))
        ),
        repositories=_strings(part.strip() for value in fields.get("url", []) for part in value.split(",")),
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
        authors=_people([data.get("author"), *_list(data.get("contributors"))]),
        repositories=_sources({"repository": _address(data.get("repository"))}),
    )


def _cargo(path: str, text: str) -> Manifest:
    package = _table(load_toml(text, path), "package")
    return Manifest(
        path,
        _string(package.get("name")),
        _string(package.get("version")),
        _strings([package.get("license")]),
        authors=_people(package.get("authors")),
        repositories=_sources({"repository": package.get("repository")}),
    )


def _julia(path: str, text: str) -> Manifest:
    data = load_toml(text, path)
    return Manifest(
        path,
        _string(data.get("name")),
        _string(data.get("version")),
        _strings([data.get("license")]),
        authors=_people(data.get("authors")),
    )


def _fpm(path: str, text: str) -> Manifest:
    """The package manager of Fortran; where the version is the name of a file, that file says it."""
    data = load_toml(text, path)
    version = _string(data.get("version"))
    return Manifest(
        path,
        _string(data.get("name")),
        version if version and parse(version) else None,
        _strings([data.get("license")]),
        authors=_people(data["author"] if isinstance(data.get("author"), list) else [data.get("author")]),
    )


def _pom(path: str, text: str) -> Manifest:
    """Names of elements are read without their namespace; values with `${…}` are filled in by Maven, not here."""
    root = load_xml(text, path)
    here = {child.tag.rpartition("}")[2]: child for child in root}

    def inside(name: str, wanted: str) -> list[str]:
        found = here[name].iter() if name in here else ()
        return [one.text for one in found if one.text and one.tag.rpartition("}")[2] == wanted]

    own = {name: child.text for name, child in here.items() if child.text and "${" not in child.text}
    return Manifest(
        path,
        _string(own.get("artifactId")),
        _string(own.get("version")),
        _strings(inside("licenses", "name")),
        authors=_people(inside("developers", "name")),
        repositories=_sources({"repository": next(iter(inside("scm", "url")), None)}),
    )


def _version_file(path: str, text: str) -> Manifest:
    """A file that holds nothing but a version, on one line."""
    line = text.strip()
    return Manifest(path, version=line if len(line) < 50 and parse(line) else None)


_VERSION_FILES = ("VERSION", "VERSION.txt", "version.txt", "VERSION.md", ".version")
READERS: Mapping[str, Callable[[str, str], Manifest]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "PKG-INFO": _pkg_info,
    "package.json": _package_json,
    "Cargo.toml": _cargo,
    "DESCRIPTION": _description,
    "Project.toml": _julia,
    "fpm.toml": _fpm,
    "pom.xml": _pom,
}


def header_fields(text: str) -> dict[str, list[str]]:
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


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _address(value: Any) -> Any:
    return value.get("url") if isinstance(value, Mapping) else value


def _people(values: Any) -> tuple[str, ...]:
    """Names, however a manifest writes people: as a table, or as `Name <address>`."""
    names = (one.get("name") if isinstance(one, Mapping) else one for one in _list(values))
    plain = (re.sub(r"[\"'\s,]{1,20}", " ", _MAIL.sub(" ", name[:300])) for name in names if isinstance(name, str))
    return _strings(name.strip() for name in plain)


def _sources(addresses: Mapping[str, Any]) -> tuple[str, ...]:
    """Those addresses whose label says that they lead to the source code."""
    return _strings(value for label, value in addresses.items() if _SOURCE.search(str(label)))
