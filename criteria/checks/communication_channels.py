"""communication-channels: users and developers have a place to talk, and it is in use."""

import re

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge, belongs
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.statements import Statements
from criteria.metadata.statements import CONTACT, ISSUES
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "communication-channels"
TITLE = "There is an active channel for communication"
WHY = "A community needs a place where questions are asked and answered."
HOW = (
    "README, CONTRIBUTING and the metadata are searched for a channel of this project: its tracker or discussions, a "
    "mailing list, a contact. Without one the rule fails. Whether it is in use only the forge tells, by issues of "
    "others in a dated capture; without it the rule stays open."
)
FIX = "Name the place for questions in the README, and answer there."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("retrieval", "statements")

_LIST = re.compile(
    r"lists?\.|groups\.google|googlegroups|zulip|gitter|matrix|slack|discord|discourse|mailman|forum", re.I
)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_issues` of people who do not belong to the project, within the capture."""
    stated: Statements = evidence["statements"].data
    least = int(parameters["minimum_issues"])
    required = f"a channel that is named, with {least} reports of others in it"
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file")
    channels = [
        *(f"{one.path}: {printable(one.address)[:80]}" for one in stated.channels),
        *(f"{one.path}: {printable(one.value)[:80]}" for one in stated.of(ISSUES)),
        *(f"{one.path}: {printable(one.value)[:80]}" for one in stated.of(CONTACT) if _LIST.search(one.value)),
    ]
    if not channels:
        return failed("no channel for questions or reports is named", required=required, found="none")
    found = f"named in {', '.join(list(dict.fromkeys(channels))[:3])}"
    captured = evidence.get(FORGE)
    if captured is None:
        reason = f"{found}; whether it is in use only the forge tells: {evidence.why_missing(FORGE)}"
        return not_assessed(reason, required=required, found=found)
    forge: Forge = captured.data
    retrieval: Retrieval = evidence["retrieval"].data
    if foreign := belongs(forge, retrieval.location):
        return not_assessed(foreign, required=required, found=found)
    issues = forge.issues
    if issues is None or issues.by_non_members is None:
        return not_assessed(f"{found}; {forge.why('issues.by_non_members')}", required=required, found=found)
    said = f"{found}; {issues.by_non_members} reports of others, as captured on {forge.date}"
    if issues.by_non_members < least:
        return failed(said, required=required, found=said)
    return passed(said, Strength.E3, required=required, found=said)
