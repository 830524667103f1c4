"""known-vulnerabilities: no advisory is open on what the software is built and run with."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.advisories import ABSENT, KIND, Advisories, Advisory
from criteria.evidence.dependencies import Dependencies
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "known-vulnerabilities"
TITLE = "No known weakness in what the software depends on"
WHY = "A published weakness in a dependency is the first thing that an attacker tries."
HOW = (
    "Dependencies of one exact version, declared or locked, are compared with a dated copy of the OSV data. Those that "
    "only tests or documents need are shown and do not decide. Without the data, or without exact versions, nothing is "
    "said."
)
FIX = "Raise the dependencies that the findings name to a version that mends the weakness."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("dependencies",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`severity`: advisories of that severity or a worse one decide."""
    dependencies: Dependencies = evidence["dependencies"].data
    severity = str(parameters["severity"])
    required = f"no advisory of severity {severity} or worse on what is run or built with"
    captured = evidence.get(KIND)
    if not dependencies.total and not any(file.problem for file in dependencies.files):
        return not_applicable(f"{ID}: no manifest names a dependency")
    if captured is None:
        return not_assessed(evidence.missing.get(KIND, ABSENT), required=required)
    data: Advisories = captured.data
    open_ones = data.at_least(severity)
    found = f"{len(open_ones)} advisories on {data.components} components, by data of {data.database_date or 'no date'}"
    if open_ones:
        findings = tuple(Finding(ID, _sentence(one), one.path, one.line) for one in open_ones)
        return failed(found, findings, required=required, found=found)
    if unread := _unread(dependencies):
        return not_assessed(f"{unread}, so what it needs is unknown", required=required, found=found)
    if data.unrated or data.uncompared:
        reason = f"{len(data.unrated)} advisories have no severity, and {len(data.uncompared)} could not be compared"
        return not_assessed(reason, required=required, found=found)
    if data.possible or data.unpinned > data.components:
        reason = f"{data.unpinned} dependencies have no exact version, so nobody can tell which advisories concern them"
        return not_assessed(reason, required=required, found=found)
    if data.uncovered and not data.components:
        return not_assessed(f"the data have no records for {', '.join(data.uncovered)}", required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found)


def _unread(dependencies: Dependencies) -> str | None:
    """A manifest or lock file that could not be read, or was not: advisories on what it names are not looked up."""
    broken = next((file for file in dependencies.files if file.problem), None)
    if broken is not None:
        return f"{printable(broken.path)}: {printable(broken.problem or '', 200)}"
    return "there are more dependencies than were read" if dependencies.truncated else None


def _sentence(one: Advisory) -> str:
    return f"{printable(one.id)} ({one.severity}) on {printable(one.name)} {printable(one.version)}."
