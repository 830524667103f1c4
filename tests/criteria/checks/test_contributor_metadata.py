from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import contributor_metadata
from criteria.model import Outcome, Verdict

ASKED = {"asks": ["orcid"], "minimum_people": 0.8, "minimum_commits": 0.8}
RIGHT = "https://orcid.org/0000-0002-9142-2596"


def _judge(path: Path, people: str, asked: dict[str, object] = ASKED, **fetched: object) -> Verdict:
    cff = f"cff-version: 1.2.0\nmessage: m\ntitle: Star Map\nauthors: [{people}]\n"
    return contributor_metadata.judge(gathered(path / "r", {"CITATION.cff": cff}, **fetched), asked)


def test_people_with_orcid_who_made_the_commits_pass(tmp_path: Path) -> None:
    assert _judge(tmp_path, f"{{given-names: Ada, family-names: Example, orcid: '{RIGHT}'}}").outcome is Outcome.PASS


@pytest.mark.threat("A8")
@pytest.mark.parametrize(
    "people",
    [
        "{given-names: Ada, family-names: Example}",
        "{given-names: Ada, family-names: Example, orcid: 'https://orcid.org/0000-0002-9142-2597'}",
        f"{{given-names: Grace, family-names: Stern, orcid: '{RIGHT}'}}",
        "",
    ],
)
def test_a_missing_or_wrong_orcid_and_strangers_fail(tmp_path: Path, people: str) -> None:
    assert _judge(tmp_path, people).outcome is Outcome.FAIL


def test_a_share_of_the_credit_can_be_asked_for(tmp_path: Path) -> None:
    asked = {"asks": ["credit"], "minimum_people": 1.0, "minimum_commits": 0}
    assert _judge(tmp_path / "a", "{name: Ada, credit: 0.7}", asked).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", "{name: Ada}", asked).outcome is Outcome.FAIL


def test_without_a_history_the_list_cannot_be_compared(tmp_path: Path) -> None:
    people = f"{{given-names: Ada, family-names: Example, orcid: '{RIGHT}'}}"
    assert _judge(tmp_path, people, versioned=False).outcome is Outcome.NOT_ASSESSED
    assert contributor_metadata.judge(gathered(tmp_path / "e", {}), ASKED).outcome is Outcome.NOT_APPLICABLE
