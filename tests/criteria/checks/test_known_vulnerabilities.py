from pathlib import Path

import attrs
import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import known_vulnerabilities
from criteria.evidence.advisories import Advisories, Advisory
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"severity": "high"}
CLEAN = Advisories((), 0, (), 3, {}, 0, (), 100, 0, 0, "2026-11-01", "sha256:0")
HOLE = Advisory("GHSA-1", (), "pypi", "numpy", "1.0", "critical", 9.8, "bad", ("1.1",), "pyproject.toml", 7, "runtime")


def _judge(path: Path, data: Advisories | None, files: dict[str, str] | None = None) -> Verdict:
    more = [Evidence("advisories", data, "test")] if data else []
    return known_vulnerabilities.judge(gathered(path / "r", files or {"pyproject.toml": PYPROJECT}, *more), LIMITS)


def test_exact_versions_without_advisory_pass(tmp_path: Path) -> None:
    assert _judge(tmp_path, CLEAN).outcome is Outcome.PASS


def test_an_advisory_on_what_is_run_fails_and_one_for_tests_does_not(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", attrs.evolve(CLEAN, affected=(HOLE,), affected_total=1)).outcome is Outcome.FAIL
    for_tests = attrs.evolve(HOLE, scope="test")
    assert _judge(tmp_path / "b", attrs.evolve(CLEAN, affected=(for_tests,), affected_total=1)).outcome is Outcome.PASS


@pytest.mark.threat("A20")
@pytest.mark.parametrize("data", [None, attrs.evolve(CLEAN, unpinned=9), attrs.evolve(CLEAN, uncompared=("numpy",))])
def test_without_data_or_versions_nothing_is_said(tmp_path: Path, data: Advisories | None) -> None:
    assert _judge(tmp_path, data).outcome is Outcome.NOT_ASSESSED


def test_without_dependencies_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path, None, {"a.py": "x = 1\n"}).outcome is Outcome.NOT_APPLICABLE
