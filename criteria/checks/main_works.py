"""QC.Wor01: the main branch always works."""

import re

from criteria.changes.practice import no_history
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.checks import tests_pass
from criteria.evidence import cells
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Outcome, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor01"
TITLE = "The main branch works"
WHY = "Everybody starts from the main branch: users who build it, and developers who branch off it."
HOW = (
    "The head of the default branch is built and tested in the cells of the matrix. The checks that the forge ran at "
    "the same commit count beside them, and alone at less: those that the branch rules require, else one that speaks "
    "of tests or of building has to be among those that succeeded. The worst known thing decides."
)
FIX = (
    "Repair what the failing cell or check names before anything else is merged, and let changes in only when they "
    "pass."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")

_REQUIRED = "at the head of the default branch the build works, and tests are found and pass"
_TELLING = re.compile(r"test|build|compil|(?:^|[^a-z])ci(?:[^a-z]|$)", re.I)
_RED = ("failure", "timed_out", "startup_failure", "action_required")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    unknown = no_history(evidence, required=_REQUIRED) or _not_the_head(evidence)
    if unknown is not None:
        return unknown
    verdicts = [tests_pass.judge(evidence, {})] if cells.KIND in evidence else []
    verdicts += [_by_forge(evidence, evidence[FORGE].data)] if FORGE in evidence else []
    for outcome in (Outcome.FAIL, Outcome.PASS):
        for verdict in verdicts:
            if verdict.outcome is outcome:
                return verdict
    missing = [evidence.why_missing(kind) for kind in (cells.KIND, FORGE) if kind not in evidence]
    return not_assessed("; ".join([*(verdict.reason for verdict in verdicts), *missing]), required=_REQUIRED)


def _not_the_head(evidence: EvidenceSet) -> Verdict | None:
    workflow: Workflow = evidence["workflow"].data
    branch, at_head = workflow.default, workflow.at_head
    if at_head is None and FORGE in evidence:
        forge: Forge = evidence[FORGE].data
        branch = forge.default_branch
        at_head = forge.head == workflow.commit if forge.head else None
    if at_head is None:
        reason = "which commit is the head of the default branch is not known here; assess the repository by its URL"
        return not_assessed(reason, required=_REQUIRED)
    if at_head:
        return None
    name = printable(branch or "the default branch")
    return not_assessed(f"the assessed commit is not the head of {name}, which the rule speaks of", required=_REQUIRED)


def _by_forge(evidence: EvidenceSet, forge: Forge) -> Verdict:
    """The checks of the forge at this very commit; where some are required, those alone."""
    workflow: Workflow = evidence["workflow"].data
    if forge.head_checks is None or forge.head != workflow.commit:
        field = "head_checks" if forge.head == workflow.commit else "head"
        return not_assessed(forge.why(field), required=_REQUIRED)
    wanted = (forge.branch_rules.required_checks if forge.branch_rules else None) or ()
    runs = [run for run in forge.head_checks if not wanted or run.name in wanted]
    red = [run for run in runs if run.conclusion in _RED]
    green = [run for run in runs if run.conclusion == "success"]
    found = f"on the forge {len(green)} of {len(runs)} checks succeeded on {forge.date}"
    if red:
        findings = tuple(Finding(ID, f"The check {printable(run.name)} ended as {run.conclusion}.") for run in red[:20])
        reason = f"the forge shows {printable(red[0].name)} as {red[0].conclusion} at the head"
        return failed(reason, findings, required=_REQUIRED, found=found)
    absent = set(wanted) - {run.name for run in green}
    # Where the project names no check, one that speaks of building or testing has to be among them.
    telling = green if wanted else [run for run in green if _TELLING.search(run.name)]
    if absent or not telling or any(run.conclusion in ("pending", "stale") for run in runs):
        return not_assessed(f"{found}, and the others say nothing", required=_REQUIRED, found=found)
    return passed(f"{found}, and none failed", Strength.E3, required=_REQUIRED, found=found)
