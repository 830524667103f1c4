from pathlib import Path

from gathered import forge, gathered

from criteria.checks import response_time
from criteria.evidence.forge import Issues
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"maximum_hours": 48, "minimum_issues": 3}


def _judge(path: Path, *captured: Evidence) -> Verdict:
    return response_time.judge(gathered(path / "r", {"a.py": "x = 1\n"}, *captured), LIMITS)


def test_the_median_decides(tmp_path: Path) -> None:
    """One issue that was forgotten does not; most of them do."""
    quick, slow = (
        Issues(total=3, first_response_hours=(1, 2, 9000)),
        Issues(total=3, first_response_hours=(1, 90, 9000)),
    )
    assert _judge(tmp_path / "a", forge(issues=quick)).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", forge(issues=slow)).outcome is Outcome.FAIL


def test_no_reports_no_capture_and_too_few_answers(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", forge(issues=Issues(total=0))).outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b").outcome is Outcome.NOT_ASSESSED
    assert (
        _judge(tmp_path / "c", forge(issues=Issues(total=9, first_response_hours=(1,)))).outcome is Outcome.NOT_ASSESSED
    )
