"""What the cells installed: the versions that a manifest without a lock really led to."""

import re
from collections.abc import Iterator

from criteria.dependencies.model import PYPI, RUNTIME, Dependency, named
from criteria.evidence.cells import Cells

_PINNED = re.compile(r"^([\w.-]{1,100})==([\w.!+-]{1,100})$")


def installed(cells: Cells) -> Iterator[Dependency]:
    """The Python packages of each cell, as it reported them. `path` names the cell, for there is no file."""
    for cell in cells.cells:
        for package in cell.packages:
            match = _PINNED.match(package)
            name = named(PYPI, match[1]) if match else None
            if match and name:
                yield Dependency(PYPI, name, RUNTIME, f"cell {cell.id}", f"=={match[2]}", match[2], locked=True)
