"""Cells as the tests of the rooms workers and master need them, made from what differs."""

from typing import Any

import attrs

from workers.cell import Cell, Limits, Results
from workers.emulation import host_arch

PLAIN = Cell(
    id=f"debian-12/{host_arch()}/py3.11",
    image="debian-12",
    arch=host_arch(),
    python="3.11",
    system=(),
    build=("pip install .",),
    test=("pytest",),
    after_test=(),
    results=Results(),
    limits=Limits(),
    environment={},
)


def cell(**more: Any) -> Cell:
    """The plain cell of this machine's architecture but for what is said."""
    return attrs.evolve(PLAIN, **more)
