"""Collects what fixes are made from: reads the tree, runs no analyser."""

from criteria.cache import Cache
from criteria.evidence import documents, headers, licences, metadata
from criteria.evidence.retrieval import Retrieval
from criteria.facts import read_facts
from criteria.fixes.proposal import Ground
from criteria.memo import remembered
from criteria.metadata.repository import origin_of
from criteria.snapshot import Snapshot


def ground_of(snapshot: Snapshot, fetched: Retrieval, cache: Cache) -> Ground:
    """Raises CriteriaError where the tree cannot be read."""
    facts = read_facts(snapshot, cache)
    return Ground(
        snapshot=snapshot,
        census=facts.census,
        headers=headers.reduce(facts.by_scan[headers.KIND]),
        licences=remembered(snapshot, cache, licences.KIND, licences.collect),
        metadata=remembered(snapshot, cache, metadata.KIND, metadata.collect),
        documents=remembered(snapshot, cache, documents.KIND, documents.collect),
        origin=origin_of(fetched.location) if fetched.how in ("git", "checkout") else None,
    )
