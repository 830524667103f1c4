"""Jarl: R by those rules of lintr that are about mistakes, not about layout. It needs no R."""

import re
from collections.abc import Mapping, Sequence
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

ID = "jarl"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("R", "R Markdown")
MARKERS: tuple[str, ...] = ("nolint for R", "jarl-ignore")
DISTRIBUTIONS: tuple[str, ...] = ("jarl-linter",)
PROCESSES = 1  # it uses all cores itself
KNOWN_BAD = "# jarl-ignore true_false_symbol: for the test\nx <- T\n"
KNOWN_GOOD = "x <- TRUE\n"

# What the guides of tidyverse, Google and Bioconductor all ask for. Left out: what needs the rest of the package to be
# known, what only saves time, branches that are off on purpose, and operators some projects live by (`<<-`, `:::`).
RULES = (
    "all_equal,assignment,class_equals,empty_assignment,equals_na,equals_null,length_test,redundant_equals,seq,seq2,"
    "true_false_symbol,vector_logic"
)
_OPTIONS = ("check", "--select", RULES, "--no-default-exclude", "--output-format", "json")
_CONFIGURATION = "jarl.toml"
_DIRECTIVE = re.compile(rb"#[ \t|]*(jarl-ignore)")
_SUFFIXES = (".rmd", ".qmd")
_SECONDS = 120.0


def version() -> str:
    return metadata.version("jarl-linter")


def suffix(path: str) -> str:
    return next((ending for ending in _SUFFIXES if path.lower().endswith(ending)), ".R")


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: whatever is R has a style."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    # It looks for its configuration in all folders above, and stops at the first: an empty one of ours.
    (folder / _CONFIGURATION).write_bytes(b"")
    disarm(folder, names, _DIRECTIVE, b"jarl-Ignore")
    command = [executable("jarl-linter", "jarl"), *_OPTIONS, *names]
    answer = ask(command, folder, _SECONDS, stop, accepted=(0, 1, 255))
    try:
        return _read(load_json(answer.output, "the answer of jarl", MAX_OUTPUT))
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of jarl cannot be read") from error


def _read(answer: Mapping[str, Any]) -> Examination:
    failed = {}
    for error in answer["errors"]:
        places = [f", line {item['location']['row']}: {item['message']}" for item in error.get("syntax_errors", ())[:1]]
        failed[error["file"].removeprefix("./")] = f"jarl cannot parse it{''.join(places)}"
    hits = (
        Hit(entry["filename"].removeprefix("./"), entry["location"]["row"], entry["message"]["name"], _message(entry))
        for entry in answer["diagnostics"]
    )
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)


def _message(entry: Mapping[str, Any]) -> str:
    return " ".join(part for part in (entry["message"]["body"], entry["message"]["suggestion"]) if part)
