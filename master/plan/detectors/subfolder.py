"""Repositories whose build files stand one folder down, beside each other or beside documents."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

import attrs

from criteria.marked_yaml import shown
from criteria.snapshot import Folder, Snapshot
from master.plan.detectors.detector import Detector
from master.plan.makefile import NAMES as MAKEFILES
from master.plan.requirements import PLAIN_PATH
from master.plan.tree_text import is_others
from workers.cell import Recipe

MANIFESTS = frozenset((
    "pyproject.toml", "setup.py", "DESCRIPTION", "Project.toml", "Cargo.toml", "go.mod", "CMakeLists.txt",
    "meson.build", "configure.ac", "configure.in", "configure", "fpm.toml", "package.json", "pom.xml",
))  # fmt: skip
# With one of these the top folder is where the work is done.
AT_TOP = MANIFESTS | {"setup.cfg", "tox.ini", "noxfile.py", "requirements.txt", "environment.yml", *MAKEFILES}
NOT_THE_PROJECT = {"doc", "docs", "documentation", "example", "examples", "demo", "demos", "test", "tests", "website",
                   "site", "tools", "scripts", "ci", "docker", "benchmark", "benchmarks", "paper"}  # fmt: skip
MAX_FOLDERS = 12
COVERAGE = "$ASSAY_RESULTS/coverage."


class Subtree(Snapshot):
    """One folder of a snapshot, as if it were the whole."""

    def __init__(self, snapshot: Snapshot, folder: Folder) -> None:
        super().__init__(snapshot.repository, snapshot.commit)
        self._folder = Folder("", folder.id)

    @property
    def root(self) -> Folder:
        return self._folder


@attrs.frozen
class SubfolderDetector:
    """Asks other detectors about each folder with a build file; the first whose recipe has tests is taken."""

    detectors: Sequence[Detector]
    name: str = "a folder of the repository"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        entries, folders = snapshot.listed(snapshot.root)
        if any(entry.name in AT_TOP or entry.name.endswith(".py") for entry in entries):
            return None
        candidates = [folder for folder in folders if _is_candidate(snapshot, folder)][:MAX_FOLDERS]
        found = list(self._found(snapshot, candidates, offered))
        if not found:
            return None
        folder, recipe = max(found, key=lambda pair: (bool(pair[1].test), bool(pair[1].build)))
        others = [candidate.path.rstrip("/") for candidate in candidates if candidate is not folder]
        return _moved(recipe, folder.path.rstrip("/"), others)

    def _found(
        self, snapshot: Snapshot, folders: Sequence[Folder], offered: Mapping[str, str]
    ) -> Iterator[tuple[Folder, Recipe]]:
        trees = [(folder, Subtree(snapshot, folder)) for folder in folders]
        for detector in self.detectors:
            for folder, tree in trees:
                recipe = detector.detect(tree, offered)
                if recipe is not None:
                    yield folder, recipe


def _is_candidate(snapshot: Snapshot, folder: Folder) -> bool:
    name = folder.path.rstrip("/")
    if name.lower() in NOT_THE_PROJECT or not PLAIN_PATH.match(name):
        return False
    entries, _ = snapshot.listed(folder)
    return any(entry.name in MANIFESTS and entry.is_file and not is_others(entry) for entry in entries)


def _moved(recipe: Recipe, folder: str, others: list[str]) -> Recipe:
    """The recipe as it is run from the top folder. Coverage would name files by their paths below the folder."""
    reasons = [f"the top folder has no build file; that of {folder} is built, and tested there"]
    if others:
        reasons.append(f"other folders with build files are left out: {shown(', '.join(others), 200)}")
    if recipe.results.coverage:
        reasons.append(f"coverage is not measured: its paths would be those below {folder}")
    results = attrs.evolve(
        recipe.results,
        junit=tuple(_path(folder, path) for path in recipe.results.junit),
        tests=tuple(_path(folder, path) for path in recipe.results.tests),
        coverage=(),
    )
    return attrs.evolve(
        recipe,
        build=_below(folder, recipe.build),
        test=_below(folder, recipe.test),
        after_test=_below(folder, tuple(line for line in recipe.after_test if COVERAGE not in line)),
        results=results,
        reasons=(*reasons, *(reason for reason in recipe.reasons if "coverage" not in reason)),
    )


def _below(folder: str, commands: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"cd {shlex.quote(folder)} || exit 1; {command}" for command in commands)


def _path(folder: str, path: str) -> str:
    """A path with folders is one of the tree; a bare name is one of $ASSAY_RESULTS."""
    return f"{folder}/{path}" if "/" in path else path
