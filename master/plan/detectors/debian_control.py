"""debian/control: what Debian's own packaging of the project builds with."""

import re

from criteria.snapshot import Snapshot
from master.plan.detectors.detector import Needs
from workers.cell import Recipe
from workers.packages import package_problem

FILE = "debian/control"
MAX_BYTES = 128 * 2**10
FIELDS = ("build-depends:", "build-depends-arch:", "build-depends-indep:")
# Tools of packaging and of documents, and interpreters with modules that a cell takes from elsewhere.
_PACKAGING = re.compile(
    r"(?:debhelper|dh-|cdbs|dpkg|lintian|quilt|config-package-dev|autotools-dev|python-is-|texlive|latexmk|dvipng|sphinx|po4a)"
)
_PYTHON = re.compile(r"(?:python|python3|pypy3)(?:-.*)?\Z|cython3?\Z|pybuild-")


class DebianControl:
    """The names of Build-Depends; versions, architectures and profiles are left out."""

    def needs(self, snapshot: Snapshot, _recipe: Recipe) -> Needs:
        entry = snapshot.by_path.get(FILE)
        if entry is None or not entry.is_file:
            return Needs()
        names: list[str] = []
        left: list[str] = []
        for clause in _clauses(snapshot.text(entry, MAX_BYTES)):
            name = clause.partition("|")[0].split("<")[0].split("[")[0].split("(")[0].strip().partition(":")[0]
            if not name or package_problem(name) or ("<" in clause and "<!" not in clause):
                continue  # a substitution of the packaging, or for a special build only
            (left if _PACKAGING.match(name) or _PYTHON.match(name) else names).append(name)
        reasons = [f"{FILE}: {', '.join(names)} is installed"] if names else []
        if left:
            reasons.append(
                f"{FILE}: left out (tools of packaging and documents, Python from elsewhere) {', '.join(left)}"
            )
        return Needs(system=tuple(names), reasons=tuple(reasons))


def _clauses(text: str) -> list[str]:
    """The clauses of the fields, which go on in lines that begin with a blank."""
    values: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line[:1] not in (" ", "\t"):
            inside = line.lower().startswith(FIELDS)
            line = line.partition(":")[2]
        if inside:
            values.append(line)
    return [clause.strip() for clause in " ".join(values).split(",")]
