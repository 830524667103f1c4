from pathlib import Path

import pytest
from collected import judge

from criteria.checks import doubles_used
from criteria.model import Outcome, Strength, Verdict

TEST = "def test_a(): assert 1\n"


def _judge(path: Path, text: str | bytes, name: str = "tests/test_a.py") -> Verdict:
    return judge(doubles_used, path, {name: text})


def test_a_library_of_doubles_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", f"from unittest import mock\n{TEST}")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_doubles_by_hand_pass_at_less(tmp_path: Path) -> None:
    """Their name alone says so."""
    assert _judge(tmp_path / "r", f"class FakeClock: pass\n{TEST}").strength is Strength.E2


def test_tests_without_a_double_fail(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", TEST).outcome is Outcome.FAIL


def test_without_tests_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", "x = 1\n", "star.py").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.threat("A14")
def test_tests_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", TEST.encode() + b"\0").outcome is Outcome.NOT_ASSESSED


def test_an_archive_without_tests_is_not_assessed(tmp_path: Path) -> None:
    """It may have left them out."""
    verdict = judge(doubles_used, tmp_path / "r", {"star.py": "x = 1\n"}, versioned=False)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "assess the repository" in verdict.reason
