from pathlib import Path

import pytest
from collected import workflow
from gathered import gathered

from criteria.checks import token_permissions
from criteria.model import Outcome, Verdict

PLAIN = workflow("pytest")[".github/workflows/ci.yml"]


def _judge(path: Path, text: str) -> Verdict:
    return token_permissions.judge(gathered(path / "r", {".github/workflows/ci.yml": text}), {})


@pytest.mark.parametrize("said", ["permissions: {contents: read}\n", "permissions: read-all\n", "permissions: {}\n"])
def test_a_token_that_may_only_read_passes(tmp_path: Path, said: str) -> None:
    assert _judge(tmp_path, said + PLAIN).outcome is Outcome.PASS


@pytest.mark.parametrize("said", ["permissions: write-all\n", "permissions: {contents: write}\n"])
def test_a_workflow_that_may_write_as_a_whole_fails(tmp_path: Path, said: str) -> None:
    assert _judge(tmp_path, said + PLAIN).outcome is Outcome.FAIL


def test_a_workflow_that_says_nothing_is_not_assessed(tmp_path: Path) -> None:
    """The default of a repository is known to the forge alone."""
    assert _judge(tmp_path / "a", PLAIN).outcome is Outcome.NOT_ASSESSED
    archive = gathered(tmp_path / "b", {"a.py": "x = 1\n"}, versioned=False)
    assert token_permissions.judge(archive, {}).outcome is Outcome.NOT_ASSESSED
    assert token_permissions.judge(gathered(tmp_path / "c", {"a.py": "x = 1\n"}), {}).outcome is Outcome.NOT_APPLICABLE
