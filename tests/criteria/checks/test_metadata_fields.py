from pathlib import Path

import pytest
from gathered import PYPROJECT, gathered

from criteria.checks import metadata_fields
from criteria.model import Outcome, Strength

ASKED = {"fields": ["keywords", "language", "funder"], "minimum": 2}


def test_fields_count_wherever_they_are_stated(tmp_path: Path) -> None:
    one = {"codemeta.json": '{"keywords": ["stars"], "programmingLanguage": "Python"}'}
    assert metadata_fields.judge(gathered(tmp_path / "a", one), ASKED).strength is Strength.E2
    both = {**one, "pyproject.toml": PYPROJECT}
    assert metadata_fields.judge(gathered(tmp_path / "b", both), ASKED).strength is Strength.E3


@pytest.mark.threat("A8")
@pytest.mark.parametrize(
    "metadata", ['{"funder": "TODO", "keywords": []}', '{"keywords": {}, "funder": null}', "{", "[[]]"]
)
def test_placeholders_and_empty_values_state_nothing(tmp_path: Path, metadata: str) -> None:
    verdict = metadata_fields.judge(gathered(tmp_path / "r", {"codemeta.json": metadata}), ASKED)
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) >= 2


def test_manifests_can_be_left_out(tmp_path: Path) -> None:
    given = {"fields": ["language", "description"], "minimum": 2}
    evidence = gathered(tmp_path / "r", {"pyproject.toml": PYPROJECT})
    assert metadata_fields.judge(evidence, given).outcome is Outcome.PASS
    assert metadata_fields.judge(evidence, {**given, "descriptive_only": True}).outcome is Outcome.FAIL


def test_an_empty_commit_states_nothing_of_anything(tmp_path: Path) -> None:
    assert metadata_fields.judge(gathered(tmp_path / "r", {}), ASKED).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.threat("A7")
def test_pages_that_bear_the_name_count_for_documentation_where_the_baseline_says_so(tmp_path: Path) -> None:
    """And a value of repostatus.org for the status; the pages of others are nobody's documentation."""
    text = "# Star Map\n\n[Documentation]({url})\n\n![s](https://www.repostatus.org/#active)\n"
    given = {"fields": ["development status", "documentation"], "minimum": 2}
    own = {"README.md": text.format(url="https://star-map.readthedocs.io/"), "pyproject.toml": PYPROJECT}
    foreign = {**own, "README.md": text.format(url="https://numpy.org/doc/stable/")}
    evidence = gathered(tmp_path / "a", own)
    assert metadata_fields.judge(evidence, {**given, "documents": True}).outcome is Outcome.PASS
    assert metadata_fields.judge(evidence, given).outcome is Outcome.FAIL
    other = gathered(tmp_path / "b", foreign)
    assert metadata_fields.judge(other, {**given, "documents": True}).outcome is Outcome.FAIL
