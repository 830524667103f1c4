"""Whether this machine has room for one more run, asked before anything is fetched, made or run (F09).

A run that fills the disk in its middle takes others along; one that is not begun costs nobody anything.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import attrs

from master.errors import UsageError
from master.git import DiskFullError
from workers.engines.engine import Engine
from workers.errors import InfrastructureError
from workers.storage import storage

VARIABLE = "ASSAY_LEAST_FREE"  # megabytes, in place of the two below
STATE_MB = 512  # sources, outcomes and the master's database of one run
ENGINE_MB = 2048  # layers of an image, or the work folders of cells
INODES = 10_000
_MB = 2**20


@attrs.frozen
class Place:
    """A folder that is to be written to, and how much must be free there."""

    what: str
    folder: Path
    least_mb: int


def require_room(state: Path, engine: Engine) -> None:
    """Refuse to begin a run where there is too little room for it.

    Raises DiskFullError with the place, what is free and what is needed; UsageError when the user's own limit is
    no number.
    """
    least = least_mb()
    places = [Place("Assay keeps its state", state, least if least is not None else STATE_MB)]
    with suppress(InfrastructureError):  # an engine that does not answer says so where its cells are run
        if (folder := storage(engine)) is not None:
            places.append(Place("the engine keeps what cells need", folder, least if least is not None else ENGINE_MB))
    for place in places:
        if why := shortage(place):
            raise DiskFullError(why)


def shortage(place: Place) -> str | None:
    """What is missing there; None when there is room. A folder that is not there yet is looked at where it will be."""
    folder = place.folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        free_mb, facts = shutil.disk_usage(folder).free // _MB, os.statvfs(folder)
    except OSError as error:
        return f"{folder}, where {place.what}, cannot be looked at: {error.strerror}"
    advice = f"free some, or say in ${VARIABLE} how many MB are enough"
    if free_mb < place.least_mb:
        return f"only {free_mb} MB are free at {folder}, where {place.what}; {place.least_mb} MB are needed: {advice}"
    if place.least_mb and facts.f_files and facts.f_favail < INODES:
        return f"only {facts.f_favail} files can be made at {folder}, where {place.what}; {INODES} are needed: {advice}"
    return None


def least_mb() -> int | None:
    """The user's own limit; None when there is none."""
    said = os.environ.get(VARIABLE, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or len(said) > 12:
        raise UsageError(f"${VARIABLE} must be a number of megabytes, such as 512; it is {said[:40]!r}")
    return int(said)
