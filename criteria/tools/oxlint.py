"""Oxlint: JavaScript and TypeScript by the rules of ESLint and typescript-eslint against code that is plainly wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.disarm import disarm
from criteria.tools.executable import executable
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "oxlint"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("JavaScript", "TypeScript")
MARKERS: tuple[str, ...] = ("eslint-disable", "ts-ignore")
DISTRIBUTIONS: tuple[str, ...] = ("oxlint",)
PROCESSES = 1  # it uses all cores itself
KNOWN_BAD = "/* eslint-disable */\nconst x = 1;\nexport const y = [1, , 2];\n"
KNOWN_GOOD = "export const y = [1, 2];\n"

# The category "correctness" of the two rule sets everybody starts from; those of its own and of unicorn are opinions.
# An expression without effect is how assertions are written in many tests, and no rule of ESLint's recommended set.
_OPTIONS = (
    "--disable-nested-config", "--no-ignore", "--disable-unicorn-plugin", "--disable-oxc-plugin",
    "--allow", "all", "--warn", "correctness", "--allow", "no-unused-expressions", "--format", "json",
)  # fmt: skip
_SUFFIXES = (".mjs", ".cjs", ".jsx", ".mts", ".cts", ".tsx", ".ts")
# In a comment or not: the word with a capital letter means nothing to it.
_DIRECTIVE = re.compile(rb"(?:es|ox)(lint-disable)")
_SECONDS = 120.0


def version() -> str:
    return metadata.version("oxlint")


def suffix(path: str) -> str:
    """The suffix says how it is read: as a module, with types, with markup."""
    return next((ending for ending in _SUFFIXES if path.lower().endswith(ending)), ".js")


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: what a program wrote was set apart by the census."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    disarm(folder, names, _DIRECTIVE, b"lint-Disable")
    answer = ask([executable("oxlint", "oxlint"), *_OPTIONS, *names], folder, _SECONDS, stop, accepted=(0, 1))
    try:
        told = load_json(answer.output, "the answer of oxlint", MAX_OUTPUT)
        if told["number_of_files"] != len(names):
            raise ToolError("oxlint did not read all files it was given")
        return _read(told["diagnostics"])
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of oxlint cannot be read") from error


def _read(entries: Iterable[Mapping[str, Any]]) -> Examination:
    hits, failed = [], {}
    for entry in entries:
        name = entry["filename"].removeprefix("./")
        line = entry["labels"][0]["span"]["line"] if entry["labels"] else None
        if "code" in entry:
            hits.append(Hit(name, line, entry["code"], entry["message"]))
        else:
            failed.setdefault(name, f"oxlint cannot parse it, line {line}: {entry['message']}")
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
