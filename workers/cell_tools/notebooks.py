"""Runs notebooks and says of each code cell whether it still does what is stored in it.

    notebooks [--timeout S] [--rtol X] [--junit FILE] [PATHS]

PATHS are notebooks or folders, by default the folder it is called in. One record per code cell goes to
`$ASSAY_RESULTS/tests.jsonl`. A cell passes when it raises nothing and its outputs are those stored; see
`notebook_outputs` for what is compared. A cell that was never run before it was stored has nothing to compare with and
only must not raise. Tags of a cell, or comments such as `# NBVAL_SKIP`: `nbval-skip`, `skip-execution`,
`nbval-ignore-output`, `raises-exception`, `nbval-raises-exception`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workers.cell_tools.notebook_run import NotebookRun
from workers.cell_tools.records import (
    ERROR,
    FAILED,
    PASSED,
    SKIPPED,
    Record,
    RecordFile,
    ResultsError,
    record,
    results_folder,
    say,
    write_junit,
)

_TOOL = "notebooks"
NOTEBOOKS_MAX, BYTES_MAX = 1000, 64 << 20
TIMEOUT_S = 600.0


def main() -> None:
    words = _arguments().parse_args()
    try:
        sys.exit(_run(words))
    except ResultsError as error:
        say(_TOOL, str(error))
        sys.exit(2)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_TOOL, description="run notebooks and compare their outputs")
    parser.add_argument("--timeout", type=float, default=TIMEOUT_S, help="seconds for one cell, 600 by default")
    parser.add_argument("--rtol", type=float, default=0.0, help="how much of itself a number may change, 0 by default")
    parser.add_argument("--junit", default="", metavar="FILE", help="write JUnit XML too")
    parser.add_argument("paths", nargs="*", default=["."])
    return parser


def _run(words: argparse.Namespace) -> int:
    folder = results_folder()
    try:
        client, form = importlib.import_module("nbclient"), importlib.import_module("nbformat")
    except ImportError as error:
        raise ResultsError(f"{error.name} is not in this cell: install nbclient and ipykernel in the build") from error
    paths = list(found(words.paths))
    records = RecordFile(folder)
    bad = 0
    for path in paths:
        counts = dict.fromkeys((PASSED, FAILED, ERROR, SKIPPED), 0)
        for item in _notebook(path, client, form, words):
            records.write([item])
            counts[item["outcome"]] += 1
        bad += counts[FAILED] + counts[ERROR]
        sys.stdout.write(f"{path}: {', '.join(f'{count} {word}' for word, count in counts.items() if count)}\n")
        sys.stdout.flush()
    records.close()
    if words.junit:
        write_junit(Path(words.junit), _TOOL, records.records())
    return 1 if bad else 0


def found(names: list[str]) -> Iterator[Path]:
    """The notebooks among files and folders, sorted; raises ResultsError when there is none."""
    paths: list[Path] = []
    for name in names:
        path = Path(name)
        if not path.exists():
            raise ResultsError(f"there is no {name}")
        paths += sorted(_below(path)) if path.is_dir() else [path]
    if not paths:
        raise ResultsError(f"there are no notebooks in {', '.join(names)}")
    if len(paths) > NOTEBOOKS_MAX:
        raise ResultsError(f"{len(paths)} notebooks are more than {NOTEBOOKS_MAX}: name folders")
    yield from dict.fromkeys(paths)


def _below(folder: Path) -> Iterator[Path]:
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))  # checkpoints among them
        yield from (Path(top, name) for name in files if name.endswith(".ipynb"))


def _notebook(path: Path, client: Any, form: Any, words: argparse.Namespace) -> Iterator[Record]:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise ValueError(f"it is larger than {BYTES_MAX >> 20} MB")
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text)
        notebook = form.reads(text, as_version=4)
        names = cell_names(raw, notebook)
    except Exception as error:  # nbformat raises errors of many kinds, some of them not its own
        yield record(str(path), ERROR, message=f"this is no notebook: {error}", file=str(path), tags=("file",))
        return
    run = NotebookRun(notebook, path, client, words.timeout, words.rtol)
    for index, ending in run.endings():
        name = str(path) if index is None else f"{path}::cell::{names[index]}"
        more = {} if index is None else {"ordinal": run.ordinal(index), "digest": run.digest(index)}
        yield record(name, ending.outcome, message=ending.message, duration_s=ending.seconds, file=str(path),
                     tags=ending.tags, **more)  # fmt: skip


def cell_names(raw: Any, notebook: Any) -> dict[int, str]:
    """Index of each code cell -> its own id, or its place among the code cells where the format has no ids.

    Older forms are given ids at random when they are read, so only the file itself is asked.
    """
    given = raw.get("cells", []) if raw.get("nbformat", 0) >= 4 else []
    names: dict[int, str] = {}
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            own = given[index].get("id") if index < len(given) and isinstance(given[index], dict) else None
            name = own if isinstance(own, str) and own and own not in names.values() else str(len(names))
            names[index] = name
    return names


if __name__ == "__main__":
    main()
