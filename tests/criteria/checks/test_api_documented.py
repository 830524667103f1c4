from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import api_documented
from criteria.model import Outcome

LIMITS = {"minimum_share": 0.5, "reference_counts": False}
GOOD = 'def scale(sky):\n    """Scale the map so that the brightest star fits on the page."""\n    return sky\n'
BARE = "def scale(sky):\n    return sky\n"


def test_described_names_pass_and_bare_ones_fail(tmp_path: Path) -> None:
    assert api_documented.judge(gathered(tmp_path / "a", {"stars.py": GOOD}), LIMITS).outcome is Outcome.PASS
    assert api_documented.judge(gathered(tmp_path / "b", {"stars.py": BARE}), LIMITS).outcome is Outcome.FAIL


@pytest.mark.threat("A15")
def test_stuffed_descriptions_earn_nothing(tmp_path: Path) -> None:
    stuffed = "".join(f'def scale{n}(sky):\n    """Scale{n}."""\n    return sky\n\n' for n in range(20))
    assert api_documented.judge(gathered(tmp_path / "r", {"stars.py": stuffed}), LIMITS).outcome is Outcome.FAIL


def test_a_reference_page_counts_where_the_baseline_says_so(tmp_path: Path) -> None:
    page = "# API reference\n\n" + "The function scale makes the map fit the page and gives it back to you. " * 5
    evidence = gathered(tmp_path / "r", {"stars.py": BARE, "docs/api.md": page})
    assert api_documented.judge(evidence, {**LIMITS, "reference_counts": True}).outcome is Outcome.PASS
    assert api_documented.judge(evidence, LIMITS).outcome is Outcome.FAIL


def test_without_public_names_there_is_no_subject(tmp_path: Path) -> None:
    assert api_documented.judge(gathered(tmp_path / "r", {"a.txt": "x"}), LIMITS).outcome is Outcome.NOT_APPLICABLE
