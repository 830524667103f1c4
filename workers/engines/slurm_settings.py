"""What the user's environment says of a Slurm cluster, and the options of a cell's job that follow from it."""

import os
import shlex
from pathlib import Path

from workers import sandbox
from workers.cell import Cell
from workers.errors import EngineError

FOLDER = "ASSAY_SLURM_FOLDER"  # where the work folders are made; shared by the whole cluster
OPTIONS = "ASSAY_SLURM_OPTIONS"  # more options of sbatch, such as --partition and --account
WAIT = "ASSAY_SLURM_WAIT"  # minutes that a job may wait in the queue
WAIT_MINUTES = 60.0


def job_name(run: str) -> str:
    return f"assay-{run}"


def job_options(cell: Cell, run: str) -> list[str]:
    """The options of sbatch; the user's own come last, so that they count."""
    line = [f"--job-name={job_name(run)}", f"--comment=assay {run} {cell.id}"[:200]]
    line += ["--nodes=1", "--ntasks=1", "--no-requeue", f"--mem={cell.limits.memory_mb}M"]
    line += [f"--time={-(-lifetime_s(cell) // 60)}"]  # minutes
    # Nothing of our environment goes to the cluster; NONE would have it log the user in to find another one.
    line += ["--export=LANG", "--chdir=/", "--input=/dev/null", "--output=/dev/null", "--error=/dev/null"]
    return [*line, *user_options()]


def work_root() -> Path:
    said = os.environ.get(FOLDER)
    return Path(said).absolute() if said else Path.home() / ".assay-slurm"


def user_options() -> list[str]:
    """The user's own options of sbatch; raises EngineError when they cannot be told apart."""
    try:
        return shlex.split(os.environ.get(OPTIONS, ""))
    except ValueError as error:
        raise EngineError(f"${OPTIONS} cannot be read: {error}") from error


def patience_s() -> float:
    """How long a job may wait in the queue; seconds."""
    said = os.environ.get(WAIT, "").strip()
    if not said:
        return WAIT_MINUTES * 60
    if not said.isdecimal() or len(said) > 6:
        raise EngineError(f"${WAIT} must be a number of minutes, such as 60; it is {said[:40]!r}")
    return float(said) * 60


def lifetime_s(cell: Cell) -> int:
    """After this time the job ends by itself, whatever became of us; seconds."""
    return sandbox.lifetime_s(cell.limits)
