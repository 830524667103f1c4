from pathlib import Path

import pytest
from collected import judge
from repos import commit_tree

from criteria.checks import style_converges
from criteria.model import Outcome, Strength, Verdict

YEAR = 365 * 86_400


def _flake8(ignored: int) -> dict[str, str]:
    return {".flake8": f"[flake8]\nignore = {','.join(f'E{n}' for n in range(ignored))}\n"}


def _judge(path: Path, before: dict[str, str] | None, now: dict[str, str], **retrieval: object) -> Verdict:
    if before is not None:
        commit_tree(path, before, time=1_700_000_000 - YEAR, tags=("v1.0.0",))
    return judge(style_converges, path, now, **retrieval)


@pytest.mark.parametrize(("before", "now"), [(5, 2), (2, 2)])
def test_no_more_exceptions_than_a_year_before_pass(tmp_path: Path, before: int, now: int) -> None:
    verdict = _judge(tmp_path / "r", _flake8(before), _flake8(now))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_more_exceptions_fail(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", _flake8(2), _flake8(3)).outcome is Outcome.FAIL


def test_a_new_checker_with_its_first_exceptions_is_no_step_back(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", _flake8(2), _flake8(2) | {"ruff.toml": "lint.ignore = ['E1']\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


def test_without_an_older_release_nothing_is_compared(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", None, _flake8(2)).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", None, _flake8(2), versioned=False).outcome is Outcome.NOT_ASSESSED


def test_without_exceptions_there_is_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", _flake8(2), {"a.py": "x = 1\n"}).outcome is Outcome.NOT_APPLICABLE
