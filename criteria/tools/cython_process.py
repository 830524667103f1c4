"""Cython-lint's own process: parses each file as Cython does and asks cython-lint about the tree.

Cython's parser is made for the programmer's own files: it opens what a file includes, and computes `DEF` and `IF` with
whatever stands there. Of foreign files neither may happen. Includes are noted and not opened, and a compile-time value
is 1 whatever it says, so that of `IF` the first branch is read.
"""

import contextlib
import gc
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from Cython.Compiler import ExprNodes
from Cython.Compiler.TreeFragment import StringParseContext
from cython_lint import cython_lint

# What it says, and our name for the rule. It says more; that is not asked.
RULES = (
    ("unused-import", re.compile(r"'.{1,400}' imported but unused$", re.S)),
    ("unused-name", re.compile(r"'.{1,400}' defined but unused", re.S)),
    ("repeated-key", re.compile(r"dict key .{1,400} repeated \d+ times$", re.S)),
    ("always-true", re.compile(r"(?:if-statement|assert statement) with tuple as condition")),
    ("f-string-without-placeholder", re.compile(r"f-string without any placeholders$")),
)


class _Context(StringParseContext):  # type: ignore[misc]
    """Knows no other file than the one it was given."""

    def find_include_file(self, filename: str, pos: Any = None, source_file_path: Any = None) -> None:
        """None stands for a file that is not there; the statement is then left out of the tree."""


def main(names: Sequence[str]) -> None:
    """Writes, by name, why a file could not be parsed, or the lines, rules and messages of what was found, as JSON."""
    gc.set_threshold(50_000, 5, 5)  # the trees are cyclic; looking for garbage less often saves a sixth of the time
    cython_lint.StringParseContext = _Context
    cython_lint.sanitise_input = _as_it_is
    for kind in _all_kinds(ExprNodes.ExprNode):
        kind.compile_time_value = _one
    answers = {}
    for name in names:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            answers[name] = _answer(name)
    json.dump(answers, sys.stdout)


def _all_kinds(kind: type[Any]) -> set[type[Any]]:
    return {kind}.union(*(_all_kinds(below) for below in kind.__subclasses__()))


def _one(node: Any, names: Any) -> int:  # noqa: ARG001  (as Cython calls it)
    return 1


def _as_it_is(code: str, filename: str) -> tuple[str, dict[int, str], list[str]]:  # noqa: ARG001  (as it is called)
    """Instead of the function that reads the included files, and fills in templates among them."""
    return code, dict(enumerate(code.splitlines(keepends=True), 1)), []


def _answer(name: str) -> str | list[tuple[int, str, str]]:
    try:
        code = Path(name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return "the text is not UTF-8"
    found: list[tuple[int, int, str]] = []
    try:
        cython_lint.run_ast_checks(code, name, cython_lint.SharedState(), found, ban_relative_imports=False)
    except cython_lint.CythonParseError as error:
        return _where(error.__cause__)
    except cython_lint.CythonLintError:
        return "cython-lint crashed on the file"
    # An include file serves those that include it, and they use what it imports; and the other way round.
    shared = name.endswith(".pxi") or re.search(r"^[ \t]{0,80}include[ \t]", code, re.M) is not None
    named = ((line, rule, message) for line, _, message in found if (rule := _rule(message)) is not None)
    return sorted(item for item in named if not (shared and item[1] == "unused-import"))


def _rule(message: str) -> str | None:
    return next((name for name, pattern in RULES if pattern.match(message)), None)


def _where(error: BaseException | None) -> str:
    """Cython's own words are not repeated: they quote the file, and change with its version."""
    position = getattr(error, "position", None)
    line = f", line {position[1]}" if isinstance(position, tuple) and len(position) > 1 else ""
    return f"Cython cannot parse it{line}"


if __name__ == "__main__":
    main(sys.argv[1:])
