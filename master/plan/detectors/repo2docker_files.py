"""apt.txt and postBuild, which repo2docker reads from the folder of its files: binder/, .binder/ or the top folder."""

from criteria.marked_yaml import shown
from criteria.snapshot import Entry, Snapshot
from master.plan.detectors.detector import Needs
from master.plan.requirements import PLAIN_PATH
from workers.cell import Recipe
from workers.packages import package_problem

FOLDERS = ("binder/", ".binder/", "")  # repo2docker looks into the first that is there, and into no other
MAX_BYTES = 64 * 2**10
MAX_LINES = 300


class Repo2dockerFiles:
    """Debian packages before the build, a script of the project after it."""

    def needs(self, snapshot: Snapshot, _recipe: Recipe) -> Needs:
        folder = _folder(snapshot)
        system, reasons = _packages(snapshot, snapshot.by_path.get(f"{folder}apt.txt"))
        script, why = _script(snapshot.by_path.get(f"{folder}postBuild"))
        return Needs(system=system, after=script, reasons=(*reasons, *why))


def _folder(snapshot: Snapshot) -> str:
    return next(
        folder for folder in FOLDERS if not folder or any(entry.path.startswith(folder) for entry in snapshot.entries)
    )


def _packages(snapshot: Snapshot, entry: Entry | None) -> tuple[tuple[str, ...], list[str]]:
    if entry is None or not entry.is_file:
        return (), []
    names, reasons = [], []
    for line in snapshot.text(entry, MAX_BYTES).splitlines()[:MAX_LINES]:
        for word in line.partition("#")[0].split():
            if package_problem(word):
                reasons.append(f"{entry.path}: {shown(word)} is no name of a Debian package; it is left out")
            else:
                names.append(word)
    if names:
        reasons.append(f"{entry.path}: {', '.join(names)} is installed")
    return tuple(names), reasons


def _script(entry: Entry | None) -> tuple[tuple[str, ...], list[str]]:
    """It stands in a command by its path only, as a program when it says that it is one."""
    if entry is None or not entry.is_file or not PLAIN_PATH.match(entry.path.removeprefix(".")):
        return (), []
    command = f"./{entry.path}" if entry.mode & 0o111 else f"bash {entry.path}"
    return (command,), [f"{entry.path} is run at the end of the build"]
