from pathlib import Path

from collected import judge

from criteria.checks import doubles_apart
from criteria.model import Outcome, Strength, Verdict

MOCK = "from unittest.mock import Mock\n"


def _judge(path: Path, *names: str) -> Verdict:
    return judge(doubles_apart, path, dict.fromkeys((*names, "star/own.py"), MOCK) | {"star/own.py": "x = 1\n"})


def test_doubles_in_tests_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", "tests/test_a.py", "star/tests/b.py")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_doubles_in_the_main_code_fail_with_their_paths(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", "tests/test_a.py", "star/core.py")
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["star/core.py"]


def test_without_doubles_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r").outcome is Outcome.NOT_APPLICABLE
