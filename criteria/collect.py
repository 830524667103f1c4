"""Runs every collector of static evidence over one snapshot. What one cannot do does not hold up the others."""

import logging
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from typing import Any

from criteria.all_scans import SCANS
from criteria.cache import Cache
from criteria.errors import CriteriaError
from criteria.evidence import (
    automation,
    census,
    churn,
    components,
    critical_paths,
    dependencies,
    deployment,
    document_style,
    documents,
    guides,
    history,
    identifiers,
    interfaces,
    licences,
    metadata,
    retrieval,
    revisions,
    safeguards,
    security,
    statements,
    style,
    style_settings,
    templates,
    workflow,
)
from criteria.facts import Facts, read_facts
from criteria.memo import remembered, remembered_walk
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot
from criteria.tools.analysis import Analysis, analyse
from criteria.tools.tool import Purpose

# Read a few named files of the tree, and nothing but the tree.
ALONE: Mapping[str, Callable[[Snapshot], Any]] = {
    automation.KIND: automation.collect,
    components.KIND: components.collect,
    critical_paths.KIND: critical_paths.collect,
    dependencies.KIND: dependencies.collect,
    deployment.KIND: deployment.collect,
    documents.KIND: documents.collect,
    guides.KIND: guides.collect,
    identifiers.KIND: identifiers.collect,
    interfaces.KIND: interfaces.collect,
    licences.KIND: licences.collect,
    metadata.KIND: metadata.collect,
    safeguards.KIND: safeguards.collect,
    statements.KIND: statements.collect,
    style_settings.KIND: style_settings.collect,
    templates.KIND: templates.collect,
}


def _workflow(snapshot: Snapshot, _cache: Cache) -> workflow.Workflow:
    return workflow.collect(snapshot)


# Read the commits and references behind the tree.
HISTORY: Mapping[str, Callable[[Snapshot, Cache], Any]] = {
    churn.KIND: churn.collect,
    history.KIND: history.collect,
    revisions.KIND: revisions.collect,
    workflow.KIND: _workflow,
}
# Made of what the analysers of one purpose said.
ANALYSES: Mapping[str, tuple[Purpose, Callable[[Analysis, Snapshot], Any]]] = {
    style.KIND: (Purpose.STYLE, style.of),
    security.KIND: (Purpose.SECURITY, security.of),
    document_style.KIND: (Purpose.DOCUMENTS, document_style.of),
}

LONG_HISTORY = 1000  # first parents; to count all commits behind so many takes longer than a run that has them counted

_log = logging.getLogger(__name__)


def collect(snapshot: Snapshot, fetched: retrieval.Retrieval, cache: Cache | None = None) -> EvidenceSet:
    """All static evidence of a snapshot; a kind that could not be had stands in `missing` with its reason.

    What `cache` remembers is not read again, but for a sample that tells whether it can be believed.
    """
    cache = cache if cache is not None else Cache()
    evidence = EvidenceSet({}).with_evidence(Evidence(retrieval.KIND, fetched, _producer(fetched)))
    try:
        facts = read_facts(snapshot, cache)
    except CriteriaError as error:
        for kind in (census.KIND, *(scan.KIND for scan in SCANS), *ANALYSES):
            evidence = evidence.with_missing(kind, str(error))
        return _named(evidence, snapshot, cache)
    evidence = evidence.with_evidence(Evidence(census.KIND, facts.census, _producer(facts.census)))
    with ThreadPoolExecutor(1) as pool:
        # The analysers are processes of their own: while they work, this one reads the rest.
        named = pool.submit(_named, evidence, Snapshot(snapshot.repository, snapshot.commit), cache)
        analyses = _analysed(snapshot, facts, cache)
        evidence = named.result()
    for scan in SCANS:
        if scan.KIND in facts.failed:
            evidence = evidence.with_missing(scan.KIND, facts.failed[scan.KIND])
        else:
            evidence = _add(evidence, scan.KIND, scan.reduce, facts.by_scan[scan.KIND])
    for kind, (purpose, make) in ANALYSES.items():
        if isinstance(analyses, str):
            evidence = evidence.with_missing(kind, analyses)
        else:
            evidence = _add(evidence, kind, make, analyses[purpose], snapshot)
    return evidence


def _named(evidence: EvidenceSet, snapshot: Snapshot, cache: Cache) -> EvidenceSet:
    """With what stands in a few named files, and in the history."""
    again = _to_check(snapshot)
    for kind, collector in ALONE.items():
        reader = partial(remembered, again=kind == again)
        evidence = _add(evidence, kind, reader, snapshot, cache, kind, collector)
    for kind, walker in HISTORY.items():
        counter = partial(remembered_walk, again=kind == again)
        evidence = _add(evidence, kind, counter, snapshot, cache, kind, walker)
    return evidence


def _to_check(snapshot: Snapshot) -> str:
    """The kind that is made anew whatever is remembered, by chance; to count a long history anew takes too long."""
    line = sum(1 for _ in snapshot.first_parents(LONG_HISTORY))
    kinds: list[str] = [*ALONE, *(HISTORY if line < LONG_HISTORY else ())]
    return random.choice(kinds)  # noqa: S311  (a sample)


def _analysed(snapshot: Snapshot, facts: Facts, cache: Cache) -> Mapping[Purpose, Analysis] | str:
    """What the analysers said, or why they could not be asked."""
    try:
        return analyse(snapshot, facts, cache)
    except CriteriaError as error:
        return str(error)


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
