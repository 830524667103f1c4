"""Ruff on Jupyter notebooks: the Python in their cells, by the rules that Python files follow."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from ruff import find_ruff_bin

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.ruff import OPTIONS
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "ruff-notebook"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Jupyter Notebook",)
MARKERS: tuple[str, ...] = ("noqa", "noqa for a file")
DISTRIBUTIONS: tuple[str, ...] = ("ruff",)
PROCESSES = 1  # it uses all cores itself


def _notebook(source: str) -> str:
    cell: dict[str, object] = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": []}
    about = {"language_info": {"name": "python"}}
    return json.dumps({"cells": [cell | {"source": source}], "metadata": about, "nbformat": 4, "nbformat_minor": 4})


KNOWN_BAD = _notebook("import os  # noqa")
KNOWN_GOOD = _notebook("x = 1")

_MAX_BYTES = 16 * 2**20
_SECONDS = 120.0


def version() -> str:
    return metadata.version("ruff")


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".ipynb"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """By the name nothing is; the language of the kernel stands in the notebook."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    failed, skipped = {}, {}
    for name in names:
        try:
            language = _language(load_json((folder / name).read_bytes(), "notebook", _MAX_BYTES))
        except UntrustedInputError:
            failed[name] = "the notebook is no JSON that we can read"
            continue
        if language not in ("python", "ipython"):
            skipped[name] = f"a notebook in another language than Python: {language[:40]}"
    rest = [name for name in names if name not in failed and name not in skipped]
    if not rest:
        return Examination((), failed, skipped)
    answer = ask([find_ruff_bin(), *OPTIONS, *rest], folder, _SECONDS, stop)
    try:
        read = _read(load_json(answer.output, "the answer of ruff", MAX_OUTPUT), folder.resolve())
    except (UntrustedInputError, LookupError, TypeError, ValueError) as error:
        raise ToolError("the answer of ruff cannot be read") from error
    return Examination(read.hits, {**failed, **read.failed}, skipped)


def _language(notebook: Any) -> str:
    """As the notebook names it, in small letters. Without a word about it ruff takes the cells for Python, as we do."""
    about = notebook.get("metadata") if isinstance(notebook, dict) else None
    for section, key in (("language_info", "name"), ("kernelspec", "language")):
        found = about.get(section) if isinstance(about, dict) else None
        name = found.get(key) if isinstance(found, dict) else None
        if isinstance(name, str):
            return name.lower()
    return "python"


def _read(entries: Iterable[Mapping[str, Any]], folder: Path) -> Examination:
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for entry in entries:
        name = Path(entry["filename"]).relative_to(folder).as_posix()
        row = entry["location"]["row"] if entry["location"] else None
        place = f"cell {entry['cell']}, line {row}"
        if entry["code"] in (None, "invalid-syntax", "E902"):
            failed.setdefault(name, f"not a notebook with valid Python, {place}: {entry['message']}")
        else:
            hits.append(Hit(name, None, entry["code"], f"{place}: {entry['message']}"))
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
