"""QC.Tdd01: requirements become test cases, and these run automatically."""

from criteria.automation.model import BY_ITSELF, Automation, Purpose, runs
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.origin import left_out
from criteria.evidence.requirements_links import RequirementsLinks
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Tdd01"
TITLE = "Requirements become tests that run automatically"
WHY = "A requirement that a test names is known to hold, and known to break."
HOW = (
    "Feature files with scenarios and steps, markers and requirement ids in tests, and issues that tests name are "
    "counted; "
    "and a job that runs the tests by itself and can fail is looked for."
)
FIX = (
    "Name in each test the requirement or issue that it shows, for instance with a marker, and run the tests in a job."
)
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("automation", "requirements_links", "retrieval")

SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    links: RequirementsLinks = evidence["requirements_links"].data
    automation: Automation = evidence["automation"].data
    minimum = int(parameters["minimum_links"])
    required = f"at least {minimum} links from tests to requirements or issues, and tests that run by themselves"
    strong = links.features + links.markers + links.ids
    total = strong + links.issues
    named = (
        f"{links.features} scenarios, {links.markers} markers, {links.ids} requirement ids and {links.issues} issues"
    )
    found = f"{named} in {links.test_files} files of tests"
    if not links.test_files and not links.features and (hint := left_out(evidence)):
        return not_assessed("no file of tests was found" + hint, required=required, found=found)
    if not links.test_files and not links.features:
        return not_applicable("QC.Uni02 found no file of tests that could name a requirement")
    findings = tuple(
        Finding(ID, "This feature file holds no scenario with steps.", path) for path in links.hollow[:SHOWN]
    )
    if total < minimum:
        return failed(f"too few tests name what they show: {found}", findings, required=required, found=found)
    if not runs(automation, Purpose.TESTS, BY_ITSELF):
        if not evidence["retrieval"].data.versioned and not automation.jobs:
            reason = f"{found}; an archive leaves out what runs them, so whether they run is unknown"
            return not_assessed(reason, required=required, found=found)
        if automation.unread:
            reason = (
                f"{found}; {printable(automation.unread[0].path)} could not be read, so whether they run is unknown"
            )
            return not_assessed(reason, required=required, found=found)
        return failed(f"{found}, but no job runs the tests by itself", findings, required=required, found=found)
    # A requirement named on purpose is more than an issue that is mentioned.
    strength = Strength.E3 if strong >= minimum else Strength.E2
    return passed(found, strength, required=required, found=found, findings=findings)
