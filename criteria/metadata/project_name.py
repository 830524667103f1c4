"""What the project calls itself: its names and repositories, as its manifests declare them. Nothing is executed."""

import configparser
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.parser import HeaderParser
from typing import Any

import attrs

from criteria.census.apart import words
from criteria.errors import UntrustedInputError
from criteria.snapshot import Snapshot
from criteria.untrusted import load_json, load_toml

_LIMIT = 256 * 1024  # bytes of one manifest
_NAME = re.compile(r"^[\w@][\w.@/ -]{0,99}$")
_REPOSITORY = re.compile(
    r"(?:https?://|git@|ssh://git@)(?:www\.)?"
    r"((?:github|bitbucket|codeberg|gitlab|sourceforge)\.[a-z]{2,5}|git(?:lab)?\.[a-z0-9.-]{3,60})"
    r"[/:]([\w.~-]{1,100}(?:/[\w.~-]{1,100}){1,4})",
    re.I,
)
# What stands behind the name of a repository in an address; "-" leads to the pages of a GitLab project.
_PAGES = words(
    "issues issue pull pulls merge_requests fork compare blob tree wiki raw releases actions workflows discussions "
    "graphs commits badges -"
)
_URL = re.compile(r"^[ \t]{0,40}url[ \t]{0,8}=[ \t]{0,8}[\"']([^\"'\n]{1,300})[\"']", re.M)


@attrs.frozen
class ProjectName:
    """`names` and `repositories` (`host/owner/name`, lower case) as declared; empty where no manifest says."""

    names: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()


@attrs.frozen
class Mention:
    """A repository on a forge that a text names. `page` is what follows, such as issues or pull."""

    repository: str
    page: str | None


def declared_name(snapshot: Snapshot) -> ProjectName:
    """Read from every manifest in the root that we know; a manifest that cannot be read says nothing."""
    names: list[str] = []
    repositories: list[str] = []
    for path, reader in _MANIFESTS.items():
        entry = snapshot.by_path.get(path)
        if entry is None or not entry.is_file or entry.size > _LIMIT:
            continue
        text = snapshot.text(entry)
        try:
            name, addresses = reader(text)
        except (UntrustedInputError, configparser.Error, ValueError):
            continue
        if isinstance(name, str) and _NAME.match(name):
            names.append(name)
        repositories += [mention.repository for mention in mentions(" ".join(addresses))]
    return ProjectName(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(repositories)))


def mentions(text: str) -> Iterator[Mention]:
    """Every address of a forge repository in the text, in order."""
    for match in _REPOSITORY.finditer(text):
        parts = match.group(2).rstrip(".").split("/")
        end = next((number for number, part in enumerate(parts) if number >= 2 and part in _PAGES), None)
        whole = end is None and parts[-1].endswith(".git")
        owner = parts if whole else parts[: end or 2]
        repository = "/".join([match.group(1), *owner]).lower().removesuffix(".git")
        page = (
            "clone"
            if parts[-1].endswith(".git")
            else next((part for part in parts[2:] if part in _PAGES - {"-"}), None)
        )
        yield Mention(repository, page)


def folded(name: str) -> str:
    """A name as people compare it: `Memory_Allocator` and `memory-allocator` are one."""
    return re.sub(r"[\W_]", "", name.lower())


def aliases(names: Iterable[str]) -> frozenset[str]:
    """The folded names, with and without the usual `python-` and `py` around them, and without a scope before a `/`."""
    found = set()
    for name in names:
        last = name.rpartition("/")[2].removesuffix(".git").lower()
        found.add(folded(last))
        for affix in ("python-", "lib", "r-", "node-"):
            found.add(folded(last.removeprefix(affix)))
        for affix in ("-python", "-py", ".jl", ".js", "-cli", "-office"):
            found.add(folded(last.removesuffix(affix)))
    return frozenset(alias for alias in found if len(alias) >= 2)


def names_any(text: str, wanted: frozenset[str]) -> bool:
    """Whether the text holds one of the folded names as a word of its own, or as up to three words in a row."""
    folds = [folded(word) for word in re.findall(r"[\w.+-]{1,100}", text.lower())]
    folds = [word for word in folds if word]
    pairs = ("".join(folds[at : at + size]) for size in (1, 2, 3) for at in range(len(folds) - size + 1))
    return any(word in wanted for word in pairs)


def _strings(*values: Any) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, str):
            found.append(value[:2000])
        elif isinstance(value, Mapping):
            found += [item[:2000] for item in value.values() if isinstance(item, str)]
        elif isinstance(value, list):
            found += [item[:2000] for item in value if isinstance(item, str)]
    return found[:100]


_Manifest = tuple[Any, list[str]]


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _pyproject(text: str) -> _Manifest:
    data = load_toml(text, "pyproject.toml", _LIMIT)
    project, poetry = _table(data, "project"), _table(data, "tool", "poetry")
    name = project.get("name") or poetry.get("name")
    return name, _strings(project.get("urls"), poetry.get("repository"), poetry.get("homepage"), poetry.get("urls"))


def _cargo(text: str) -> _Manifest:
    package = _table(load_toml(text, "Cargo.toml", _LIMIT), "package")
    return package.get("name"), _strings(package.get("repository"), package.get("homepage"))


def _julia(text: str) -> _Manifest:
    return load_toml(text, "Project.toml", _LIMIT).get("name"), []


def _fpm(text: str) -> _Manifest:
    data = load_toml(text, "fpm.toml", _LIMIT)
    return data.get("name"), _strings(data.get("homepage"))


def _json(*address_keys: str) -> Callable[[str], _Manifest]:
    def read(text: str) -> _Manifest:
        data = load_json(text, "manifest", _LIMIT)
        table = data if isinstance(data, Mapping) else {}
        return table.get("name"), _strings(*(table.get(key) for key in address_keys))

    return read


def _setup_cfg(text: str) -> _Manifest:
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(text)
    section = dict(parser["metadata"]) if parser.has_section("metadata") else {}
    return section.get("name"), _strings(section.get("url"), section.get("project_urls"))


def _headers(*keys: str) -> Callable[[str], _Manifest]:
    def read(text: str) -> _Manifest:
        message = HeaderParser().parsestr(text.partition("\n\n")[0])
        return message.get("Name") or message.get("Package"), _strings(
            [str(v) for key in keys for v in message.get_all(key, [])]
        )

    return read


def _call(pattern: str) -> Callable[[str], _Manifest]:
    """The name out of a manifest that is a program: one line is looked for, nothing is run."""
    compiled = re.compile(pattern, re.M)

    def read(text: str) -> _Manifest:
        match = compiled.search(text)
        return match.group(1) if match else None, _URL.findall(text)

    return read


_MANIFESTS: Mapping[str, Callable[[str], _Manifest]] = {
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "PKG-INFO": _headers("Home-page", "Project-URL"),
    "setup.py": _call(r"^[ \t]{0,40}(?:name|NAME)[ \t]{0,8}=[ \t]{0,8}[\"']([\w.-]{1,100})[\"']"),
    "package.json": _json("repository", "homepage"),
    "CITATION.cff": _call(r"^title:[ \t]{0,8}[\"']?([\w.-]{1,40})[\"']?[ \t]{0,8}$"),
    "codemeta.json": _json("codeRepository", "url"),
    "Cargo.toml": _cargo,
    "Project.toml": _julia,
    "fpm.toml": _fpm,
    "DESCRIPTION": _headers("URL", "BugReports"),
    "CMakeLists.txt": _call(r"^[ \t]{0,8}(?i:project)[ \t]{0,8}\([ \t]{0,8}([\w.-]{1,100})"),
    "meson.build": _call(r"^project\([ \t\n]{0,8}'([\w.-]{1,100})'"),
}
