"""QC.Del03: a delivery is announced."""

from pathlib import Path

import pytest
from repos import snapshot_of
from scans import census_of

from criteria.checks import delivery_notified
from criteria.evidence import automation
from criteria.model import Evidence, EvidenceSet, Outcome, Verdict

STEPS = "jobs:\n  a:\n    runs-on: x\n    steps:\n"
UPLOAD = f"on:\n  release:\n    types: [published]\n{STEPS}      - run: twine upload dist/*\n"
TOLD = "      - uses: slackapi/slack-github-action@v2\n"


def _judge(folder: Path, workflow: str | None, code: str = "x = 1\n") -> Verdict:
    files = {"a.py" if code else "a.txt": code or "x\n"}
    snapshot = snapshot_of(folder / "r", {**files, **({".github/workflows/r.yml": workflow} if workflow else {})})
    items = {"automation": automation.collect(snapshot), "census": census_of(snapshot)}
    return delivery_notified.judge(
        EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in items.items()}), {}
    )


def test_a_release_job_that_tells_people_passes(tmp_path: Path) -> None:
    """By a message, or by a release on the forge."""
    assert _judge(tmp_path / "a", UPLOAD + TOLD).outcome is Outcome.PASS
    on_tag = f"on:\n  push:\n    tags: ['v*']\n{STEPS}      - run: gh release create v1\n"
    assert _judge(tmp_path / "b", on_tag).outcome is Outcome.PASS


@pytest.mark.threat("A12")
@pytest.mark.parametrize("off", ["        if: false\n", "        continue-on-error: true\n"])
def test_a_message_that_is_never_sent_fails(tmp_path: Path, off: str) -> None:
    """Or whose failure nobody sees."""
    verdict = _judge(tmp_path, UPLOAD + TOLD + off)
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) == 1


def test_what_people_announce_by_hand_is_not_assessed(tmp_path: Path) -> None:
    """A release without a message, no release at all, a file that cannot be read."""
    assert _judge(tmp_path / "a", UPLOAD).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", None).outcome is Outcome.NOT_ASSESSED
    assert "could not be read" in _judge(tmp_path / "c", "on: [\n").reason


def test_without_code_it_is_not_applicable(tmp_path: Path) -> None:
    assert _judge(tmp_path, UPLOAD + TOLD, "").outcome is Outcome.NOT_APPLICABLE
