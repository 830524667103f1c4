"""QC.Wor03: a long-lived branch gathers the changes for the next release."""

from criteria.changes.lines import alive, no_lines
from criteria.check import Parameters, failed, passed
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor03"
TITLE = "A long-lived branch gathers the changes for the next release"
WHY = "Users of the released state are not disturbed while the next one is put together."
HOW = (
    "Beside the default branch a second one is looked for: one for what comes next, such as develop; one that carries "
    "what is released, such as stable; or one for a series of releases, such as 10.8.x. It must have lived, with "
    "changes over some time, merges between both lines, or a release at its head. A name alone does not count, nor "
    "does a branch that was left behind."
)
FIX = (
    "Keep one branch for what comes next and one for what is released. Who develops on one line on purpose says so and "
    "asks for a waiver."
)
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_REQUIRED = "a second branch that lives beside the default branch, for the next release or for what is released"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    unknown = no_lines(evidence, required=_REQUIRED)
    if unknown is not None:
        return unknown
    workflow: Workflow = evidence["workflow"].data
    living = alive(workflow, parameters)
    default = printable(workflow.default or "")
    if not living:
        named = ", ".join(printable(line.name) for line in (workflow.lines or ())[:5])
        reason = f"no second branch lives beside {default}"
        return failed(
            reason + (f"; {named} had too little life, or were left behind" if named else ""),
            (),
            required=_REQUIRED,
            found=f"{workflow.branches} branches",
        )
    line = living[0]
    return passed(
        f"{printable(line.name)} lives beside {default}: {line.changes} changes of its own over {line.days} days",
        Strength.E3 if line.joints else Strength.E2,
        required=_REQUIRED,
        found="; ".join(f"{printable(one.name)} ({one.role})" for one in living[:5]),
    )
