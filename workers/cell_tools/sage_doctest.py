"""`sage -t` with one record per example: the same options, the same output, the same exit status.

    sage-doctest [--junit FILE] [OPTIONS OF sage -t] [FILES]

Records go to `$ASSAY_RESULTS/tests.jsonl`, and what holds for the whole run to `$ASSAY_RESULTS/sage-doctest.json`.
`--junit FILE` writes the records as JUnit XML too. Every other option is Sage's.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import os
import shutil
import sys
import types
from pathlib import Path
from typing import Any

from workers.cell_tools.records import RecordFile, ResultsError, replace_file, results_folder, say, write_junit
from workers.cell_tools.sage_session import Session, hide_frames

_TOOL = "sage-doctest"
_INSIDE = "--inside-sage"
_MODULES = ("control", "forker", "reporting", "parsing", "external", "sources")
_NOT_FOUND = 127  # as a shell says it; none of Sage's own exit bits


def main() -> None:
    try:
        if sys.argv[1:2] == [_INSIDE]:
            _inside(sys.argv[2], sys.argv[3:])
        else:
            _launch(*_own_options(sys.argv[1:]))
    except ResultsError as error:
        say(_TOOL, str(error))
        sys.exit(2)


def _own_options(arguments: list[str]) -> tuple[str, list[str]]:
    """The file for JUnit, and what is Sage's."""
    junit, sages = "", list(arguments)
    for index, word in enumerate(sages):
        if word.startswith("--junit="):
            junit = word.partition("=")[2]
            return junit, sages[:index] + sages[index + 1 :]
        if word == "--junit":
            if index + 1 == len(sages):
                raise ResultsError("--junit needs the name of a file")
            return sages[index + 1], sages[:index] + sages[index + 2 :]
    return junit, sages


def _launch(junit: str, arguments: list[str]) -> None:
    """As `sage -t` does: the environment first, which the command `sage` sets, then Python."""
    results_folder()
    inside = [str(Path(__file__).absolute()), _INSIDE, junit, *arguments]
    os.environ["PYTHONIOENCODING"] = "utf-8"
    sage = shutil.which("sage")
    sys.stdout.flush()
    if sage:
        os.execv(sage, [sage, "--python", *inside])  # noqa: S606 - as the shell would
    if importlib.util.find_spec("sage") and importlib.util.find_spec("sage.doctest"):
        os.execv(sys.executable, [sys.executable, *inside])  # noqa: S606
    say(_TOOL, f"there is no SageMath in this cell: no command sage, no sage.doctest in {sys.executable}; install it")
    sys.exit(_NOT_FOUND)


def _inside(junit: str, arguments: list[str]) -> None:
    """In Sage's Python: listeners on its runner, then its own script as if it had been started."""
    folder = results_folder()
    script, place = _script()
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = place
    sys.argv = [script, *arguments]
    hide_frames(__file__)
    session = Session(records := RecordFile(folder))
    session.attach(*(importlib.import_module(f"sage.doctest.{name}") for name in _MODULES))
    stage = types.ModuleType("__main__")  # tests look into it: nothing of ours is there
    stage.__dict__.update(__file__=script, __cached__=None, __annotations__={})
    sys.modules["__main__"] = stage
    status: Any = 0
    try:
        exec(compile(Path(script).read_bytes(), script, "exec"), stage.__dict__)  # noqa: S102 - Sage's own script, in the cell
    except SystemExit as ending:
        status = ending.code
        raise
    except BaseException:
        status = 1
        raise
    finally:
        _finish(session, records, folder, junit, status)


def _script() -> tuple[str, str]:
    """Sage's own script, and the folder that Python would put first on its path."""
    script = shutil.which("sage-runtests")
    if script:
        return script, str(Path(script).resolve().parent)
    module = importlib.util.find_spec("sage.doctest.__main__")
    if module is None or not module.origin:
        raise ResultsError("this SageMath has neither a command sage-runtests nor sage.doctest.__main__")
    return module.origin, ""


def _finish(session: Session, records: RecordFile, folder: Path, junit: str, status: Any) -> None:
    about = {"tool": _TOOL, "seed": session.seed, "arguments": sys.argv[1:], "status": status, **session.totals}
    try:
        session.close()
        text = json.dumps({**about, "records": records.written}) + "\n"
        replace_file(folder / f"{_TOOL}.json", io.BytesIO(text.encode()))
        if junit:
            write_junit(Path(junit), _TOOL, records.records())
    except ResultsError as error:
        say(_TOOL, str(error))
    if session.totals["dropped_lines"]:
        say(
            _TOOL,
            f"lines that were torn or not written by this program were dropped: {session.totals['dropped_lines']}",
        )
    for words in session.troubles[:10]:
        say(_TOOL, words)


if __name__ == "__main__":
    main()
