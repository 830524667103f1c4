"""Starts an analyser: nothing of the user's environment, a time limit, a memory limit and a cap on what it says."""

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import IO

import attrs

from criteria.errors import ToolError

MAX_OUTPUT = 64 * 2**20  # bytes of each stream
MAX_MEMORY = 4 * 2**30  # bytes of address space
_PAUSE = 0.05  # seconds between two looks at a running tool


@attrs.frozen
class Answer:
    """What a tool wrote to its two streams."""

    output: bytes
    errors: bytes


def ask(
    command: Sequence[str],
    folder: Path,
    seconds: float,
    stop: Event,
    question: bytes = b"",
    accepted: Sequence[int] = (0,),
) -> Answer:
    """Runs a command in our own `folder` with `question` on its input.

    Raises ToolError when it did not end by itself with an `accepted` exit code: with some, tools say that they found
    something.
    Messages never quote the error stream: it names processes and folders, and evidence has to be the same on every run.
    """
    with (
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryDirectory(prefix="assay-home-") as home,
    ):
        said.write(question)
        said.seek(0)
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=_environment(home), stdin=said, stdout=output, stderr=errors
            )
        except OSError as error:
            raise ToolError(f"the tool did not start: {error.strerror}") from error
        try:
            exit_code = _wait(process, (output, errors), seconds, stop)
        finally:
            process.kill()
            process.wait()
        if exit_code not in accepted:
            raise ToolError(_how_it_ended(exit_code))
        return Answer(_all_of(output), _all_of(errors))


def limited(command: Sequence[str]) -> list[str]:
    """The same command under the limit of memory from its first instruction on.

    Programs made with GHC reserve as much address space as they may when they start. Once they have, a limit that comes
    later makes them fail at random.
    """
    return ["/bin/sh", "-c", f'ulimit -v {MAX_MEMORY // 1024}; exec "$@"', "sh", *command]


def _all_of(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()


def _environment(home: str) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _wait(process: subprocess.Popen[bytes], streams: Sequence[IO[bytes]], seconds: float, stop: Event) -> int:
    # The process may be gone already; limits are then of no use.
    with contextlib.suppress(ProcessLookupError):
        _cap(process.pid, resource.RLIMIT_AS, MAX_MEMORY)
        _cap(process.pid, resource.RLIMIT_CORE, 0)
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            exit_code = process.wait(_PAUSE)
            _check_size(streams)
            return exit_code
        _check_size(streams)
        if stop.is_set():
            raise ToolError("the tool was stopped")
        if time.monotonic() > deadline:
            raise ToolError("the tool took too long and was stopped")


def _cap(process: int, kind: int, most: int) -> None:
    """Where the user's own limit is lower already, nobody but the administrator may raise it again."""
    hard = resource.prlimit(process, kind)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.prlimit(process, kind, (least, least))


def _check_size(streams: Sequence[IO[bytes]]) -> None:
    if any(os.fstat(stream.fileno()).st_size > MAX_OUTPUT for stream in streams):
        raise ToolError(f"the tool said more than {MAX_OUTPUT // 2**20} MiB and was stopped")


def _how_it_ended(exit_code: int) -> str:
    if exit_code < 0:
        return f"the tool crashed ({signal.Signals(-exit_code).name})"
    return f"the tool ended with exit code {exit_code}"
