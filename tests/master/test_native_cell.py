"""Without containers one cell is run, and named for what it is."""

import sys

import pytest
from worker_cells import cell

from master.errors import MeasureError
from master.native_cell import native_cell
from workers.emulation import host_arch

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHER = "arm64" if host_arch() == "amd64" else "amd64"


def test_it_is_named_for_what_it_is() -> None:
    """The id says host, this architecture and the interpreter that really runs; never an image that does not."""
    (native,), _ = native_cell((cell(id="x", image="debian-13", python="3.99"),))
    assert (native.id, native.image, native.python) == (f"host/{host_arch()}/py{PYTHON}", "host", PYTHON)


def test_what_is_lost_is_said() -> None:
    """Cells that are not run and packages that are not installed are named."""
    cells = (cell(arch=OTHER), cell(system=("libgmp-dev",)), cell(id="third"))
    (native,), notes = native_cell(cells)
    assert native.system == ()
    assert "2 more cells" in " ".join(notes)
    assert "libgmp-dev" in " ".join(notes)


def test_another_architecture_cannot_be_had() -> None:
    """A plan for other machines only is not measured here; a plan without cells stays one."""
    with pytest.raises(MeasureError, match=OTHER):
        native_cell((cell(arch=OTHER),))
    assert native_cell(()) == ((), ())
