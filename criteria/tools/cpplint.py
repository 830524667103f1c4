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
# hence layout, order of includes, guards, and what only one company's guide asks for. `explicit` is left out too:
# libraries convert on purpose. What remains are constructs that guides agree not to use.
RULES = (
    "build/deprecated", "build/endif_comment", "build/explicit_make_pair", "build/forward_decl", "build/namespaces",
    "build/printf_format", "build/storage_class", "readability/casting", "readability/inheritance",
    "runtime/init", "runtime/invalid_increment", "runtime/member_string_references", "runtime/memset",
    "runtime/operator", "runtime/printf", "runtime/printf_format",
)  # fmt: skip
_HEADERS, _SOURCES = (".h", ".hh"), (".c", ".cc")
# A cast of the old kind is wrong where the language has others; a namespace is opened for everybody only in a header.
_ONLY_IN = {"readability/casting": (".cc", ".hh"), "build/namespaces": _HEADERS}
_OLD_CAST = "Using C-style cast"
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
    if b"Traceback" in answer.errors:
        raise ToolError("cpplint crashed")
    return Examination(_hits(answer.errors.decode(errors="replace")))


def _hits(text: str) -> tuple[Hit, ...]:
    # It quotes names from the file, which hold no line feed; whatever else is in them is no end of a line.
    found = [match for line in text.split("\n") if (match := _LINE.match(line))]
    hits = (Hit(match[1], int(match[2]), match[4], match[3]) for match in found)
    return tuple(hit for hit in hits if _counts(hit))


def _counts(hit: Hit) -> bool:
    where = _ONLY_IN.get(hit.rule)
    if where is not None and not hit.name.endswith(where):
        return False
    return hit.rule != "readability/casting" or hit.message.startswith(_OLD_CAST)
