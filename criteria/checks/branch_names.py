"""QC.Wor02.1: branches are named by an agreed pattern."""

from criteria.changes.naming import PLAIN, family
from criteria.changes.practice import no_history
from criteria.changes.requests import on_line
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge
from criteria.evidence.workflow import Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Wor02.1"
TITLE = "Branches are named by an agreed pattern"
WHY = "A name such as fix/… or release/… tells what a branch is for before anybody opens it."
HOW = (
    "Names of merged branches are taken from the messages of merges and from the forge evidence; those of bots are "
    "left out. They are held against the prefixes that the guides for contributors ask for. Without such a guide the "
    "most common way to name them decides, at less strength."
)
FIX = "Write into CONTRIBUTING how branches are named, for instance `feature/…`, `fix/…` and `release/…`, and use it."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "workflow")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_share"])
    required = f"at least {minimum:.0%} of the merged branches named by one pattern"
    unread = no_history(evidence, required=required)
    if unread is not None:
        return unread
    workflow: Workflow = evidence["workflow"].data
    names = [name for name in _names(evidence, workflow, int(parameters["newest"])) if family(name)]
    if len(names) < int(parameters["minimum_names"]):
        needed = f"{parameters['minimum_names']} are needed to see a pattern"
        return not_assessed(f"{len(names)} names of merged branches are known; {needed}", required=required)
    prefixes = tuple(rule.prefix for rule in workflow.naming)
    if prefixes:
        return _by_guide(names, prefixes, workflow.naming[0].path, minimum, required)
    return _by_habit(names, minimum, required)


def _names(evidence: EvidenceSet, workflow: Workflow, newest: int) -> list[str]:
    """The forge knows the branch of every change request; a squash hides it from the history."""
    names = {change.request: change.branch for change in workflow.changes[:newest] if change.branch and change.request}
    loose = [change.branch for change in workflow.changes[:newest] if change.branch and not change.request]
    if FORGE in evidence:
        forge: Forge = evidence[FORGE].data
        names |= {record.number: record.branch for record in on_line(forge, workflow) if record.branch}
    return [*names.values(), *loose]


def _by_guide(names: list[str], prefixes: tuple[str, ...], path: str, minimum: float, required: str) -> Verdict:
    other = [name for name in names if not name.lower().startswith(prefixes)]
    figure = f"{len(names) - len(other)} of {len(names)} branches begin as {printable(path)} asks"
    shown = {"required": required, "found": f"{figure}: {', '.join(prefixes[:8])}"}
    if len(names) - len(other) >= minimum * len(names):
        return passed(figure, Strength.E3, **shown)
    return failed(figure, _listed(other), **shown)


def _by_habit(names: list[str], minimum: float, required: str) -> Verdict:
    ways: dict[str, int] = {}
    for name in names:
        way = family(name) or PLAIN
        ways[way] = ways.get(way, 0) + 1
    found = ", ".join(f"{number} {way}" for way, number in sorted(ways.items(), key=lambda item: (-item[1], item[0])))
    shown = {"required": required, "found": f"{len(names)} branches: {found}"}
    best = max(sorted(ways), key=lambda way: ways[way])
    if best != PLAIN and ways[best] >= minimum * len(names):
        reason = f"{ways[best]} of {len(names)} branches are named {best}, though no guide asks for it"
        return passed(reason, Strength.E2, **shown)
    plain = [name for name in names if family(name) == PLAIN]
    return failed(f"no guide says how branches are named, and no way prevails: {found}", _listed(plain), **shown)


def _listed(names: list[str]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(names)
    return tuple(Finding(ID, f"The branch {printable(name, 80)} follows no pattern.") for name in list(unique)[:20])
