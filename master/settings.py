"""What one Buildbot master is told when it starts: a file in its base directory, written by whoever starts it."""

import json
from pathlib import Path

import attrs
import cattrs

FILE = "settings.json"


@attrs.frozen
class MasterSettings:
    """All paths are absolute; the password is a file, never a value."""

    run: str  # id of the run, also the label of its containers
    folder: str  # the run's folder: plan, material, outcomes, events
    socket: str  # where the worker connects
    password_file: str
    www_port: int | None
    slots: int  # cells that run at the same time
    engine: str
    worker_python: str
    pulse_s: float = 60.0  # how often a worker is asked whether it is there, and how long it may take to answer


def worker_names(slots: int) -> list[str]:
    """One worker of Buildbot per slot."""
    return [f"local-{number + 1}" for number in range(slots)]


def save(settings: MasterSettings, basedir: Path) -> None:
    (basedir / FILE).write_text(json.dumps(cattrs.unstructure(settings), indent=1))


def load(basedir: str | Path) -> MasterSettings:
    return cattrs.structure(json.loads((Path(basedir) / FILE).read_text()), MasterSettings)
