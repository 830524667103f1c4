"""Runs every collector of static evidence over one snapshot. What one cannot do does not hold up the others."""

import logging
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

from criteria.errors import CriteriaError
from criteria.evidence import (
    census,
    documents,
    history,
    licences,
    metadata,
    retrieval,
    security,
    style,
    test_census,
)
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis

# Each reads the snapshot; those of the second table also what the census says about its files.
ALONE: Mapping[str, Callable[[Snapshot], Any]] = {
    census.KIND: census.collect,
    documents.KIND: documents.collect,
    history.KIND: history.collect,
    licences.KIND: licences.collect,
    metadata.KIND: metadata.collect,
    test_census.KIND: test_census.collect,
}
WITH_CENSUS: Mapping[str, Callable[[Snapshot, census.Census], Any]] = {
    style.KIND: style.collect,
    security.KIND: security.collect,
}

_log = logging.getLogger(__name__)


def collect(snapshot: Snapshot, fetched: retrieval.Retrieval) -> EvidenceSet:
    """All static evidence of a snapshot; a kind that could not be had stands in `missing` with its reason."""
    evidence = EvidenceSet({}).with_evidence(Evidence(retrieval.KIND, fetched, _producer(fetched)))
    for kind, collector in ALONE.items():
        evidence = _add(evidence, kind, collector, snapshot)
    for kind, reader in WITH_CENSUS.items():
        if census.KIND in evidence:
            evidence = _add(evidence, kind, reader, snapshot, evidence[census.KIND].data)
        else:
            evidence = evidence.with_missing(kind, f"it needs the census: {evidence.why_missing(census.KIND)}")
    return evidence


def _add(evidence: EvidenceSet, kind: str, collector: Callable[..., Any], *arguments: Any) -> EvidenceSet:
    try:
        data = collector(*arguments)
    except CriteriaError as error:
        return evidence.with_missing(kind, str(error))
    except Exception as error:  # an error of ours in one collector must not cost the evidence of the others
        _log.exception("the collector of %s evidence failed", kind)
        return evidence.with_missing(kind, f"the collector of {kind} evidence failed: {type(error).__name__}")
    return evidence.with_evidence(Evidence(kind, data, _producer(data)))


def _producer(data: Any) -> str:
    """The tools and their versions where tools were run, else our own."""
    tools = sorted({f"{run.tool} {run.version}" for run in data.runs}) if isinstance(data, Analysis) else []
    return ", ".join(tools) or f"assay {version('assay-office')}"
