"""sage-startup-modules: a change makes the start load no module more."""

from criteria.changes.started import no_start
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence import change, startup
from criteria.evidence.startup import Startups
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "sage-startup-modules"
TITLE = "The start loads no module that it did not load before"
WHY = "Each module that is loaded at the start is paid for by every user each time, whether it is needed or not."
HOW = (
    "The modules that are loaded when the software has started, as the cells report them for the base and for the head "
    "of the change. Each one that only the head loads is a finding. A change that touches no code and no build has no "
    "say."
)
FIX = "Import the module where it is used, or with `lazy_import`."
EFFORT = "minutes"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (change.KIND, startup.KIND)

SHOWN = 200  # modules that are listed
_REQUIRED = "no module that the base did not load"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    verdict = no_start(ID, evidence[change.KIND].data)
    if verdict is not None:
        return verdict
    data: Startups = evidence[startup.KIND].data
    new: dict[str, str] = {}
    compared = 0
    for pair in data.pairs:
        if pair.base is None or pair.head is None or not pair.base.modules or not pair.head.modules:
            continue
        compared += 1
        for module in sorted(set(pair.head.modules) - set(pair.base.modules)):
            new.setdefault(module, pair.cell)
    if new:
        findings = tuple(
            Finding(ID, f"{printable(module)} is loaded at the start now, in {printable(cell)}.")
            for module, cell in new.items()
        )
        return failed(
            f"{len(new)} more: {_listed(new)}", findings[:SHOWN], required=_REQUIRED, found=f"{len(new)} more"
        )
    if compared < len(data.pairs) or not data.pairs:
        return not_assessed(
            f"{compared} of {len(data.pairs)} cells report the modules of both sides", required=_REQUIRED
        )
    most = max(len(pair.head.modules) for pair in data.pairs if pair.head is not None)
    return passed(f"none among the {most:,} modules of the head", Strength.E4, required=_REQUIRED, found="none more")


def _listed(new: dict[str, str]) -> str:
    names = [printable(name, 80) for name in list(new)[:5]]
    return ", ".join(names) + (f" and {len(new) - 5} more" if len(new) > 5 else "")
