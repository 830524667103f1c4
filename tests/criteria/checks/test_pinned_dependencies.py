from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import pinned_dependencies
from criteria.model import Outcome

LIMITS = {"minimum_share": 0.9}
CI = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@{ref}\n"
IMAGE = "FROM debian{digest}\nCOPY . /app\n"


def test_commits_and_digests_pass(tmp_path: Path) -> None:
    files = {
        ".github/workflows/ci.yml": CI.format(ref="1" * 40),
        "Dockerfile": IMAGE.format(digest="@sha256:" + "2" * 64),
    }
    assert pinned_dependencies.judge(gathered(tmp_path / "r", files), LIMITS).outcome is Outcome.PASS


@pytest.mark.threat("A20")
def test_tags_and_moving_images_fail_and_are_named(tmp_path: Path) -> None:
    files = {".github/workflows/ci.yml": CI.format(ref="v4"), "Dockerfile": IMAGE.format(digest=":12")}
    verdict = pinned_dependencies.judge(gathered(tmp_path / "r", files), LIMITS)
    assert verdict.outcome is Outcome.FAIL
    assert {finding.path for finding in verdict.findings} == set(files)


def test_nothing_to_pin_and_a_broken_workflow(tmp_path: Path) -> None:
    assert (
        pinned_dependencies.judge(gathered(tmp_path / "a", {"a.md": "x\n"}), LIMITS).outcome is Outcome.NOT_APPLICABLE
    )
    broken = gathered(tmp_path / "b", {".github/workflows/ci.yml": "on: [push\njobs: {"})
    assert pinned_dependencies.judge(broken, LIMITS).outcome is Outcome.NOT_ASSESSED
