"""Rumdl: Markdown that does not say on the page what its author meant, by the rules of markdownlint."""

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

ID = "rumdl"
PURPOSE = Purpose.DOCUMENTS
LANGUAGES: tuple[str, ...] = ("Markdown",)
MARKERS: tuple[str, ...] = ("markdownlint-disable",)
DISTRIBUTIONS: tuple[str, ...] = ("rumdl",)
PROCESSES = 1  # it uses all cores itself
KNOWN_BAD = "<!-- markdownlint-disable -->\n\n# A\n\n### B\n"
KNOWN_GOOD = "# A\n\n## B\n"

# Headings that skip a level, links written the wrong way round, empty or without their target, images without a text,
# footnotes and comments left open, marks of a merge. Nothing about blank lines, lists, length or HTML; nor about
# anchors and columns, which the renderers of the field treat differently.
RULES = "MD001,MD011,MD018,MD042,MD045,MD052,MD066,MD068,MD070,MD086,MD092"
_OPTIONS = (
    "check", "--isolated", "--no-cache", "--no-exclude", "--no-code-block-tools", "--enable", RULES,
    "--output-format", "json", "--fail-on", "never", "--quiet", "--",
)  # fmt: skip
_DIRECTIVE = re.compile(rb"(?:rumdl|markdownlint)(-(?=[a-z]))")
_SECONDS = 120.0


def version() -> str:
    return metadata.version("rumdl")


def suffix(path: str) -> str:
    return ".mdx" if path.lower().endswith(".mdx") else ".md"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    disarm(folder, names, _DIRECTIVE, b"_")
    answer = ask([executable("rumdl", "rumdl"), *_OPTIONS, *names], folder, _SECONDS, stop)
    try:
        return Examination(tuple(_hits(load_json(answer.output or b"[]", "the answer of rumdl", MAX_OUTPUT))))
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of rumdl cannot be read") from error


def _hits(entries: Iterable[Mapping[str, Any]]) -> Iterable[Hit]:
    return (Hit(entry["file"].removeprefix("./"), entry["line"], entry["rule"], entry["message"]) for entry in entries)
