"""Evidence for the tests of checks: collected from a tiny repository, with a retrieval as the test wants it."""

from typing import Any

import attrs
from scans import census_of, scanned_snapshot

from criteria.all_scans import SCANS
from criteria.cache import Cache
from criteria.evidence import census, documents, history
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
        evidence = evidence.with_evidence(Evidence(census.KIND, census_of(snapshot), "test"))
        found = {documents.KIND: documents.collect(snapshot), history.KIND: history.collect(snapshot, Cache())}
        for kind, data in found.items():
            evidence = evidence.with_evidence(Evidence(kind, data, "test"))
        for scan in SCANS:
            evidence = evidence.with_evidence(Evidence(scan.KIND, scanned_snapshot(scan, snapshot), "test"))
    return evidence
