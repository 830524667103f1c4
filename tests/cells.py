"""Cells for the tests of checks, made from what differs."""

from typing import Any

import attrs

from criteria.evidence.cells import CellResult, Cells, Command, FileCoverage, TestCounts
from criteria.model import Evidence, EvidenceSet

GOOD = CellResult(
    id="debian-12/amd64/py3.11",
    arch="amd64",
    image="debian-12",
    engine="docker",
    isolation="container: own user, no network while testing",
    status="passed",
    fault=None,
    reason="",
    phase=None,
    machine="x86_64",
    emulated=False,
    tests=TestCounts(total=12, passed=10, skipped=2),
    test_report="junit",
    failed_tests=(),
    coverage=(FileCoverage("a.py", 80, 20, 0),),
    commands=(Command("build", "pip install .", 0, 3.0), Command("test", "pytest", 0, 5.0)),
    log_tail=(),
    reproduce=None,
    packages=(),
    integrity=(),
    duration_s=8.0,
)


def cell(**more: Any) -> CellResult:
    """The good cell but for what is said."""
    return attrs.evolve(GOOD, **more)


def failing(phase: str, reason: str, **more: Any) -> CellResult:
    return cell(status="failed", fault="project", phase=phase, reason=reason, **more)


def unable(reason: str, **more: Any) -> CellResult:
    """Our side failed before anything could be said."""
    fields = {"status": "not_assessed", "fault": "infrastructure", "tests": None, "coverage": None, "reason": reason}
    return cell(**fields, **more)


def evidence(*cells: CellResult) -> EvidenceSet:
    return EvidenceSet({"cells": Evidence("cells", Cells(cells), "assay 0.1.0")})
