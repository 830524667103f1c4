"""`assay config`: check a configuration file, print its schema, write one to start from."""

import sys
from pathlib import Path

from criteria.marked_yaml import MAX_BYTES
from criteria.snapshot import Snapshot
from master import output
from master.errors import UsageError
from master.plan import assay_file
from master.plan.assay_file_text import written
from master.plan.detect import detect
from master.plan.plan import check_file
from master.sources.all_sources import resolve
from master.state import state_folder
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


def init(source: str, file: Path | None, *, offline: bool = False) -> int:
    """Write the recipe that detection finds for a source; `-` or nothing to write to a folder of the user's: stdout.

    Raises UsageError when the file is there already: what somebody wrote is not written over.
    """
    target = _target(source, file)
    if target is not None:
        if target.exists() or target.is_symlink():
            raise UsageError(f"{target} is there already; remove it first, or name another file with --output")
        output.check_file(target)
    resolved = resolve(source, None, state_folder(), offline=offline)
    text = written(detect(Snapshot(resolved.mirror, resolved.commit), offered=offered_pythons()))
    if len(text.encode()) > MAX_BYTES:
        raise UsageError(f"what was found in {source} does not fit into a file of {MAX_BYTES // 2**10} kB")
    if target is None:
        sys.stdout.write(text)
        return 0
    output.write_whole(target, text.encode())
    output.say(f"{target} is written; `assay config check {target}` says which cells it means")
    return 0


def _target(source: str, file: Path | None) -> Path | None:
    """Into the checkout where the source is one; a source from elsewhere has no folder of ours."""
    if file is not None:
        return None if str(file) == "-" else file
    folder = Path(source)
    return folder / assay_file.NAMES[0] if folder.is_dir() else None


def _file(path: Path) -> Path:
    if path.is_file():
        return path
    for name in assay_file.NAMES:
        if (path / name).is_file():
            return path / name
    raise UsageError(f"there is no {' or '.join(assay_file.NAMES)} at {path}")
