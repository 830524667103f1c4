"""QC.Sec01: secure coding at every stage of the life cycle."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.check import Check, Parameters, failed, not_applicable, not_assessed, passed
from criteria.checks import (
    credentials_absent,
    known_vulnerabilities,
    security_policy,
    static_security,
    world_writable_files,
)
from criteria.evidence import oddities, secrets
from criteria.evidence.oddities import Oddities
from criteria.model import EvidenceSet, Finding, Outcome, Strength, Verdict

ID = "QC.Sec01"
TITLE = "Secure coding is applied at every stage"
WHY = "One open door is enough: a key in the tree, an old library, or nobody to tell of a hole."
HOW = (
    "Joined of what a machine can see: static security testing, credentials, known weaknesses of dependencies, text "
    "that deceives reviewers, files that everybody may write, and a policy for reports. One that fails is enough to "
    "fail; one that is unknown leaves the rule open."
)
FIX = "Begin with the part that the verdict names first; each has its own findings."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (secrets.KIND, "census")

_REQUIRED = "no part fails and every part is known"
_SHOWN = 200


@attrs.frozen
class _Part:
    name: str
    verdict: Verdict


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The parameters are those of the parts, under their own names."""
    if not evidence["census"].data.files:
        return not_applicable(f"{ID}/empty: the commit holds no file")
    parts = list(_parts(evidence, parameters))
    found = "; ".join(f"{part.name}: {part.verdict.outcome.value}" for part in parts)
    bad = [part for part in parts if part.verdict.outcome is Outcome.FAIL]
    if bad:
        findings = tuple(finding for part in bad for finding in part.verdict.findings)[:_SHOWN]
        return failed(_sentence(bad), findings, required=_REQUIRED, found=found)
    unknown = [part for part in parts if part.verdict.outcome is Outcome.NOT_ASSESSED]
    if unknown:
        return not_assessed(_sentence(unknown), required=_REQUIRED, found=found)
    known = [part.verdict for part in parts if part.verdict.strength is not None]
    strength = min((verdict.strength for verdict in known if verdict.strength is not None), default=Strength.E2)
    return passed(f"{len(known)} parts hold: {found}", strength, required=_REQUIRED, found=found)


def _parts(evidence: EvidenceSet, parameters: Parameters) -> Iterator[_Part]:
    checks: Mapping[str, Check] = {
        "static security testing": static_security,
        "credentials": credentials_absent,
        "dependencies": known_vulnerabilities,
        "file modes": world_writable_files,
        "policy": security_policy,
    }
    for name, check in checks.items():
        yield _Part(name, _judged(check, evidence, parameters))
    yield _Part("deceptive text", _deceptive(evidence))


def _judged(check: Check, evidence: EvidenceSet, parameters: Mapping[str, Any]) -> Verdict:
    absent = [kind for kind in check.NEEDS if kind not in evidence]
    if absent:
        return not_assessed("; ".join(evidence.why_missing(kind) for kind in absent))
    return check.judge(evidence, parameters)


def _deceptive(evidence: EvidenceSet) -> Verdict:
    """Code that reads otherwise than it runs; such words in prose are shown elsewhere and decide nothing."""
    if oddities.KIND not in evidence:
        return not_assessed(evidence.why_missing(oddities.KIND))
    data: Oddities = evidence[oddities.KIND].data
    if data.traps:
        findings = tuple(Finding(ID, f"{one.kind} characters: {one.signs}.", one.path, one.line) for one in data.traps)
        return failed(f"{len(data.traps)} lines read otherwise than they run", findings)
    if data.unread:
        return not_assessed(f"{len(data.unread)} files are too large to read")
    return passed("no code reads otherwise than it runs", Strength.E3)


def _sentence(parts: list[_Part]) -> str:
    return "; ".join(f"{part.name}: {part.verdict.reason}" for part in parts)
