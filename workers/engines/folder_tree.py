"""Folders of a cell in and out of a sandbox as tar archives; tar runs inside, where no link leads out."""

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from workers.engines.archive_file import save_archive
from workers.errors import EngineError

TIMEOUT_S = 600.0
_CHUNK = 2**20
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def put_tree(wrapper: Sequence[str], place: str, archive: BinaryIO) -> None:
    """Unpack an archive that `take_tree` made into a folder of the sandbox; `wrapper` is the command that shuts in."""
    line = [*wrapper, "tar", "-x", "-f", "-", "-C", place]
    try:
        done = subprocess.run(line, stdin=archive, capture_output=True, timeout=TIMEOUT_S, env=_ENVIRONMENT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"a folder could not be copied into the cell: {error}") from error
    if done.returncode != 0:
        why = done.stderr.decode(errors="replace").strip()[:200]
        raise EngineError(f"a folder could not be copied into the cell: {why}")


def take_tree(wrapper: Sequence[str], place: str, name: str, archive: Path, limit: int) -> bool:
    """Write a folder below `place` to a tar archive. False when there is none.

    Raises TooLargeError when it has more than `limit` bytes, EngineError when a part of it cannot be read.
    """
    line = [*wrapper, "tar", "-c", "-f", "-", "-C", place, "--", name]
    try:
        process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
        )
    except OSError as error:
        raise EngineError(f"a folder could not be copied out of the cell: {error}") from error
    timer = threading.Timer(TIMEOUT_S, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        with process.stdout as stream:
            save_archive(iter(lambda: stream.read(_CHUNK), b""), archive, limit)
        if process.wait() != 0 and not _is_empty(archive):
            raise EngineError("a folder could not be copied out of the cell as a whole")
        return process.returncode == 0
    except OSError as error:
        raise EngineError(f"a folder could not be copied out of the cell: {error}") from error
    finally:
        timer.cancel()
        process.kill()
        process.wait()


def _is_empty(archive: Path) -> bool:
    """Whether nothing is in it: an archive begins with the name of its first member, or with its end."""
    with archive.open("rb") as file:
        return file.read(1) in (b"", b"\0")
