"""QC.Doc06: documentation is produced for each target audience. It joins the rules 06.1 to 06.7."""

from collections.abc import Mapping

from criteria.check import Check, Parameters, failed, not_applicable, not_assessed, passed
from criteria.checks import (
    code_of_conduct,
    contributing,
    docs_for_administrators,
    docs_for_developers,
    docs_for_users,
    licence_document,
    readme,
)
from criteria.model import EvidenceSet, Finding, Outcome, Strength, Verdict

ID = "QC.Doc06"
TITLE = "Each audience has its documentation"
WHY = (
    "A newcomer, a contributor, an administrator and a user ask different questions, and one page answers none of them."
)
HOW = (
    "The rules QC.Doc06.1 to QC.Doc06.7 are joined: one that fails fails this one, one that is unknown leaves it open."
)
FIX = "Correct the first of the joined rules that failed; its own entry says how."
EFFORT = "days"
LIFECYCLE = "stable"
# Which rule is judged by which check; its limits stand under its id in the parameters of this rule.
JOINED: Mapping[str, Check] = {
    check.ID: check
    for check in (readme, contributing, code_of_conduct, licence_document, docs_for_developers, docs_for_administrators,
    docs_for_users)
}  # fmt: skip
NEEDS: tuple[str, ...] = tuple(dict.fromkeys(kind for check in JOINED.values() for kind in check.NEEDS))

_REQUIRED = "none of QC.Doc06.1 to QC.Doc06.7 fails"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """As rules are joined into a criterion: the worst known thing decides (V1), the weakest strength counts."""
    verdicts = {id_: check.judge(evidence, parameters.get(id_, {})) for id_, check in JOINED.items()}
    found = ", ".join(f"{id_.removeprefix('QC.Doc')}: {verdict.outcome}" for id_, verdict in verdicts.items())
    for outcome, make in ((Outcome.FAIL, failed), (Outcome.NOT_ASSESSED, not_assessed)):
        hit = {id_: verdict for id_, verdict in verdicts.items() if verdict.outcome is outcome}
        if hit:
            reason = "; ".join(f"{id_}: {verdict.reason}" for id_, verdict in hit.items())
            findings = tuple(Finding(ID, f"{id_}: {verdict.reason}") for id_, verdict in hit.items())
            return make(reason, findings=findings, required=_REQUIRED, found=found)
    strengths = [verdict.strength for verdict in verdicts.values() if verdict.strength is not None]
    if not strengths:
        return not_applicable("none of QC.Doc06.1 to QC.Doc06.7 applies here")
    return passed(
        "every audience that applies has its documentation",
        min(strengths, default=Strength.E1),
        required=_REQUIRED,
        found=found,
    )
