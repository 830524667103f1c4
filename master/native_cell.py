"""The one cell that a machine without containers can run: its own architecture, its own interpreter."""

import sys

import attrs

from master.errors import MeasureError
from workers.cell import Cell
from workers.emulation import host_arch

IMAGE = "host"
NATIVE = ("host", "host-bare", "slurm")  # engines without images: they run what is on the machine


def native_cell(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """The first planned cell of this architecture, named for what it really is, and what is lost by that.

    Raises MeasureError when cells are planned and none is of this architecture.
    """
    if not cells:
        return (), ()
    own = [cell for cell in cells if cell.arch == host_arch()]
    if not own:
        asked = ", ".join(dict.fromkeys(cell.arch for cell in cells))
        raise MeasureError(f"the host engine runs {host_arch()} cells only, and the plan asks for {asked}")
    planned = own[0]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    cell = attrs.evolve(planned, id=f"{IMAGE}/{host_arch()}/py{python}", image=IMAGE, python=python, system=())
    notes = [f"{planned.id} is run on this machine itself, with its Python {python}, as {cell.id}"]
    if len(cells) > 1:
        notes.append(f"{len(cells) - 1} more cells of the plan are not run: the host engine runs one native cell")
    if planned.system:
        notes.append(f"the host engine installs no Debian packages; expected to be here: {', '.join(planned.system)}")
    return (cell,), tuple(notes)
