"""Cpplint: C and C++ by those of its rules that other guides, the C++ Core Guidelines above all, share."""

import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.disarm import disarm
from criteria.tools.process import ask
from criteria.tools.tool import Examination, Hit, Purpose

ID = "cpplint"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("C", "C++")
MARKERS: tuple[str, ...] = ("NOLINT",)
DISTRIBUTIONS: tuple[str, ...] = ("cpplint",)
PROCESSES = 0
KNOWN_BAD = '#include <stdio.h>\nvoid f(char *s) {\n  sprintf(s, "x");  // NOLINT\n}\n'
KNOWN_GOOD = "int f(int x) {\n  return x + 1;\n}\n"

# There is no one style of C or C++: clang-format alone knows seven layouts, and each project has its own. Left out are
# hence layout, order of includes, guards, and what only one company's guide asks for; also `explicit` and casts of the
# old kind, which the guides reject and half of the field writes. What remains are constructs that nobody defends.
RULES = (
    "build/deprecated", "build/endif_comment", "build/explicit_make_pair", "build/forward_decl", "build/namespaces",
    "build/printf_format", "build/storage_class", "readability/inheritance", "runtime/init",
    "runtime/invalid_increment", "runtime/member_string_references", "runtime/memset", "runtime/operator",
    "runtime/printf", "runtime/printf_format",
)  # fmt: skip
# In a header a namespace is opened for everybody who includes it; in a source only for that source.
_IN_HEADERS, _HEADERS = "build/namespaces", (".h", ".hh")
_CONFIGURATION = "assay-cpplint.none"  # a name that is nowhere: it looks in every folder above
_START = (
    sys.executable, "-P", "-s", "-m", "cpplint", "--quiet", "--verbose=4", f"--config={_CONFIGURATION}",
    "--extensions=c,cc,h,hh", f"--filter=-,{','.join('+' + rule for rule in RULES)}",
)  # fmt: skip
_LINE = re.compile(r"^(?:\./)?(f[^:\s]{1,60}):(\d{1,9}):  (.{0,4000})  \[([a-z_+0-9/]{1,40})\] \[[1-5]\]$", re.S)
_DIRECTIVE = re.compile(rb"(?<![A-Za-z0-9_])(?:NO)?(LINT)")  # NOLINT, NOLINTBEGIN, LINT_C_FILE and the like
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 100.0  # twenty times what an idle core needs
_ENDINGS = {".c": ".c", ".h": ".h", **dict.fromkeys((".hh", ".hpp", ".hxx", ".h++", ".ipp", ".tcc", ".inl"), ".hh")}


def version() -> str:
    return metadata.version("cpplint")


def suffix(path: str) -> str:
    """C, a header of either, a header of C++, or C++."""
    ending = f".{path.rpartition('.')[2]}"
    if ending in (".C", ".H"):
        return ".cc" if ending == ".C" else ".hh"
    return _ENDINGS.get(ending.lower(), ".cc") if path else ".cc"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: headers hold code as well."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    disarm(folder, names, _DIRECTIVE, b"LlNT")
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop, accepted=(0, 1))
    return Examination(_hits(answer.errors.decode(errors="replace")))


def _hits(text: str) -> tuple[Hit, ...]:
    lines = [line for line in text.split("\n") if line]
    found = [match for line in lines if (match := _LINE.match(line))]
    if len(found) != len(lines):
        raise ToolError("the answer of cpplint cannot be read")
    hits = (Hit(match[1], int(match[2]), match[4], match[3]) for match in found)
    return tuple(hit for hit in hits if _counts(hit))


def _counts(hit: Hit) -> bool:
    return hit.rule in RULES and (hit.rule != _IN_HEADERS or hit.name.endswith(_HEADERS))
