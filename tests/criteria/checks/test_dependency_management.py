from pathlib import Path

import pytest
from gathered import PYPROJECT, changed, gathered

from criteria.checks import dependency_management
from criteria.model import Finding, Outcome, Strength

LIMITS = {"minimum_share": 0.5}
UPDATER = "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    schedule: {interval: weekly}\n"


def test_bounded_dependencies_pass_and_an_updater_makes_it_stronger(tmp_path: Path) -> None:
    plain = dependency_management.judge(gathered(tmp_path / "a", {"pyproject.toml": PYPROJECT}), LIMITS)
    kept = gathered(tmp_path / "b", {"pyproject.toml": PYPROJECT, ".github/dependabot.yml": UPDATER})
    assert (plain.outcome, plain.strength) == (Outcome.PASS, Strength.E2)
    assert dependency_management.judge(kept, LIMITS).strength is Strength.E3


@pytest.mark.threat("A20")
def test_a_lock_that_contradicts_its_manifest_fails(tmp_path: Path) -> None:
    apart = Finding("lock-incomplete", "numpy is declared and not locked", "pyproject.toml")
    evidence = changed(gathered(tmp_path / "r", {"pyproject.toml": PYPROJECT}), "dependencies", findings=(apart,))
    assert dependency_management.judge(evidence, LIMITS).outcome is Outcome.FAIL


def test_loose_dependencies_fail_and_none_have_no_subject(tmp_path: Path) -> None:
    loose = gathered(tmp_path / "a", {"requirements.txt": "numpy\nscipy\nattrs\n"})
    assert dependency_management.judge(loose, LIMITS).outcome is Outcome.FAIL
    assert (
        dependency_management.judge(gathered(tmp_path / "b", {"a.py": "x = 1\n"}), LIMITS).outcome
        is Outcome.NOT_APPLICABLE
    )
