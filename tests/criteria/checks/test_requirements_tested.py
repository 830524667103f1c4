from pathlib import Path

import pytest
from collected import judge, workflow

from criteria.checks import requirements_tested
from criteria.model import Outcome, Strength, Verdict

NAMED = {"tests/test_a.py": "".join(f"@pytest.mark.requirement('REQ-{n}')\ndef test_{n}(): pass\n" for n in range(6))}
ISSUES = {"tests/test_a.py": "".join(f"def test_{n}():\n    # issue #{n + 10}\n    pass\n" for n in range(6))}


def _judge(path: Path, files: dict[str, str], **retrieval: object) -> Verdict:
    return judge(requirements_tested, path, files, **retrieval)


def test_requirements_named_in_tests_that_run_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", workflow("pytest") | NAMED)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_issues_are_worth_less_than_requirements(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", workflow("pytest") | ISSUES).strength is Strength.E2


@pytest.mark.threat("A12")
def test_tests_that_name_nothing_or_never_run_fail(tmp_path: Path) -> None:
    assert (
        _judge(tmp_path / "r", workflow("pytest") | {"tests/test_a.py": "def test_a(): pass\n"}).outcome is Outcome.FAIL
    )
    assert _judge(tmp_path / "s", workflow("pytest || true") | NAMED).outcome is Outcome.FAIL


@pytest.mark.threat("A15")
def test_the_same_id_over_and_over_counts_once(tmp_path: Path) -> None:
    text = "".join(f"def test_{n}():\n    pass  # REQ-1\n" for n in range(50))
    assert _judge(tmp_path / "r", workflow("pytest") | {"tests/test_a.py": text}).outcome is Outcome.FAIL


def test_without_tests_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"star.py": "x = 1\n"}).outcome is Outcome.NOT_APPLICABLE


def test_unread_files_and_archives_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", NAMED | {".gitlab-ci.yml": "a: &a 1\nb: *a\n"}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", NAMED, versioned=False).outcome is Outcome.NOT_ASSESSED


def test_an_archive_without_tests_is_not_assessed(tmp_path: Path) -> None:
    """It may have left them out."""
    verdict = judge(requirements_tested, tmp_path / "r", {"star.py": "x = 1\n"}, versioned=False)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "assess the repository" in verdict.reason
