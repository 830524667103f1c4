import json
from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import codemeta_completeness
from criteria.model import Outcome

LIMITS = {"terms": ["name", "description", "keywords", "funder"], "minimum_share": 0.75}
BASE = {"@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode", "author": [{"name": "Ada Stern"}]}


def _files(**terms: object) -> dict[str, str]:
    return {"codemeta.json": json.dumps({**BASE, "name": "Star Map", **terms})}


def test_enough_filled_terms_pass(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", _files(description="Maps of stars", keywords=["stars"]))
    assert codemeta_completeness.judge(evidence, LIMITS).outcome is Outcome.PASS


@pytest.mark.threat("A8")
@pytest.mark.parametrize(
    "files",
    [_files(), _files(description="TODO", keywords=[], funder={}), {"codemeta.json": "["}, {"a.py": "x = 1\n"}],
)
def test_empty_terms_placeholders_and_broken_files_fail(tmp_path: Path, files: dict[str, str]) -> None:
    assert codemeta_completeness.judge(gathered(tmp_path / "r", files), LIMITS).outcome is Outcome.FAIL


def test_an_empty_commit_has_nothing_to_describe(tmp_path: Path) -> None:
    assert codemeta_completeness.judge(gathered(tmp_path / "r", {}), LIMITS).outcome is Outcome.NOT_APPLICABLE
