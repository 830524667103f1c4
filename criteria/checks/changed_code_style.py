"""QC.Rev03.3: changed code holds no dead statements, unused imports or breaches of style."""

from criteria.changes.practice import no_history
from criteria.check import Parameters, not_applicable, not_assessed, passed
from criteria.evidence.style import Style
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Rev03.3"
TITLE = "Changed code is free of dead statements, unused imports and breaches of style"
WHY = "What a tool finds, no reviewer has to; left alone, it adds up."
HOW = (
    "The findings of the style checkers are taken for the files of code that the newest changes touched. Enough of "
    "these files must have been examined. A finding may be older than the change that touched its file, so that "
    "findings alone do not fail the rule."
)
FIX = "Let a style checker run on each pull or merge request."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow", "style")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_clean"])
    required = f"at least {minimum:.0%} of the files of code that changed lately without a finding"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    style: Style = evidence["style"].data
    changed = set(workflow.changed_code)
    if not changed:
        return not_applicable(f"{ID} speaks of changed code; the newest changes touched none")
    unknown = _unknown(style, float(parameters["minimum_examined"]))
    if unknown:
        return not_assessed(unknown, required=required)
    findings = [one for run in style.runs for one in run.findings if one.path in changed]
    dirty = {one.path for one in findings}
    figure = f"{len(changed) - len(dirty)} of {len(changed)} files of code that changed lately are free of findings"
    shown = {"required": required, "found": figure, "findings": _first(findings)}
    if len(changed) - len(dirty) >= minimum * len(changed):
        return passed(figure, Strength.E3, **shown)
    return not_assessed(f"{figure}; whether the others are older than the changes was not measured", **shown)


def _first(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(findings[:20])


def _unknown(style: Style, examined: float) -> str | None:
    """Why silence of the checkers would mean nothing."""
    problem = next((run.problem for run in style.runs if run.problem), None)
    if problem:
        return problem
    if style.share < examined:
        return f"{style.examined:,} of {style.lines:,} lines of code were examined; {examined:.0%} are needed"
    if any(run.findings_total > len(run.findings) for run in style.runs):
        return "there are too many findings to tell which files they are all in"
    return None
