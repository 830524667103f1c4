from pathlib import Path

from gathered import gathered

from criteria.checks import outside_record
from criteria.model import Outcome

ASKED = {"fact": "a best practices badge", "service": "the register of the badge"}


def test_a_badge_in_the_readme_changes_nothing(tmp_path: Path) -> None:
    """Only the service knows, and the reason names it."""
    readme = "![best practices](https://www.bestpractices.dev/projects/1/badge)\n"
    verdict = outside_record.judge(gathered(tmp_path / "r", {"README.md": readme}), ASKED)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "the register of the badge" in verdict.reason
