from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import contributors_listed
from criteria.model import Outcome, Strength


def test_a_list_that_holds_those_who_commit_is_confirmed(tmp_path: Path) -> None:
    confirmed = contributors_listed.judge(gathered(tmp_path / "a", {"pyproject.toml": PYPROJECT}), {})
    archive = contributors_listed.judge(gathered(tmp_path / "b", {"AUTHORS": "- Grace Stern\n"}, versioned=False), {})
    assert (confirmed.outcome, confirmed.strength) == (Outcome.PASS, Strength.E3)
    assert (archive.outcome, archive.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.parametrize(
    "files", [{"a.py": "x = 1\n"}, {"AUTHORS": ""}, {"AUTHORS": "see the web page\n"}, {"AUTHORS": "Grace Stern\n"}]
)
def test_nobody_and_strangers_fail(tmp_path: Path, files: dict[str, str]) -> None:
    """A list in which nobody is who wrote the software was copied, or is out of date."""
    assert contributors_listed.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_no_authors_to_list(tmp_path: Path) -> None:
    assert contributors_listed.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
