"""Evidence for the tests of checks: collected from a tiny repository, with a retrieval as the test wants it."""

from typing import Any

import attrs

from criteria.evidence import census, documents, history, test_census
from criteria.evidence.retrieval import Retrieval
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot

FETCHED = Retrieval(
    how="git",
    location="https://github.com/example/star-map",
    anonymous=True,
    reason="cloned without a credential",
    versioned=True,
)


def evidence_of(snapshot: Snapshot | None, **retrieval: Any) -> EvidenceSet:
    """Retrieval alone without a snapshot; else everything that is read from its tree and history."""
    evidence = EvidenceSet({"retrieval": Evidence("retrieval", attrs.evolve(FETCHED, **retrieval), "test")})
    if snapshot is not None:
        for module in (census, documents, history, test_census):
            evidence = evidence.with_evidence(Evidence(module.KIND, module.collect(snapshot), "test"))
    return evidence
