"""QC.Man02: pull or merge requests are the place where changes are reviewed."""

from collections.abc import Mapping

from criteria.check import Check, Parameters, failed, not_assessed, passed
from criteria.checks import (
    changes_by_request,
    outside_contributions,
    request_descriptions,
    request_template,
    requests_address_issues,
    requests_name_issues,
)
from criteria.model import EvidenceSet, Outcome, Strength, Verdict

ID = "QC.Man02"
TITLE = "Changes are reviewed in pull or merge requests"
WHY = "One place then holds the change, what was said about it, and what the tests said."
HOW = (
    "The text of the baseline only describes this. The verdict is derived from those of QC.Man02.1 to QC.Man02.6: the "
    "worst known one decides, and an unknown one is never better than a pass."
)
FIX = "See what to do for the rule that is named in the reason."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_PARTS: Mapping[str, Check] = {
    part.ID: part
    for part in (
        changes_by_request,
        outside_contributions,
        request_descriptions,
        request_template,
        requests_address_issues,
        requests_name_issues,
    )
}
_REQUIRED = "QC.Man02.1 to QC.Man02.6"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`parameters` holds those of all parts: their names differ."""
    verdicts = {id_: _part(part, evidence, parameters) for id_, part in _PARTS.items()}
    found = "; ".join(f"{id_}: {verdict.outcome.value}" for id_, verdict in verdicts.items())
    for outcome, make in ((Outcome.FAIL, failed), (Outcome.NOT_ASSESSED, not_assessed)):
        hit = {id_: verdict.reason for id_, verdict in verdicts.items() if verdict.outcome is outcome}
        if hit:
            return make(_joined(hit), required=_REQUIRED, found=found)
    strengths = [verdict.strength for verdict in verdicts.values() if verdict.strength is not None]
    reason = "all of QC.Man02.1 to QC.Man02.6 that apply are met"
    return passed(reason, min(strengths, default=Strength.E1), required=_REQUIRED, found=found)


def _joined(reasons: Mapping[str, str]) -> str:
    """Each reason once, behind the rules that give it."""
    rules: dict[str, list[str]] = {}
    for id_, reason in reasons.items():
        rules.setdefault(reason, []).append(id_)
    return "; ".join(f"{', '.join(ids)}: {reason}" for reason, ids in rules.items())


def _part(part: Check, evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    absent = [kind for kind in part.NEEDS if kind not in evidence]
    if absent:
        return not_assessed("; ".join(evidence.why_missing(kind) for kind in absent))
    return part.judge(evidence, parameters)
