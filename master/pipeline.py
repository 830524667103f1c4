"""The way of the data: request, resolve, plan, collect, judge, publish. Left to right, no way back."""

import importlib.metadata
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from criteria import baseline as baselines
from criteria.cache import Cache
from criteria.collect import collect
from criteria.compare import with_tests
from criteria.documents.addresses import own_addresses
from criteria.documents.origin import own_names
from criteria.evidence import cells as cells_evidence
from criteria.evidence import change as changes
from criteria.evidence import comparison, documents, guides, web
from criteria.evidence.cells import CellResult, Cells
from criteria.evidence.census import Census
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot
from criteria.tools.analysis import is_code
from master.change import Base, with_change
from master.evidence_files import NO_FILES, EvidenceFiles, opened, with_advisories, with_forge
from master.ingest import Subject as CodeLines
from master.judgement import Matter, asks_for, further, judged
from master.sources.all_sources import resolve
from master.sources.checkout import prove_public
from master.sources.source import Resolved
from master.state import cache_file, state_folder
from master.terms import NOTHING, Given
from reports import publish, render
from reports.also import Also, Others
from reports.document import RunFacts, Subject, document

Document = dict[str, Any]
MEASURED = "Python"  # the language whose coverage we measure without being told how
REPORT_FILES = {"report.json": "json", "report.html": "html", "badge.svg": "badge", "bom.json": "cyclonedx"}


@attrs.frozen
class Assessed:
    """A source that was resolved and looked at; what its cells say may still be missing."""

    resolved: Resolved
    snapshot: Snapshot
    evidence: EvidenceSet
    cache: Mapping[str, str] = attrs.field(factory=dict)  # what was remembered and what was read


@attrs.frozen
class StaticEvidence:
    """What was read from a snapshot, and how much of it the cache had, in words for the report's `run`."""

    evidence: EvidenceSet
    cache: Mapping[str, str]


def resolved_snapshot(source: str, rev: str | None, *, offline: bool) -> tuple[Resolved, Snapshot]:
    resolved = resolve(source, rev, state_folder(), offline=offline)
    return resolved, Snapshot(resolved.mirror, resolved.commit)


def with_public_proof(resolved: Resolved) -> Resolved:
    """Of a checkout, ask its origin over the network whether the commit can be read by anybody."""
    if resolved.retrieval.how != "checkout":
        return resolved
    return attrs.evolve(resolved, retrieval=prove_public(resolved.retrieval, resolved.commit))


def static_evidence(
    resolved: Resolved,
    snapshot: Snapshot,
    files: EvidenceFiles = NO_FILES,
    *,
    offline: bool,
    head: EvidenceSet | None = None,
) -> StaticEvidence:
    """Everything that git objects, the way the source was fetched, and the user's own files can show.

    Not `offline`, the addresses of the documentation are asked as well. Of the base of a change, `head` is the evidence
    of the other side: what was asked for it holds for both.
    """
    known = opened(files, resolved.retrieval)
    with Cache(cache_file()) as cache:
        evidence = collect(snapshot, resolved.retrieval, cache)
        told = cache.counts.told()
    evidence = with_advisories(with_forge(evidence, known), files.osv)
    return StaticEvidence(_with_web(evidence, head, offline=offline), told)


def _with_web(evidence: EvidenceSet, head: EvidenceSet | None, *, offline: bool) -> EvidenceSet:
    if head is not None:
        known = head.get(web.KIND)
        return evidence.with_evidence(known) if known else evidence.with_missing(web.KIND, head.why_missing(web.KIND))
    if offline:
        return evidence.with_missing(web.KIND, web.ABSENT)
    for kind in (guides.KIND, documents.KIND):
        if kind not in evidence:
            return evidence.with_missing(web.KIND, evidence.why_missing(kind))
    from master.web import capture  # not before the network may be asked

    names = own_names(evidence[documents.KIND].data, evidence.get("retrieval")).folds
    named = own_addresses(evidence[guides.KIND].data.addresses, names)
    captured = capture((address.url for address in named), names, datetime.now(UTC))
    return evidence.with_evidence(Evidence(web.KIND, captured, f"assay {version()}"))


def with_cells(evidence: EvidenceSet, results: tuple[CellResult, ...], files: EvidenceFiles = NO_FILES) -> EvidenceSet:
    """With what the cells did; the advisories are matched again, for now it is known which versions were installed."""
    lines = _lines_by_language(evidence)
    measurable = sum(lines.pop(language, 0) for language in _measured_languages(evidence, results))
    cells = Evidence(cells_evidence.KIND, Cells(results, measurable, lines), f"assay {version()}")
    return with_advisories(evidence.with_evidence(cells), files.osv)


def code_lines(evidence: EvidenceSet) -> CodeLines:
    """The first-party files whose statements count for coverage, with their lines and languages."""
    if "census" not in evidence:
        return CodeLines({})
    census: Census = evidence["census"].data
    files = [
        (file.path, file.lines, file.language)
        for file in census.first_party()
        if file.language is not None and is_code(file.language) and file.kind == "code" and file.lines
    ]
    return CodeLines({path: lines for path, lines, _ in files}, {path: language for path, _, language in files})


def _measured_languages(evidence: EvidenceSet, results: tuple[CellResult, ...]) -> set[str]:
    """The languages of which any cell measured coverage; Python's is expected always."""
    languages = code_lines(evidence).languages
    return {
        MEASURED,
        *(languages[file.path] for one in results for file in one.coverage or () if file.path in languages),
    }


def _lines_by_language(evidence: EvidenceSet) -> dict[str, int]:
    """First-party lines of code, tests apart, in programming languages."""
    lines: dict[str, int] = {}
    if "census" in evidence:
        census: Census = evidence["census"].data
        for file in census.first_party():
            if file.kind == "code" and file.language is not None and is_code(file.language):
                lines[file.language] = lines.get(file.language, 0) + file.lines
    return lines


def report(
    assessed: Assessed,
    source: str,
    baseline: str,
    host: Mapping[str, str],
    durations: Mapping[str, float],
    *,
    said: Given = NOTHING,
    base: Base | None = None,
    request: int | None = None,
) -> Document:
    """Judge the evidence and write it down; with a base, also what changed since.

    `request`: the number of the pull or merge request, where it is known.
    """
    snapshot, resolved, evidence = assessed.snapshot, assessed.resolved, assessed.evidence
    now, rules = datetime.now(UTC), baselines.load(baseline)
    rest = further([snapshot, *([base.snapshot] if base else [])], rules)
    if asks_for(changes.KIND, (rules, *rest.baselines)):
        evidence, base = with_change(evidence, base, snapshot, request=request, revision=resolved.label)
    matter = Matter(resolved, snapshot, evidence, base)
    main, *others = (judged(matter, one, now.date(), said) for one in (rules, *rest.baselines))
    change = main.change
    if change is not None and comparison.KIND in evidence:
        change = with_tests(change, evidence[comparison.KIND].data)
    subject = Subject(
        source=source,
        commit=snapshot.commit,
        swhids=snapshot.swhids,
        commit_time=snapshot.time,
        label=resolved.label,
    )
    facts = RunFacts(
        time=now,
        host={"system": platform.system(), "machine": platform.machine(), **host},
        versions={"assay": version(), "python": platform.python_version()},
        durations={name: round(seconds, 3) for name, seconds in durations.items()},
        cache=assessed.cache,
    )
    also = Others([Also(one.baseline, one.assessment, one.change) for one in others], rest.notes)
    return document(
        main.assessment,
        subject,
        evidence,
        facts,
        baseline=rules,
        considered=main.considered,
        change=change,
        others=also,
    )


def publish_report(folder: Path, data: Document, more: Mapping[str, Path] | None = None) -> None:
    """The report and its badge, each whole or not at all; `more`: files by the names they are to have."""
    publish.publish(
        folder, {**{name: render.render(data, form) for name, form in REPORT_FILES.items()}, **(more or {})}
    )


def version() -> str:
    return importlib.metadata.version("assay-office")
