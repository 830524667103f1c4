"""A command that runs as a process of this machine: its limits, its output, and its end."""

import os
import resource
import select
import signal
import subprocess
import time
from contextlib import suppress
from typing import IO

from workers.engines.engine import Ended, Patience
from workers.log import CappedLog

_DRAIN_S = 2.0
_POLL_S = 0.2


def limit_resources() -> None:
    """In the child: no core files, a bounded number of open files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    soft = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def follow(process: "subprocess.Popen[bytes]", output: IO[bytes], patience: Patience, log: CappedLog) -> Ended:
    """Read until the command itself has ended; neither what it left running nor a closed output holds us up."""
    started = heard = time.monotonic()
    ready = select.poll()
    ready.register(output, select.POLLIN)
    is_open = True
    try:
        while process.poll() is None:
            if is_open and (chunk := _chunk(ready, output)):
                log.write(chunk)
                heard = time.monotonic()
            elif is_open:
                is_open = chunk is None
            else:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_POLL_S)
            if why := _overdue(patience, started, heard):
                return Ended(None, why)
        ended = time.monotonic()
        while time.monotonic() - ended < _DRAIN_S and (chunk := _chunk(ready, output)):
            log.write(chunk)
        code = process.returncode
        return Ended(code if code >= 0 else 128 - code, "" if code >= 0 else f"killed by signal {-code}")
    finally:
        stop(process)


def _overdue(patience: Patience, started: float, heard: float) -> str:
    now = time.monotonic()
    if now - started >= patience.seconds:
        return f"took longer than {patience.seconds:.0f} s"
    return f"gave no output for {patience.silence:.0f} s" if now - heard >= patience.silence else ""


def _chunk(ready: "select.poll", output: IO[bytes]) -> bytes | None:
    """What is there, None when nothing came for a moment, and no bytes when every writer has closed it."""
    return os.read(output.fileno(), 65536) if ready.poll(_POLL_S * 1000) else None


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Kill it and whatever is in its process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
