from pathlib import Path

from gathered import README, forge, gathered

from criteria.checks import communication_channels
from criteria.evidence.forge import Issues
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"minimum_issues": 3}


def _judge(path: Path, files: dict[str, str], *captured: Evidence) -> Verdict:
    return communication_channels.judge(gathered(path / "r", files, *captured), LIMITS)


def test_a_named_channel_that_others_use_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", {"README.md": README}, forge(issues=Issues(by_non_members=7))).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", {"README.md": README}, forge(issues=Issues(by_non_members=0))).outcome is Outcome.FAIL


def test_no_channel_fails_whatever_the_forge_says(tmp_path: Path) -> None:
    quiet = {"README.md": "# Star Map\n\nDraws maps.\n"}
    assert _judge(tmp_path, quiet, forge(issues=Issues(by_non_members=7))).outcome is Outcome.FAIL


def test_whether_it_is_in_use_only_the_forge_knows(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", {"README.md": README}).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", {"README.md": README}, forge()).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "c", {}).outcome is Outcome.NOT_APPLICABLE
