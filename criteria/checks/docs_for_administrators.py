"""QC.Doc06.6: documentation for administrators: installation, configuration, service reference card, security, FAQ."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.audiences import CONFIGURATION, FAQ, INSTALL, SECURITY, SERVICE
from criteria.documents.origin import left_out
from criteria.evidence.guides import Guides
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Doc06.6"
TITLE = "Administrators find how to install, configure and run it"
WHY = "Who runs a service at night needs its ports, logs and settings on one page, not in the code."
HOW = (
    "A tree is taken for a service where it holds a service unit, a compose file, a chart, a supervisor's settings or "
    "a "
    "container file in the root that opens a port. Then pages and sections for administrators are looked for."
)
FIX = "Write pages about installation and configuration, and a reference card with daemons, ports, logs and state."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("guides",)

TOPICS = (INSTALL, CONFIGURATION, SERVICE, SECURITY, FAQ)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    guides: Guides = evidence["guides"].data
    needed = int(parameters["minimum_topics"])
    if not guides.product.services:
        return not_applicable(
            "QC.Doc06.6 is about services, and the tree holds no unit, chart, compose file or container with a port"
        )
    has = {topic: guides.of(topic) for topic in TOPICS}
    there = [topic for topic in TOPICS if has[topic]]
    missing = [topic for topic in TOPICS if not has[topic]]
    required = f"installation, configuration and at least {needed} of: {', '.join(TOPICS)}"
    found = f"{', '.join(there) or 'none'}; a service by {printable(guides.product.services[0])}"
    findings = tuple(Finding(ID, f"No page or section is about: {topic}.") for topic in missing)
    if len(there) < needed or not has[INSTALL] or not has[CONFIGURATION]:
        reason = f"administrators find nothing about: {', '.join(missing)}"
        if hint := left_out(evidence):
            return not_assessed(reason + hint, required=required, found=found, findings=findings)
        return failed(reason, findings, required=required, found=found)
    return passed(f"pages for administrators: {', '.join(there)}", Strength.E3 if not missing else Strength.E2,
                  required=required, found=found, findings=findings)  # fmt: skip
