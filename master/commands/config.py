"""`assay config`: check a configuration file, print its schema."""

import sys
from pathlib import Path

from master import output
from master.errors import UsageError
from master.plan import assay_file
from master.plan.plan import check_file
from workers.emulation import runnable_arches
from workers.images.recipe import offered_pythons
from workers.matrix import Policy


def check(path: Path) -> int:
    """Reads the file as a run would, and expands its matrix."""
    file = _file(path)
    expansion = check_file(file, offered=offered_pythons(), policy=Policy(), runnable=runnable_arches())
    output.say(f"{file} is right; it means {len(expansion.cells)} cells:")
    for cell in expansion.cells:
        sys.stdout.write(f"{cell.id}\n")
    return 0


def schema() -> int:
    sys.stdout.write(assay_file.schema_text())
    return 0


def _file(path: Path) -> Path:
    if path.is_file():
        return path
    for name in assay_file.NAMES:
        if (path / name).is_file():
            return path / name
    raise UsageError(f"there is no {' or '.join(assay_file.NAMES)} at {path}")
