"""Waivers, attestations and limits of the project itself, as report data: what changed a verdict is shown (V9, V12)."""

from collections.abc import Iterator
from typing import Any

from criteria.attestation import Checked, Standing
from criteria.model import Assessment, Heard, SubcriterionResult
from criteria.terms import Considered
from criteria.waivers import Waiver

MAX_LISTED = 600  # waivers, attestations or ignored limits


def exceptions(considered: Considered | None, assessment: Assessment) -> dict[str, Any] | None:
    """All waivers and attestations that were offered, in force or not; None where there were none."""
    if considered is None or not (
        considered.waivers_from or considered.refused or considered.checked or considered.note
    ):
        return None
    origin = considered.waivers_from
    return {
        "judged_on": considered.today.isoformat(),
        "note": considered.note,
        "source": {"branch": origin.branch, "commit": origin.commit, "digest": origin.digest} if origin else None,
        "waivers": list(_waivers(considered, assessment))[:MAX_LISTED],
        "attestations": list(_attestations(considered, assessment))[:MAX_LISTED],
    }


def raised(considered: Considered | None, assessment: Assessment) -> dict[str, Any] | None:
    """What the project asks of itself beyond the baseline, and what it asked for in vain."""
    if considered is None or considered.limits_file is None:
        return None
    limits = considered.terms.limits
    return {
        "file": considered.limits_file,
        "fail_under": limits.fail_under.label if limits.fail_under else None,
        "required": list(limits.required),
        "limits": [{"rule": result.id, **row} for result in assessment.results() for row in raised_rows(result)],
        "ignored": [{"line": one.line, "why": one.why} for one in limits.ignored[:MAX_LISTED]],
    }


def raised_rows(result: SubcriterionResult) -> list[dict[str, Any]]:
    return [{"parameter": one.parameter, "baseline": one.baseline, "own": one.own} for one in result.raised]


def attestation_of(result: SubcriterionResult) -> dict[str, Any] | None:
    """Who stated it, and whether it counts."""
    if result.attested is None:
        return None
    one = result.attested.statement
    return {
        "by": one.by,
        "role": one.role,
        "issued": one.issued.isoformat(),
        "expires": one.expires.isoformat(),
        "statement": one.text,
        "key": one.key,
        "accepted": result.attested.accepted,
        "unmeasured": result.attested.unmeasured,
    }


def _waivers(considered: Considered, assessment: Assessment) -> Iterator[dict[str, Any]]:
    heard = {one.id: one for one in assessment.waivers}
    for waiver in considered.terms.waivers:
        one = heard.get(waiver.id, Heard(waiver.id, False, "it was not looked at"))
        yield _waiver(waiver, "applied" if one.applied else "without effect", one.why)
    for refused in considered.refused:
        facts = dict.fromkeys(("reason", "explanation", "author", "approver", "granted", "expires", "issue",
                               "fingerprint", "count", "path"))  # fmt: skip
        state = {"state": "not in force", "why": refused.why, "line": refused.line}
        yield {"id": refused.id, "rule": refused.rule, **state, **facts}


def _waiver(waiver: Waiver, state: str, why: str) -> dict[str, Any]:
    return {
        "id": waiver.id,
        "rule": waiver.rule,
        "state": state,
        "why": why,
        "line": waiver.line,
        "reason": waiver.reason.value,
        "explanation": waiver.explanation,
        "author": waiver.author,
        "approver": waiver.approver,
        "granted": waiver.granted.isoformat(),
        "expires": waiver.expires.isoformat(),
        "issue": waiver.issue,
        "fingerprint": waiver.fingerprint,
        "count": waiver.count if waiver.fingerprint else None,
        "path": waiver.path,
    }


def _attestations(considered: Considered, assessment: Assessment) -> Iterator[dict[str, Any]]:
    heard = iter(assessment.statements)  # one for each that is valid, in their order
    for one in considered.checked:
        effect = next(heard, None) if one.standing is Standing.VALID else None
        yield _attestation(one, effect)


def _attestation(one: Checked, effect: Heard | None) -> dict[str, Any]:
    statement = one.statement
    return {
        "file": one.origin.rpartition("/")[2],
        "standing": one.standing.value,
        "why": f"{one.why}; {effect.why}" if effect else one.why,
        "applied": effect.applied if effect else False,
        "rule": statement.rule if statement else None,
        "by": statement.by if statement else None,
        "role": statement.role if statement else None,
        "statement": statement.text if statement else None,
        "issued": statement.issued.isoformat() if statement else None,
        "expires": statement.expires.isoformat() if statement else None,
        "key": statement.key if statement else None,
    }
