"""Manifests of R, Julia and Spack."""

import re
from collections.abc import Iterator, Mapping

from criteria.dependencies.model import (
    BUILD,
    CRAN,
    GENERIC,
    JULIA,
    LONGEST,
    OPTIONAL,
    RUNTIME,
    TEST,
    Dependency,
    line_of,
    line_of_key,
    named,
)
from criteria.untrusted import load_toml

_MOST = 2000
_FIELD = re.compile(
    r"^(Package|Depends|Imports|LinkingTo|Suggests|Enhances):([^\n]{0,4000}(?:\n[ \t][^\n]{0,1000}){0,300})", re.M
)
_PACKAGE = re.compile(r"([A-Za-z][\w.]{0,80})\s{0,10}(?:\(([^)\n]{1,60})\))?")
_PARTS_OF_R = frozenset(
    ("R", "base", "compiler", "datasets", "grDevices", "graphics", "grid", "methods", "parallel", "splines", "stats",
     "stats4", "tcltk", "tools", "translations", "utils")
)  # fmt: skip


def r_description(path: str, text: str) -> Iterator[Dependency]:
    """Some other file of that name has no field `Package`. What comes with R itself is left out."""
    scopes = {"Depends": RUNTIME, "Imports": RUNTIME, "LinkingTo": BUILD, "Suggests": OPTIONAL, "Enhances": OPTIONAL}
    fields = {match[1]: match[2] for match in _FIELD.finditer(text)}
    if "Package" not in fields:
        return
    for field, scope in scopes.items():
        for item in fields.get(field, "").split(",")[:_MOST]:
            match = _PACKAGE.match(item.strip())
            if match and match[1] not in _PARTS_OF_R:
                constraint = (match[2] or "").strip()
                exact = re.fullmatch(r"==\s{0,4}(\d[\w.-]{0,40})", constraint)
                line = line_of(text, match[1])
                yield Dependency(CRAN, match[1], scope, path, constraint, exact[1] if exact else None, line)


def julia_project(path: str, text: str) -> Iterator[Dependency]:
    data = load_toml(text, path)
    compat = _table(data, "compat")
    for key, scope in (("deps", RUNTIME), ("weakdeps", OPTIONAL), ("extras", TEST)):
        for name in list(_table(data, key))[:_MOST]:
            normal = named(JULIA, name)
            if normal is None:
                continue
            constraint = str(compat.get(name) or "")[:LONGEST]
            exact = re.fullmatch(r"=\s{0,4}(\d[\w.+-]{0,60})", constraint)
            scope = TEST if key == "deps" and path.rpartition("/")[0].endswith("test") else scope
            yield Dependency(
                JULIA, normal, scope, path, constraint, exact[1] if exact else None, line_of_key(text, name)
            )


_DEPENDS_ON = re.compile(
    r"^[ \t]{1,40}depends_on\([ \t\n]{0,40}['\"]([a-z0-9][\w-]{0,80})(@[^'\" \n]{1,80})?([^)]{0,400})\)", re.M
)


def spack_package(path: str, text: str) -> Iterator[Dependency]:
    """`depends_on` of a Spack recipe; any other file called package.py has none."""
    if "spack" not in text:
        return
    line, at = 1, 0
    for match in _DEPENDS_ON.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        rest = match[3]
        scope = RUNTIME
        if "type=" in rest and "run" not in rest and "link" not in rest:
            scope = TEST if "test" in rest and "build" not in rest else BUILD
        constraint = (match[2] or "").removeprefix("@")
        exact = constraint[1:] if constraint.startswith("=") and ":" not in constraint else None
        scope = OPTIONAL if scope == RUNTIME and "when=" in rest else scope
        yield Dependency(GENERIC, match[1], scope, path, constraint, exact, line)


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    table = data.get(key)
    return table if isinstance(table, Mapping) else {}
