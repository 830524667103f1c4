"""QC.Del01: production code is built into an artefact that can be run."""

import re
from collections.abc import Sequence

from criteria.cell_verdict import strength
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.cells import CellResult, Cells, Command
from criteria.evidence.census import Census
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Del01"
TITLE = "The code is built into an artefact"
WHY = "What can be built by anybody from the commit can be delivered; what only its author can build cannot."
HOW = (
    "Each cell of the matrix builds the commit from a clean system. A command of the build phase has to be one that "
    "makes something to install or run, and to end well, in every cell. A command that only says so does not count."
)
FIX = "Run the command shown under `reproduce` for the cell whose build failed, and declare what the build needs."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("cells", "census")

_REQUIRED = "in every cell a build command that makes an artefact ends well"
_SHOWN = 5
# Commands that make something to install or run, where a command can begin.
_BEGIN = r"(?:^|[;&] {0,4}|\b(?:exec|time|env|sudo) |python[\d.]{0,6} (?:-[A-LN-Z] ){0,4}-m )(?:[\w./$(){}-]{0,200}/)?"
_TREE = r"[^;&|]{0,400} (?:\.(?:\[|/|\s|$)|\"?\$?/?\S{0,100}(?:src|source|tree|work)\b)"
_BUILDS = re.compile(
    rf"{_BEGIN}(?:pip3?(?: -\S{{1,20}}){{0,4}} (?:install|wheel)\b(?={_TREE})|build(?: |$)|pyproject-build\b"
    r"|(?:python[\d.]{0,6} )?setup\.py (?:build|bdist\w*|sdist|install|develop)\b|uv (?:build|sync|pip install)\b"
    r"|(?:poetry|pdm|flit) (?:build|install)\b|hatch build\b|maturin (?:build|develop)\b"
    r"|g?make(?: |$)|ninja(?: |$)|cmake --(?:build|install)\b|meson (?:compile|install)\b|scons(?: |$)"
    r"|cargo (?:build|install)\b|go (?:build|install)\b|fpm (?:build|install)\b|R CMD (?:build|INSTALL)\b"
    r"|julia\b(?=[^|]{0,400}Pkg\.(?:build|instantiate|develop|precompile))|npm (?:pack|run build|ci|install)\b"
    r"|mvnw? |gradlew? |(?:docker|podman) build\b|(?:stack|cabal|dune) build\b)"
)
_MASKED = "||"  # the command ends well whatever the build did


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The worst known cell decides; the strength is that of the weakest sandbox (V1, V2)."""
    cells: Cells = evidence["cells"].data
    census: Census = evidence["census"].data
    if not census.programming_lines:
        return not_applicable(f"{ID}/no-code: the census found no first-party line in a programming language")
    if not cells.cells:
        return not_assessed("no cell was run", required=_REQUIRED)
    bad = [cell for cell in cells.cells if _failed(cell)]
    built = [cell for cell in cells.cells if cell not in bad and _artefact(cell)]
    found = f"{len(built)} of {len(cells.cells)} cells built it, {len(bad)} could not"
    if bad:
        findings = tuple(Finding(ID, f"{cell.id}: {printable(cell.reason)}.") for cell in bad)
        return failed(_named("the build failed in", bad), findings, required=_REQUIRED, found=found)
    others = [cell for cell in cells.cells if cell not in built]
    if others:
        return not_assessed(f"{others[0].id}: {_why_unknown(others[0])}", required=_REQUIRED, found=found)
    first = _artefact(built[0])
    shown = printable(first.command)[:120] if first else ""
    weakest = min((strength(cell) for cell in built), default=Strength.E3)
    return passed(f"`{shown}` ended well in {len(built)} cells", weakest, required=_REQUIRED, found=found)


def _failed(cell: CellResult) -> bool:
    """The project's fault, in the build; what broke on our side is unknown."""
    return cell.fault != "infrastructure" and cell.status == "failed" and cell.phase == "build"


def _artefact(cell: CellResult) -> Command | None:
    """The first command of a finished build that makes something."""
    commands = [command for command in cell.commands if command.phase == "build"]
    if any(command.exit != 0 for command in commands) or cell.phase in ("build", "prepare"):
        return None
    return next((command for command in commands if _makes(command.command)), None)


def _makes(command: str) -> bool:
    return _MASKED not in command and _BUILDS.search(command) is not None


def _why_unknown(cell: CellResult) -> str:
    if cell.status == "not_assessed" or cell.fault == "infrastructure":
        return f"could not run: {printable(cell.reason)}"
    if not any(command.phase == "build" for command in cell.commands):
        return "no build command was run; name one under `build` in .assay.yml"
    return "no build command is known to make an artefact"


def _named(what: str, cells: Sequence[CellResult]) -> str:
    more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
    return f"{what} {', '.join(cell.id for cell in cells[:_SHOWN])}{more}"
