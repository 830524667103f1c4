"""Runs every collector of static evidence over one snapshot. What one cannot do does not hold up the others."""

import logging
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

from criteria.all_scans import SCANS
from criteria.cache import Cache
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
    templates,
    workflow,
)
from criteria.facts import Facts, read_facts
from criteria.memo import remembered
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis, analyse
from criteria.tools.tool import Purpose

# Read a few named files of the tree, and nothing but the tree.
ALONE: Mapping[str, Callable[[Snapshot], Any]] = {
    documents.KIND: documents.collect,
    licences.KIND: licences.collect,
    metadata.KIND: metadata.collect,
    templates.KIND: templates.collect,
}
# Read the commits and references behind the tree.
HISTORY: Mapping[str, Callable[[Snapshot, Cache], Any]] = {
    history.KIND: history.collect,
    workflow.KIND: lambda snapshot, _: workflow.collect(snapshot),
}
# Made of what the analysers of one purpose said.
ANALYSES: Mapping[str, tuple[Purpose, Callable[[Analysis, Snapshot], Any]]] = {
    style.KIND: (Purpose.STYLE, style.of),
    security.KIND: (Purpose.SECURITY, security.of),
}

_log = logging.getLogger(__name__)


def collect(
    snapshot: Snapshot, fetched: retrieval.Retrieval, cache: Cache | None = None, recheck: float = 0.0
) -> EvidenceSet:
    """All static evidence of a snapshot; a kind that could not be had stands in `missing` with its reason.

    What `cache` remembers is not read again, but for a share `recheck` of it, between 0 and 1.
    """
    cache = cache if cache is not None else Cache()
    evidence = EvidenceSet({}).with_evidence(Evidence(retrieval.KIND, fetched, _producer(fetched)))
    evidence, facts = _facts(evidence, snapshot, cache, recheck)
    for kind, collector in ALONE.items():
        evidence = _add(evidence, kind, remembered, snapshot, cache, kind, collector)
    for kind, walker in HISTORY.items():
        evidence = _add(evidence, kind, walker, snapshot, cache)
    if facts is None:
        return evidence
    for scan in SCANS:
        if scan.KIND in facts.failed:
            evidence = evidence.with_missing(scan.KIND, facts.failed[scan.KIND])
        else:
            evidence = _add(evidence, scan.KIND, scan.reduce, facts.by_scan[scan.KIND])
    return _analyses(evidence, snapshot, facts, cache, recheck)


def _facts(evidence: EvidenceSet, snapshot: Snapshot, cache: Cache, recheck: float) -> tuple[EvidenceSet, Facts | None]:
    try:
        facts = read_facts(snapshot, cache, recheck)
    except CriteriaError as error:
        for kind in (census.KIND, *(scan.KIND for scan in SCANS), *ANALYSES):
            evidence = evidence.with_missing(kind, str(error))
        return evidence, None
    return evidence.with_evidence(Evidence(census.KIND, facts.census, _producer(facts.census))), facts


def _analyses(evidence: EvidenceSet, snapshot: Snapshot, facts: Facts, cache: Cache, recheck: float) -> EvidenceSet:
    try:
        analyses = analyse(snapshot, facts, cache, recheck=recheck)
    except CriteriaError as error:
        for kind in ANALYSES:
            evidence = evidence.with_missing(kind, str(error))
        return evidence
    for kind, (purpose, make) in ANALYSES.items():
        evidence = _add(evidence, kind, make, analyses[purpose], snapshot)
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
