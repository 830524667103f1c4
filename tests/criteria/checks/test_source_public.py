from evidence_of import evidence_of

from criteria.checks import source_public
from criteria.evidence.retrieval import Retrieval
from criteria.model import Evidence, EvidenceSet, Outcome, Strength


def test_an_anonymous_read_of_a_commit_passes() -> None:
    verdict = source_public.judge(evidence_of(None), {})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_an_archive_needs_a_digest_for_full_strength() -> None:
    bare = source_public.judge(evidence_of(None, how="archive"), {})
    bound = source_public.judge(evidence_of(None, how="index", digest="sha256:00"), {})
    assert (bare.strength, bound.strength) == (Strength.E2, Strength.E3)


def test_a_private_source_fails_with_the_reason() -> None:
    verdict = source_public.judge(evidence_of(None, anonymous=False, reason="the server asks for a password"), {})
    assert verdict.outcome is Outcome.FAIL
    assert "asks for a password" in verdict.reason


def test_what_was_not_asked_is_not_assessed() -> None:
    verdict = source_public.judge(evidence_of(None, anonymous=None, reason="--offline was given"), {})
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "--offline" in verdict.reason


def test_it_judges_nothing_but_the_retrieval() -> None:
    data = Retrieval("git", "x", True, "read", True)
    assert source_public.judge(EvidenceSet({"retrieval": Evidence("retrieval", data, "t")}), {}).outcome is Outcome.PASS
