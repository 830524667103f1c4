"""The report: one assessment as JSON-ready data. Every format is a rendering of it and of nothing else."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from criteria.compare import Change
from criteria.evidence import retrieval
from criteria.model import (
    Assessment,
    BaselineRef,
    CriterionResult,
    EvidenceSet,
    Finding,
    Level,
    SubcriterionResult,
    plain,
)
from criteria.rules import Baseline
from criteria.terms import Considered
from reports.also import Others, also_of
from reports.cells import cell_rows
from reports.change import change_of, new_findings
from reports.dependencies import dependency_rows
from reports.findings import finding_rows
from reports.languages import language_rows
from reports.schema import VERSION
from reports.steps import levels_of, next_steps, shipped
from reports.terms import attestation_of, exceptions, raised, raised_rows
from reports.visible import visible_data, without_secrets

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

    `durations` are seconds per step; `cache` says what was remembered and what was read.
    """

    time: datetime
    host: Mapping[str, str] = attrs.field(factory=dict)
    versions: Mapping[str, str] = attrs.field(factory=dict)
    durations: Mapping[str, float] = attrs.field(factory=dict)
    cache: Mapping[str, str] = attrs.field(factory=dict)


def document(
    assessment: Assessment,
    subject: Subject,
    evidence: EvidenceSet,
    run: RunFacts | None,
    *,
    baseline: Baseline | None = None,
    considered: Considered | None = None,
    change: Change | None = None,
    others: Others | None = None,
) -> dict[str, Any]:
    """THE report. Its shape is `reports/schema/report-1.2.schema.json`; all text in it is printable.

    `baseline` is the rule set that was applied; without it, it is looked for among those that ship with us. `others`:
    what the project has judged beside it.
    """
    baseline = baseline or shipped(assessment.baseline)
    levels = levels_of(baseline)
    data = {
        "schema_version": VERSION,
        "level": assessment.level.label,
        "level_possible": assessment.level_possible.label,
        "level_unwaived": assessment.level_unwaived.label,
        "bounds": plain(assessment.bounds),
        "source": _CREDENTIALS.sub("://", subject.source),
        "label": subject.label,
        "commit": subject.commit,
        "commit_time": _utc(datetime.fromtimestamp(subject.commit_time, UTC)),
        "swhids": {"dir": subject.swhids["dir"], "rev": subject.swhids["rev"]},
        "baseline": _baseline(assessment, baseline),
        "criteria": [_criterion(criterion, levels, assessment, change) for criterion in assessment.criteria],
        "change": change_of(change, evidence),
        "also": also_of(others),
        "exceptions": exceptions(considered, assessment),
        "raised": raised(considered, assessment),
        "cells": cell_rows(evidence),
        "languages": language_rows(evidence),
        "dependencies": dependency_rows(evidence),
        "retrieval": _retrieval(evidence),
        "evidence": [
            {"kind": kind, "producer": evidence[kind].producer, "digest": evidence[kind].digest} for kind in evidence
        ],
        "missing": [{"kind": kind, "reason": reason} for kind, reason in sorted(evidence.missing.items())],
        "next": next_steps(assessment, baseline),
        "run": _run(run),
    }
    # The last net (A28, L10): what a tool, a test or a log quoted of a secret goes no further.
    quoting = {key: without_secrets(data[key]) for key in ("criteria", "change", "also", "cells", "missing", "next")}
    shown: dict[str, Any] = visible_data({**data, **quoting})
    return shown


def _baseline(assessment: Assessment, baseline: Baseline | None) -> dict[str, Any]:
    return {
        **plain(assessment.baseline),
        "title": baseline.title if baseline else None,
        "source": baseline.source if baseline else None,
        "levels": [level.label for level in assessment.levels],
        "groups": dict(baseline.groups) if baseline else {},
    }


def _criterion(
    criterion: CriterionResult, levels: Mapping[str, Level], assessment: Assessment, change: Change | None
) -> dict[str, Any]:
    level = levels.get(criterion.id)
    return {
        "id": criterion.id,
        "title": criterion.title,
        "level": level.label if level is not None else None,
        "verdict": criterion.outcome.value,
        "reason": criterion.reason,
        "subcriteria": [
            _subcriterion(result, assessment.baseline, new_findings(change, result.id))
            for result in criterion.subcriteria
        ],
    }


def _subcriterion(result: SubcriterionResult, baseline: BaselineRef, new: "Counter[Finding] | None") -> dict[str, Any]:
    verdict = result.verdict
    return {
        "id": result.id,
        "verdict_id": f"{baseline.id}@{baseline.version}:{result.id}",
        "title": result.title,
        "check": result.check,
        "requirement": result.requirement.value,
        "blocking": result.blocking,
        "required_by_project": result.required_by_project,
        "weight": result.weight,
        "group": result.group,
        "maturity": result.maturity,
        "verdict": verdict.outcome.value,
        "counts_as": result.counts_as.value,
        "reason": verdict.reason,
        "strength": verdict.strength.name if verdict.strength is not None else None,
        "required": verdict.required,
        "found": verdict.found,
        "raised": raised_rows(result),
        "findings": finding_rows(verdict.findings, new),
        "findings_total": len(verdict.findings),
        "attestation": attestation_of(result),
        "waiver": _waiver(result),
        "evidence": list(result.evidence),
        "fix": " ".join(result.fix.split()),
        "effort": result.effort,
    }


def _waiver(result: SubcriterionResult) -> dict[str, Any] | None:
    """What was measured before waivers, and the findings that do not count for them."""
    waived = result.waived
    if waived is None:
        return None
    findings = waived.findings or waived.measured.findings
    return {
        "ids": [waiver.id for waiver in waived.waivers],
        "sentence": "; ".join(waiver.sentence() for waiver in waived.waivers),
        "verdict": waived.measured.outcome.value,
        "reason": waived.measured.reason,
        "findings": finding_rows(findings),
        "findings_total": len(findings),
    }


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
        "cache": dict(run.cache),
        "durations": {step: round(seconds, 3) for step, seconds in run.durations.items()},
    }


def _utc(time: datetime) -> str:
    """ISO 8601 in UTC to the second; a time without a zone is refused, for it would mean another instant elsewhere."""
    if time.tzinfo is None:
        raise ValueError(f"{time.isoformat()} has no time zone; reports speak UTC")
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
