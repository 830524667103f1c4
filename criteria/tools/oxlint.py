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

_CONFIGURATION = "oxlint.none.json"
# The category "correctness" of the two rule sets everybody starts from; those of its own and of unicorn are opinions.
# An expression without effect is how assertions are written in many tests, and no rule of ESLint's recommended set.
# A parameter that is not used belongs to a signature, and a function of a script may be called from a page.
_OPTIONS = (
    "--config", _CONFIGURATION, "--disable-nested-config", "--no-ignore", "--disable-unicorn-plugin",
    "--disable-oxc-plugin", "--allow", "all", "--warn", "correctness", "--allow", "no-unused-expressions",
    "--format", "json",
)  # fmt: skip
_SUFFIXES = (".mjs", ".cjs", ".jsx", ".mts", ".cts", ".tsx", ".ts")
# In a comment or not: the word with a capital letter means nothing to it.
_DIRECTIVE = re.compile(rb"(?:es|ox)(lint-disable)")
_PART_OF_SOMETHING = ("Parameter ", "Catch parameter ", "Function ", "Class ")
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
    # It looks for its configuration in all folders above, unless it is given one.
    (folder / _CONFIGURATION).write_bytes(b"{}")
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
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for entry in entries:
        name = entry["filename"].removeprefix("./")
        line = entry["labels"][0]["span"]["line"] if entry["labels"] else None
        if "code" not in entry:
            failed.setdefault(name, f"oxlint cannot parse it, line {line}: {entry['message']}")
        elif not entry["message"].startswith(_PART_OF_SOMETHING) or "no-unused-vars" not in entry["code"]:
            hits.append(Hit(name, line, entry["code"], entry["message"]))
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
