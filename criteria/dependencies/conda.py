"""Conda's environment files. By lines: their form is that simple, and they hold what no strict reader of YAML takes."""

import re
from collections.abc import Iterator

from criteria.dependencies.model import CONDA, LONGEST, RUNTIME, Dependency, named, scope_of
from criteria.dependencies.python import requirement

_ITEM = re.compile(r"^([ ]{0,12})-[ ]{1,8}(?P<quote>['\"]?)([^'\"#\n]{1,300}?)(?P=quote)[ \t]*(?:#.*)?$")
_KEY = re.compile(r"^([A-Za-z_]{1,40}):")
_SPEC = re.compile(r"^(?:[\w./-]{1,60}::)?([\w.-]{1,100})[ ]{0,4}(.{0,200})$")
_BUILD_PINNED = re.compile(r"^=(\d[^=]{0,60})=[\w.]{3,100}$")


def environment(path: str, text: str) -> Iterator[Dependency]:
    """Exact with its build is what a lock writes; `name=1.2` alone means any 1.2."""
    scope = scope_of(path.rpartition("/")[2].rsplit(".", 1)[0], RUNTIME)
    inside, pip_indent = False, -1
    for number, line in enumerate(text.splitlines(), 1):
        if key := _KEY.match(line):
            inside, pip_indent = key[1] == "dependencies", -1
        item = _ITEM.match(line) if inside else None
        if item is None:
            continue
        indent, entry = len(item[1]), item[3].strip()
        if entry in ("pip:", "pip :"):
            pip_indent = indent
        elif 0 <= pip_indent < indent:
            if found := requirement(entry, path, scope, number):
                yield found
        else:
            pip_indent = -1
            if found_spec := _conda(entry, path, scope, number):
                yield found_spec


def _conda(entry: str, path: str, scope: str, number: int) -> Dependency | None:
    spec = _SPEC.match(entry)
    name = named(CONDA, spec[1]) if spec else None
    if spec is None or name is None or entry.endswith(":"):
        return None
    constraint = spec[2].split(" #")[0].strip()
    built = _BUILD_PINNED.match(constraint)
    exact = re.fullmatch(r"==[ ]{0,2}(\d[\w.!+-]{0,60})", constraint)
    version = built[1] if built else exact[1] if exact else None
    return Dependency(CONDA, name, scope, path, constraint[:LONGEST], version, number, locked=built is not None)
