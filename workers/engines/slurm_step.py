"""One command as a step of a job: when it really began, what it said, how it ended."""

import os
import re
import subprocess
import tempfile
import time
from typing import IO

import attrs

from workers.engines.engine import Ended, Patience
from workers.engines.process import follow, stop
from workers.engines.slurm_cluster import client_environment
from workers.errors import EngineError
from workers.log import CappedLog

BEGUN = "assay: the command begins"
_ENDED = "assay: the command ended with"
_MARKED = re.compile(rf"^{_ENDED} (\d{{1,3}})$", re.MULTILINE)
_MEMORY = re.compile(r"oom[_-]kill|out of memory|exceeded (?:job )?memory limit", re.IGNORECASE)
_NOTED = 64 * 2**10  # bytes of Slurm's own words that are read
_POLL_S = 0.02


class NotBegunError(EngineError):
    """Slurm did not let the step begin; nothing of the command has run."""


@attrs.frozen
class StepEnd:
    """How a step ended, and what Slurm and our script said of it; the command itself cannot write there."""

    ended: Ended
    words: str

    @property
    def code(self) -> int | None:
        """The exit code of the command, by our script's word; None when the script never got that far."""
        found = _MARKED.findall(self.words)
        return int(found[-1]) if found else None

    @property
    def out_of_memory(self) -> bool:
        return self.code != 0 and _MEMORY.search(self.words) is not None

    @property
    def last_word(self) -> str:
        return _last_line(self.words)


def run_step(line: list[str], patience: Patience, log: CappedLog, start_s: float) -> StepEnd:
    """Run the line of `Cluster.step`; its clock begins when the command does, not when Slurm is asked.

    Raises NotBegunError when srun ends, or `start_s` seconds pass, before that.
    """
    with tempfile.TemporaryFile() as noted:
        try:
            process = subprocess.Popen(
                line,
                cwd="/",
                env=client_environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=noted,
                start_new_session=True,
            )
        except OSError as error:
            raise EngineError(f"srun of Slurm cannot be started: {error.strerror or error}") from error
        assert process.stdout is not None
        with process.stdout:
            _await_begin(process, noted, start_s)
            return StepEnd(follow(process, process.stdout, patience, log), _tail(noted))


def marked(command: str) -> str:
    """The command in the shell of a node, with the marks that tell when it began and how it ended.

    Both go where the command's own output does not: it has that output on both its streams.
    """
    return f'echo "{BEGUN}" >&2\n{command} 2>&1\nprintf "\\n{_ENDED} %d\\n" $? >&2\n'


def _await_begin(process: "subprocess.Popen[bytes]", noted: IO[bytes], start_s: float) -> None:
    started = time.monotonic()
    try:
        while BEGUN.encode() not in os.pread(noted.fileno(), _NOTED, 0):
            if process.poll() is not None and BEGUN.encode() not in os.pread(noted.fileno(), _NOTED, 0):
                raise NotBegunError(_last_line(_tail(noted)))
            if time.monotonic() - started >= start_s:
                raise NotBegunError(f"nothing began within {start_s:.0f} s")
            time.sleep(_POLL_S)
    except BaseException:
        stop(process)
        raise


def _tail(file: IO[bytes]) -> str:
    size = os.fstat(file.fileno()).st_size
    return os.pread(file.fileno(), _NOTED, max(0, size - _NOTED)).decode(errors="replace")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
