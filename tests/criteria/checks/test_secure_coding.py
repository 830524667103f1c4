"""QC.Sec01: joined of its parts."""

from typing import Any

import pytest
from analyses import run, security, share
from evidence_of import FETCHED

from criteria.checks import secure_coding
from criteria.evidence.advisories import Advisories
from criteria.evidence.census import CensusFile, of
from criteria.evidence.dependencies import Dependencies
from criteria.evidence.oddities import Deception, Oddities
from criteria.evidence.safeguards import Policy, Safeguards
from criteria.evidence.secrets import Secret, Secrets
from criteria.evidence.world_writable import Place, WorldWritable
from criteria.model import Evidence, EvidenceSet, Outcome, Strength, Verdict
from criteria.tools.tool import Purpose

PARAMETERS = {"minimum_share": 0.8, "maximum_suppressions_per_kloc": 5, "severity": "high", "minimum_words": 30}
FILE = CensusFile("a.py", "Python", "code", None, 10, 100, "0" * 40, True)
POLICY = Policy("SECURITY.md", 80, True, True, True, None)
GOOD: dict[str, Any] = {
    "census": of([FILE]),
    "retrieval": FETCHED,
    "secrets": Secrets((), 0, ()),
    "oddities": Oddities((), 0, (), 0, ()),
    "world_writable": WorldWritable((), 0, ()),
    "safeguards": Safeguards(1, (POLICY,), (), (), ()),
    "dependencies": Dependencies((), (), 0, ()),
}  # fmt: skip


def _evidence(without: tuple[str, ...] = (), **more: Any) -> EvidenceSet:
    data = {kind: value for kind, value in {**GOOD, **more}.items() if kind not in without}
    items = {kind: Evidence(kind, value, "test") for kind, value in data.items()}
    analysed = security(run(Purpose.SECURITY), languages=(share("Python", 10, 10),))
    return EvidenceSet({**items, "security": analysed["security"]})


def _judge(**more: Any) -> Verdict:
    return secure_coding.judge(_evidence(**more), PARAMETERS)


def test_all_parts_together_pass() -> None:
    """At the strength of the weakest; a part without a subject does not count."""
    verdict = _judge()
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)
    assert "dependencies: not_applicable" in str(verdict.found)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"secrets": Secrets((Secret("a.py", 3, "GitHub token", "0" * 12, 40),), 1, ())}, "credentials: "),
        ({"oddities": Oddities((), 0, (Deception("a.py", 1, "bidirectional", "U+202E"),), 1, ())}, "deceptive text: "),
        ({"world_writable": WorldWritable((Place("a.sh", 1, "chmod", "777", False),), 1, ())}, "file modes: "),
        ({"safeguards": Safeguards(1, (), (), (), ())}, "policy: "),
    ],
)
def test_one_part_that_fails_is_enough(more: dict[str, Any], said: str) -> None:
    """Whatever is unknown besides."""
    verdict = _judge(**more, without=("dependencies",))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.startswith(said)


@pytest.mark.threat("A20")
def test_dependencies_without_osv_data_leave_it_open() -> None:
    """The reason says what is missing."""
    verdict = _judge(dependencies=Dependencies((), (), 3, ()))
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "--osv" in verdict.reason
    nothing = Advisories((), 0, (), 3, {}, 0, (), 9, 0, 0, "2026-01-01T00:00:00Z", "sha256:0")
    assert _judge(dependencies=Dependencies((), (), 3, ()), advisories=nothing).outcome is Outcome.PASS


def test_a_part_without_its_evidence_leaves_it_open() -> None:
    assert _judge(without=("safeguards",)).outcome is Outcome.NOT_ASSESSED


def test_prose_with_look_alike_words_decides_nothing() -> None:
    """A typing error in a comment is no trap."""
    found = Oddities((), 0, (Deception("a.py", 1, "look-alike text", "U+039F"),), 1, ())
    assert _judge(oddities=found).outcome is Outcome.PASS


def test_an_empty_commit_is_not_applicable() -> None:
    assert _judge(census=of([])).outcome is Outcome.NOT_APPLICABLE
