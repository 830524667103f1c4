"""sage-startup-time: a change does not make the start slower."""

from criteria.changes.started import no_start
from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence import change, startup
from criteria.evidence.startup import Startup, StartupPair, Startups
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable
from criteria.rank_test import LEAST, probability_by_chance

ID = "sage-startup-time"
TITLE = "The start is not slower than before"
WHY = "A start that gets slower by little at a time is noticed when it is too late to say which change did it."
HOW = (
    "The times of many starts of base and head, measured in turn in one cell, are compared by the rank sum test of "
    "Mann and Whitney, which asks nothing of their distribution. Slower is a head whose times are larger than those of "
    "the base by more than the slowdown that is borne, with the confidence that is asked for. Fewer starts than asked "
    "for, and times on an emulated machine, say nothing."
)
FIX = "Find what the start does more, for example with `python -X importtime`, and do it later."
EFFORT = "hours"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = (change.KIND, startup.KIND)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    verdict = no_start(ID, evidence[change.KIND].data)
    if verdict is not None:
        return verdict
    data: Startups = evidence[startup.KIND].data
    confidence, borne = float(parameters["minimum_confidence"]), float(parameters["maximum_slowdown"])
    least = max(LEAST, int(parameters["minimum_samples"]))
    required = f"not slower by more than {borne:.1%}, with a confidence of {confidence:.0%}"
    pairs = [one for one in data.pairs if not one.emulated]
    measured = [(one.cell, *sides) for one in pairs if (sides := _sides(one, least)) is not None]
    slower = [
        (cell, base, head)
        for cell, base, head in measured
        if probability_by_chance([time * (1 + borne) for time in base.samples_s], head.samples_s) <= 1 - confidence
    ]
    found = "; ".join(_told(*one) for one in measured)[:500] or "nothing measured"
    if slower:
        findings = tuple(Finding(ID, f"{_told(*one)}.") for one in slower)
        return failed(findings[0].message.rstrip("."), findings, required=required, found=found)
    if not measured or len(measured) < len(pairs):
        reason = f"{len(measured)} of {len(data.pairs)} cells report {least} starts of both sides, not emulated"
        return not_assessed(reason, required=required, found=found)
    return passed(found, Strength.E4, required=required, found=found)


def _sides(pair: StartupPair, least: int) -> tuple[Startup, Startup] | None:
    if pair.base is None or pair.head is None or min(len(pair.base.samples_s), len(pair.head.samples_s)) < least:
        return None
    return pair.base, pair.head


def _told(cell: str, base: Startup, head: Startup) -> str:
    change_of = head.median_s / base.median_s - 1
    return (
        f"{printable(head.module)} starts in {head.median_s:.3f} s after {base.median_s:.3f} s ({change_of:+.1%}), "
        f"the medians of {len(head.samples_s)} and {len(base.samples_s)} starts in {printable(cell)}"
    )
