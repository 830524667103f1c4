"""A report tells where credentials are, and never what they are (A28)."""

import pytest
import report_examples as examples
from repos import snapshot_of
from sample_credentials import KINDS, private_key, sample
from scans import census_of, scanned_snapshot

from criteria.baseline import load
from criteria.evidence import secrets
from criteria.judge import judge
from criteria.model import Evidence, EvidenceSet, Outcome
from reports.all_formats import FORMATS
from reports.document import document
from reports.render import render

SAMPLES = {kind: sample(kind, 7) for kind in KINDS}
KEY = private_key("EC")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A tree that leaks one of each kind."""
    files = {f"src/{number}.py": line for number, (line, _) in enumerate(SAMPLES.values())} | {"src/key.pem": KEY}
    snapshot = snapshot_of(tmp_path_factory.mktemp("leaking") / "r", files)
    found = {"census": census_of(snapshot), "secrets": scanned_snapshot(secrets, snapshot)}
    evidence = EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in found.items()})
    assessment = judge(evidence, load())
    verdicts = {rule.id: rule.verdict.outcome for one in assessment.criteria for rule in one.subcriteria}
    assert verdicts["QC.Sec01"] is Outcome.FAIL
    return document(assessment, examples.SUBJECT, evidence, None)


@pytest.mark.threat("A28")
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_shows_a_part_of_a_credential(report: dict[str, object], format_: str) -> None:
    """Six signs in a row of any of them, but for the beginning that all tokens of a kind share."""
    shown = render(report, format_).decode()
    public = ("github", "_pat_", "live")
    hidden = [secret for _, secret in SAMPLES.values()] + KEY.split("\n")[1:-2]
    parts = {secret[at : at + 6] for secret in hidden for at in range(len(secret) - 5)}
    assert not [part for part in parts if part in shown and not any(word in part for word in public)]


def test_each_of_them_is_named(report: dict[str, object]) -> None:
    """By its file and kind: what is hidden can still be found and withdrawn."""
    shown = render(report, "json").decode()
    kinds = {kind.replace("fine-grained ", "").replace("app ", "") for kind in KINDS}
    assert not [kind for kind in kinds if kind not in shown]
    assert "src/key.pem" in shown
