from pathlib import Path

import pytest
from gathered import DAY, forge, gathered

from criteria.checks import activity
from criteria.evidence.forge import ChangeRequest, Time
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"minimum_changes": 2, "days": 90}
UNTIL = 1_700_000_000


def _change(number: int, days: int, author: str = "ada") -> ChangeRequest:
    return ChangeRequest(number, author=author, is_bot=author.endswith("[bot]"), merged_at=Time(UNTIL - days * DAY))


def _judge(path: Path, *captured: Evidence, files: dict[str, str] | None = None, **fetched: object) -> Verdict:
    return activity.judge(gathered(path / "r", files or {"a.py": "x = 1\n"}, *captured, **fetched), LIMITS)


def test_changes_of_people_within_the_time_pass(tmp_path: Path) -> None:
    assert _judge(tmp_path, forge(changes=(_change(1, 3), _change(2, 80)))).outcome is Outcome.PASS


@pytest.mark.threat("A17")
@pytest.mark.parametrize(
    "changes",
    [(), (_change(1, 3), _change(2, 200)), (_change(1, 3, "dependabot[bot]"), _change(2, 4, "dependabot[bot]"))],
)
def test_old_changes_and_those_of_bots_fail(tmp_path: Path, changes: tuple[ChangeRequest, ...]) -> None:
    assert _judge(tmp_path, forge(changes=changes)).outcome is Outcome.FAIL


def test_an_archived_repository_and_one_that_calls_itself_abandoned_fail(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", forge(archived=True, changes=(_change(1, 1), _change(2, 1)))).outcome is Outcome.FAIL
    given = {"codemeta.json": '{"developmentStatus": "https://www.repostatus.org/#abandoned"}'}
    assert _judge(tmp_path / "b", files=given).outcome is Outcome.FAIL


@pytest.mark.threat("A17")
def test_dates_of_commits_say_nothing_about_today(tmp_path: Path) -> None:
    """A commit can be dated as anybody likes; that of an archive is ours."""
    verdict = _judge(tmp_path / "a")
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "2023-11-14" in verdict.reason
    assert "the last commit" not in _judge(tmp_path / "b", versioned=False).reason


def test_a_capture_of_another_project_is_none(tmp_path: Path) -> None:
    other = forge(repository="github.com/other/star-map", changes=(_change(1, 1), _change(2, 1)))
    assert _judge(tmp_path, other).outcome is Outcome.NOT_ASSESSED
