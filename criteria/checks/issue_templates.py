"""QC.Man01.2: issues are clear and hold what it takes to find a defect."""

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.templates import ISSUE, Templates
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Man01.2"
TITLE = "Issues are clear and hold what it takes to find a defect"
WHY = "A report without version and steps costs both sides several rounds before anybody can look for the defect."
HOW = (
    "Issue templates and forms are read where the forges look for them: whether one asks for what a report of a defect "
    "needs, such as steps, what was expected, version, environment and messages. Empty ones, samples of the forge and "
    "fillers do not count. Without a template only a person can judge the issues themselves."
)
FIX = (
    "Add a form for defect reports, for instance .github/ISSUE_TEMPLATE/bug.yml, that asks for version, steps, and "
    "what was expected, and make these fields required."
)
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("templates",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Templates = evidence["templates"].data
    minimum = int(parameters["minimum_asked"])
    required = f"a template for defect reports that asks for at least {minimum} of the things that help to find one"
    templates = data.of(ISSUE)
    if not templates:
        links = any("issue" in path.lower() for path in data.links)
        what = "the issue template is a link, which is not followed" if links else "no issue template is in the tree"
        reason = f"{what}; whether issues are clear without one, {ONLY_A_PERSON}"
        return not_assessed(reason, required=required, found="no template")
    good = [template for template in templates if template.problem is None and len(template.asks) >= minimum]
    if not good:
        findings = tuple(Finding(ID, f"{one.problem or _asks(one.asks)}.", one.path) for one in templates)
        first = templates[0]
        reason = f"{printable(first.path)}: {first.problem or _asks(first.asks)}"
        return failed(reason, findings, required=required, found=f"{len(templates)} templates")
    best = max(good, key=lambda template: (template.required, len(template.asks)))
    fields = f", {best.required} fields required" if best.form else ""
    return passed(
        f"{printable(best.path)} asks for {', '.join(best.asks)}{fields}",
        Strength.E2,
        required=required,
        found=f"{len(good)} of {len(templates)} templates ask for what a report of a defect needs",
    )


def _asks(asks: tuple[str, ...]) -> str:
    return f"it asks for {' and '.join(asks)} only" if asks else "it asks for nothing that helps to find a defect"
