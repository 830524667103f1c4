"""The report: one assessment as JSON-ready data. Every format is a rendering of it and of nothing else."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from criteria.evidence import retrieval
from criteria.model import (
    Assessment,
    CriterionResult,
    EvidenceSet,
    Finding,
    Level,
    SubcriterionResult,
    plain,
)
from reports.cells import cell_rows
from reports.languages import language_rows
from reports.steps import levels_of, next_steps, shipped
from reports.visible import visible, visible_data

SCHEMA_VERSION = "1.0"
MAX_FINDINGS = 100  # per sub-criterion; `findings_total` tells how many there were

_CREDENTIALS = re.compile(r"://[^/?#\s]*@")


@attrs.frozen
class Subject:
    """What was assessed.

    `source` is as the user named it, `label` the tag, branch or version if there was one,
    `commit_time` seconds since the epoch, `swhids` has the keys `dir` and `rev`.
    """

    source: str
    commit: str
    swhids: Mapping[str, str]
    commit_time: int
    label: str | None = None


@attrs.frozen
class RunFacts:
    """When and on what the report was made. Nothing here decides a verdict, and nothing else may differ between runs.

    `durations` are seconds per step.
    """

    time: datetime
    host: Mapping[str, str] = attrs.field(factory=dict)
    versions: Mapping[str, str] = attrs.field(factory=dict)
    durations: Mapping[str, float] = attrs.field(factory=dict)


def document(assessment: Assessment, subject: Subject, evidence: EvidenceSet, run: RunFacts | None) -> dict[str, Any]:
    """THE report. Its shape is `reports/schema/report-1.0.schema.json`; all text in it is printable."""
    baseline = shipped(assessment.baseline)
    levels = levels_of(baseline)
    data = {
        "schema_version": SCHEMA_VERSION,
        "level": assessment.level.label,
        "level_possible": assessment.level_possible.label,
        "bounds": plain(assessment.bounds),
        "source": _CREDENTIALS.sub("://", subject.source),
        "label": subject.label,
        "commit": subject.commit,
        "commit_time": _utc(datetime.fromtimestamp(subject.commit_time, UTC)),
        "swhids": {"dir": subject.swhids["dir"], "rev": subject.swhids["rev"]},
        "baseline": plain(assessment.baseline),
        "criteria": [_criterion(criterion, levels.get(criterion.id)) for criterion in assessment.criteria],
        "cells": cell_rows(evidence),
        "languages": language_rows(evidence),
        "retrieval": _retrieval(evidence),
        "evidence": [
            {"kind": kind, "producer": evidence[kind].producer, "digest": evidence[kind].digest} for kind in evidence
        ],
        "missing": [{"kind": kind, "reason": reason} for kind, reason in sorted(evidence.missing.items())],
        "next": next_steps(assessment, baseline),
        "run": _run(run),
    }
    shown: dict[str, Any] = visible_data(data)
    return shown


def _criterion(criterion: CriterionResult, level: Level | None) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "level": level.label if level is not None else None,
        "verdict": criterion.outcome.value,
        "reason": criterion.reason,
        "subcriteria": [_subcriterion(result) for result in criterion.subcriteria],
    }


def _subcriterion(result: SubcriterionResult) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "id": result.id,
        "title": result.title,
        "requirement": result.requirement.value,
        "blocking": result.blocking,
        "verdict": verdict.outcome.value,
        "reason": verdict.reason,
        "strength": verdict.strength.name if verdict.strength is not None else None,
        "required": verdict.required,
        "found": verdict.found,
        "findings": [_finding(finding) for finding in verdict.findings[:MAX_FINDINGS]],
        "findings_total": len(verdict.findings),
        "evidence": list(result.evidence),
        "fix": " ".join(result.fix.split()),
        "effort": result.effort,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "fingerprint": _fingerprint(finding),
    }


def _fingerprint(finding: Finding) -> str:
    """A tool's JSON can hold half a surrogate pair, which stands for no byte and cannot be hashed as it is."""
    try:
        return finding.fingerprint
    except UnicodeEncodeError:
        return Finding(visible(finding.rule), visible(finding.message), visible(finding.path or "")).fingerprint


def _retrieval(evidence: EvidenceSet) -> dict[str, Any] | None:
    if retrieval.KIND not in evidence:
        return None
    facts: dict[str, Any] = plain(evidence[retrieval.KIND].data)
    return {**facts, "location": _CREDENTIALS.sub("://", facts["location"])}


def _run(run: RunFacts | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "time": _utc(run.time),
        "host": dict(run.host),
        "versions": dict(run.versions),
        "durations": {step: round(seconds, 3) for step, seconds in run.durations.items()},
    }


def _utc(time: datetime) -> str:
    """ISO 8601 in UTC to the second; a time without a zone is refused, for it would mean another instant elsewhere."""
    if time.tzinfo is None:
        raise ValueError(f"{time.isoformat()} has no time zone; reports speak UTC")
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
