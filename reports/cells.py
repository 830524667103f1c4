"""The cells of the matrix as report data: counts and shares, never line by line."""

from collections.abc import Mapping, Sequence
from typing import Any

from criteria.evidence import cells as evidence
from criteria.model import EvidenceSet, plain

MAX_CELLS = 500
MAX_FAILED_TESTS = 100
MAX_LOG_LINES = 60
MAX_PACKAGES = 1000
MAX_COMMANDS = 100
MAX_REPRODUCE = 2000

_WORST_FIRST = {"failed": 0, "not_assessed": 1, "passed_on_retry": 2, "passed": 3}


def cell_rows(evidence_set: EvidenceSet) -> list[dict[str, Any]]:
    """Every cell, the worst first, then by name."""
    if evidence.KIND not in evidence_set:
        return []
    cells = plain(evidence_set[evidence.KIND].data)["cells"][:MAX_CELLS]
    return sorted((_row(cell) for cell in cells), key=lambda row: (_WORST_FIRST.get(row["status"], 1), row["id"]))


def _row(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **cell,
        "coverage": _coverage(cell["coverage"]),
        "commands": list(cell["commands"][:MAX_COMMANDS]),
        "failed_tests": list(cell["failed_tests"][:MAX_FAILED_TESTS]),
        "failed_tests_total": len(cell["failed_tests"]),
        "flaky_tests": list(cell["flaky_tests"][:MAX_FAILED_TESTS]),
        "reached": [dict(stratum) for stratum in cell["reached"]],
        "log_tail": [line.expandtabs(4) for line in cell["log_tail"][-MAX_LOG_LINES:]],
        "packages": list(cell["packages"][:MAX_PACKAGES]),
        "integrity": list(cell["integrity"]),
        "reproduce": _whole(cell["reproduce"]),
    }


def _coverage(files: Sequence[Mapping[str, int]] | None) -> dict[str, Any] | None:
    """Statements of first-party files; the share is rounded down, so that 100 means all of them."""
    if files is None:
        return None
    covered, missing, excluded = (sum(file[key] for file in files) for key in ("covered", "missing", "excluded"))
    total = covered + missing
    percent = (10_000 * covered // total) / 100 if total else None
    return {"percent": percent, "covered": covered, "missing": missing, "excluded": excluded, "files": len(files)}


def _whole(command: str | None) -> str | None:
    """A command is shown whole or not at all: half a command does something else."""
    return command if command is None or len(command) <= MAX_REPRODUCE else None
