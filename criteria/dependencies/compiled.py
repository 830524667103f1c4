"""Manifests of compiled languages: Cargo, Go, Maven, Gradle, CMake, Meson's wraps, Fortran's package manager."""

import configparser
import re
from collections.abc import Iterator, Mapping
from typing import Any

from criteria.dependencies.model import (
    BUILD,
    CARGO,
    GENERIC,
    GO,
    LONGEST,
    MAVEN,
    OPTIONAL,
    RUNTIME,
    TEST,
    Dependency,
    line_of,
    line_of_key,
    named,
)
from criteria.errors import UntrustedInputError
from criteria.untrusted import load_toml, load_xml

_MOST = 2000
_COMMIT = re.compile(r"^[0-9a-f]{40}$")


def cargo_toml(path: str, text: str) -> Iterator[Dependency]:
    data = load_toml(text, path)
    tables = [data, *(value for value in _table(data, "target").values() if isinstance(value, Mapping))]
    tables.append(_table(data, "workspace"))
    for table in tables:
        for key, scope in (("dependencies", RUNTIME), ("build-dependencies", BUILD), ("dev-dependencies", TEST)):
            for name, value in list(_table(table, key).items())[:_MOST]:
                yield from _cargo(name, value, scope, path, text)


def _cargo(name: str, value: Any, scope: str, path: str, text: str) -> Iterator[Dependency]:
    table = value if isinstance(value, Mapping) else {"version": value}
    normal = named(CARGO, str(table.get("package") or name))
    if normal is None or table.get("workspace") is True:
        return
    constraint = str(table.get("version") or "")[:LONGEST]
    exact = re.fullmatch(r"=\s{0,4}(\d[\w.+-]{0,60})", constraint)
    scope = OPTIONAL if table.get("optional") is True and scope == RUNTIME else scope
    address = str(table.get("git") or table.get("path") or "")[:LONGEST] or None
    yield Dependency(
        CARGO, normal, scope, path, constraint, exact[1] if exact else None, line_of_key(text, name), source=address
    )


_GO_REQUIRE = re.compile(
    r"^(?:require )?[ \t]{0,8}([\w.-]{1,100}(?:/[\w.~-]{1,100}){1,12}) (v\d[\w.+-]{0,100})"
    r"(?:[ \t]*//[ \t]*(indirect)?.*)?$",
    re.M,
)


def go_mod(path: str, text: str) -> Iterator[Dependency]:
    """Go takes exactly the versions it is told; those marked indirect are needed by others."""
    line, at = 1, 0
    for match in _GO_REQUIRE.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        name = named(GO, match[1])
        if name:
            yield Dependency(GO, name, RUNTIME, path, match[2], match[2], line, locked=match[3] is not None)


def pom_xml(path: str, text: str) -> Iterator[Dependency]:
    """Of every `dependencies` list; a property `${name}` of the same file is put in."""
    root = load_xml(text, path)
    properties = {_tag(one.tag): (one.text or "").strip() for one in _children(root, "properties")}
    for listed in root.iter():
        if _tag(listed.tag) != "dependency":
            continue
        fields = {_tag(child.tag): (child.text or "").strip()[:LONGEST] for child in listed}
        name = named(MAVEN, f"{fields.get('groupId', '')}:{fields.get('artifactId', '')}")
        if name is None or "${" in name:
            continue
        version = fields.get("version", "")
        if version.startswith("${"):
            version = properties.get(version[2:-1], "")[:LONGEST]
        scope = {"test": TEST, "provided": BUILD}.get(fields.get("scope", ""), RUNTIME)
        scope = OPTIONAL if fields.get("optional") == "true" else scope
        exact = version if re.fullmatch(r"\d[\w.+-]{0,100}", version) else None
        yield Dependency(MAVEN, name, scope, path, version, exact, line_of(text, fields["artifactId"]))


def _children(root: Any, name: str) -> Iterator[Any]:
    for child in root:
        if _tag(child.tag) == name:
            yield from child


def _tag(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


_GRADLE = re.compile(
    r"^[ \t]{0,40}(\w{0,60}(?:mplementation|api|ompileOnly|untimeOnly|ompile|rocessor|untime))[ (]{1,4}"
    r"['\"]([\w.-]{1,100}):([\w.-]{1,100})(?::([\w.+-]{1,60}))?['\"]",
    re.M,
)


def gradle(path: str, text: str) -> Iterator[Dependency]:
    line, at = 1, 0
    for match in _GRADLE.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        scope = TEST if match[1].lower().startswith(("test", "androidtest")) else RUNTIME
        scope = BUILD if match[1] in ("compileOnly", "annotationProcessor") else scope
        version = match[4] or ""
        exact = version if version and "+" not in version else None
        yield Dependency(MAVEN, f"{match[2]}:{match[3]}", scope, path, version, exact, line)


_FIND_PACKAGE = re.compile(
    r"^[ \t]{0,40}find_package[ \t]{0,4}\([ \t\n]{0,20}([A-Za-z][\w+.-]{0,80})"
    r"(?:[ \t\n]{1,20}(\d[\w.]{0,40}))?([^)]{0,400})\)",
    re.M | re.I,
)
_FETCHED = re.compile(r"GIT_TAG[ \t]{1,20}\"?([\w./-]{1,100})|GIT_REPOSITORY[ \t]{1,20}\"?([^\s\")]{1,200})", re.I)
_DECLARE = re.compile(
    r"\b(?:FetchContent_Declare|ExternalProject_Add)[ \t]{0,4}\(\s{0,40}([\w.-]{1,80})([^)]{0,3000})\)", re.I
)


def cmake(path: str, text: str) -> Iterator[Dependency]:
    """`find_package`, and what is fetched while configuring: by tag, which can move, or by commit."""
    line, at = 1, 0
    for match in _FIND_PACKAGE.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        scope = RUNTIME if "REQUIRED" in match[3].upper() else OPTIONAL
        yield Dependency(GENERIC, match[1].lower(), scope, path, f">={match[2]}" if match[2] else "", None, line)
    for match in _DECLARE.finditer(text):
        said = {"tag": "", "repository": ""}
        for fetched in _FETCHED.finditer(match[2]):
            said["tag" if fetched[1] else "repository"] = fetched[1] or fetched[2]
        line = text.count("\n", 0, match.start(1)) + 1
        version = said["tag"] if _COMMIT.match(said["tag"]) else None
        yield Dependency(
            GENERIC, match[1].lower(), RUNTIME, path, said["tag"], version, line, source=said["repository"] or None
        )


def meson_wrap(path: str, text: str) -> Iterator[Dependency]:
    """A wrap names an archive with its digest, or a repository with its revision."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text, path)
    except (configparser.Error, ValueError) as error:
        raise UntrustedInputError(f"{path}: {str(error).partition(chr(10))[0][:200]}") from error
    name = named(GENERIC, path.rpartition("/")[2].removesuffix(".wrap"))
    section = next((dict(parser[one]) for one in parser.sections() if one.startswith("wrap-")), None)
    if name is None or section is None:
        return
    revision, archive = section.get("revision", ""), section.get("directory", "")
    numbered = re.search(r"-v?(\d[\w.]{0,40})$", archive)
    version = revision if _COMMIT.match(revision) else numbered[1] if numbered and "source_hash" in section else None
    address = section.get("url") or section.get("source_url") or ""
    yield Dependency(GENERIC, name, RUNTIME, path, revision[:LONGEST], version, 1, source=address[:LONGEST] or None)


def fpm_toml(path: str, text: str) -> Iterator[Dependency]:
    data = load_toml(text, path)
    for key, scope in (("dependencies", RUNTIME), ("dev-dependencies", TEST), ("build-dependencies", BUILD)):
        for name, value in list(_table(data, key).items())[:_MOST]:
            table = value if isinstance(value, Mapping) else {}
            normal = named(GENERIC, name)
            if normal is None:
                continue
            constraint = str(table.get("tag") or table.get("branch") or (value if isinstance(value, str) else ""))
            revision = str(table.get("rev") or "")
            address = str(table.get("git") or table.get("path") or "")[:LONGEST] or None
            version = revision if _COMMIT.match(revision) else None
            constraint = (constraint or revision)[:LONGEST]
            yield Dependency(
                GENERIC, normal.lower(), scope, path, constraint, version, line_of_key(text, name), source=address
            )


def _table(data: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}
