"""Where results and prose go: data to stdout or a file, everything else to stderr."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from criteria.printable import printable
from criteria.record import nearest
from master.errors import MeasureError, UsageError
from reports import all_formats, render, terminal
from reports.explain import explained

MAX_LINE = 2000  # characters of a line of data


def prose() -> Console:
    """The console for people, on stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    prose().print(Text(sentence))


def check_format(form: str) -> None:
    if form not in all_formats.FORMATS:
        raise UsageError(f"no format is called {form!r}; there are: {', '.join(all_formats.FORMATS)}")


def check_file(file: Path | None) -> None:
    """Before anything long begins: is there a folder to write the file to?"""
    if file is not None and not file.absolute().parent.is_dir():
        raise UsageError(f"cannot write {file}: there is no folder {file.absolute().parent}")


def check_rule(id_: str | None, known: Iterable[str]) -> None:
    """Before anything long begins: is there such a rule to explain?"""
    rules = list(known)
    if id_ is not None and id_ not in rules:
        raise UsageError(f"the baseline has no rule {id_!r}; {nearest(id_, rules)}")


def deliver(document: dict[str, Any], form: str, file: Path | None, *, explain: str | None = None) -> None:
    """The report in a format: to the file, whole or not at all, or to stdout. `explain` prints one rule instead."""
    if file is not None:
        write_whole(file, render.render(document, form))
        if explain is None:
            return
    if explain is not None:
        _write(explained(document, explain))
    elif form == "text" and sys.stdout.isatty():
        terminal.print_report(document, Console(highlight=False))
    else:
        _write(render.render(document, form))


def print_line(text: str, *, whole: bool = False) -> None:
    """A line of data, to stdout; what came from outside is made printable. `whole`: for programs, of any length."""
    _write((text if whole else printable(text, MAX_LINE)).encode(errors="backslashreplace") + b"\n")


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_whole(file: Path, content: bytes) -> None:
    """Write beside the target and rename, so that no failure leaves a half-written file.

    A device or a pipe is written to: renaming would put a file in the place of /dev/null.
    """
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            file.write_bytes(content)
            return
        file = file.resolve()  # a link keeps pointing to where the report is
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    except OSError as error:
        raise MeasureError(f"cannot write {file}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise MeasureError(f"cannot write {file}: {error.strerror}") from error
        raise
