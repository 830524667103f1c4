import json
from pathlib import Path

from gathered import gathered

from criteria.checks import module_identifiers
from criteria.model import Outcome

MODULE = "swh:1:dir:" + "1a" * 20


def test_swhids_of_modules_in_the_metadata_pass(tmp_path: Path) -> None:
    metadata = json.dumps({"name": "Star Map", "hasPart": [{"@id": MODULE}]})
    verdict = module_identifiers.judge(gathered(tmp_path / "r", {"codemeta.json": metadata}), {})
    assert verdict.outcome is Outcome.PASS
    assert MODULE in verdict.reason


def test_a_swhid_of_the_whole_or_one_in_the_readme_is_none_of_a_module(tmp_path: Path) -> None:
    whole = json.dumps({"identifier": "swh:1:rev:" + "1a" * 20})
    files = {"codemeta.json": whole, "README.md": f"See {MODULE}.\n"}
    assert module_identifiers.judge(gathered(tmp_path / "r", files), {}).outcome is Outcome.FAIL


def test_an_empty_commit_has_no_modules(tmp_path: Path) -> None:
    assert module_identifiers.judge(gathered(tmp_path / "r", {}), {}).outcome is Outcome.NOT_APPLICABLE
