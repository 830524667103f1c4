"""The merged change requests of the forge evidence, held against the history of the assessed commit.

A record counts when its merge commit is on the main line and nothing in the history contradicts it. What the forge or
the history shows to have been merged, and what no record tells of, stays unknown: leaving a record out gains nothing.
"""

from collections.abc import Callable, Iterable

import attrs

from criteria.changes.practice import no_history
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import ChangeRequest, Forge
from criteria.evidence.workflow import MERGE, Change, Workflow
from criteria.model import EvidenceSet, Finding, Strength, Verdict

NEEDS: tuple[str, ...] = ("retrieval", "workflow", "forge")
SHOWN = 20  # change requests that are listed as findings
_DAY = 86_400


@attrs.frozen
class Requests:
    """`records`: by people, found on the line. `missing`: merged in the window, and no record tells of them."""

    forge: Forge
    records: tuple[ChangeRequest, ...]
    bots: int
    elsewhere: int  # records whose merge commit the line does not hold, or contradicts
    missing: int
    changes: tuple[Change, ...]  # of the line, in the window

    @property
    def account(self) -> str:
        apart = [
            (self.bots, "by bots"),
            (self.elsewhere, "not on the history of the commit"),
            (self.missing, "merged without a record"),
        ]
        said = ", ".join(f"{number} {name}" for number, name in apart if number)
        return f"{len(self.records)} change requests of the window counted" + (f"; apart: {said}" if said else "")


def requests(evidence: EvidenceSet, parameters: Parameters, **more: str) -> Requests | Verdict:
    """The records that count; a verdict where the evidence cannot speak about this commit."""
    unread = no_history(evidence, **more)
    if unread is not None:
        return unread
    forge: Forge = evidence["forge"].data
    workflow: Workflow = evidence["workflow"].data
    for field in ("changes", "window", "merged_total"):
        if getattr(forge, field) is None:
            return not_assessed(forge.why(field), **more)
    unfit = _unfit(forge, workflow, int(parameters["minimum_window_days"]))
    return not_assessed(unfit, **more) if unfit else _bound(forge, workflow)


def _unfit(forge: Forge, workflow: Workflow, days: int) -> str | None:
    """Why the window says nothing about the commit as it is."""
    window = forge.window
    assert window is not None
    young = workflow.whole and (not workflow.changes or workflow.changes[-1].time >= window.since)
    if window.until - window.since < days * _DAY and not young:
        return f"the window of the forge evidence is shorter than {days} days; capture a longer one"
    if workflow.time - window.until > days * _DAY:
        return f"the window of the forge evidence ended more than {days} days before the assessed commit"
    if window.since > workflow.time:
        return "the window of the forge evidence begins after the assessed commit"
    if not workflow.whole and workflow.changes and workflow.changes[-1].time > window.since:
        return f"the window begins before the {len(workflow.changes)} newest commits, which are looked at; shorten it"
    return None


def _bound(forge: Forge, workflow: Workflow) -> Requests:
    assert forge.window is not None
    given, fitting = forge.changes or (), on_line(forge, workflow)
    inside = tuple(change for change in workflow.changes if forge.window.since <= change.time <= forge.window.until)
    numbers = {record.number for record in given}
    unnamed = {change.request for change in inside if change.request is not None} - numbers
    return Requests(
        forge=forge,
        records=tuple(record for record in fitting if not record.by_bot),
        bots=sum(record.by_bot for record in fitting),
        elsewhere=len(given) - len(fitting),
        missing=max((forge.merged_total or 0) - len(given), len(unnamed)),
        changes=inside,
    )


def on_line(forge: Forge, workflow: Workflow) -> tuple[ChangeRequest, ...]:
    """The records whose merge commit is on the line, one for each commit: a second one would count it twice."""
    line = {change.commit: change for change in workflow.changes}
    found: dict[str, ChangeRequest] = {}
    for record in forge.changes or ():
        commit = record.merge_commit or ""
        if commit not in found and _fits(record, line.get(commit)):
            found[commit] = record
    return tuple(found.values())


def _fits(record: ChangeRequest, change: Change | None) -> bool:
    """The merge commit is on the line and names no other request; its second parent is the head that was merged."""
    if change is None or change.request not in (None, record.number):
        return False
    return change.how != MERGE or record.head_commit in (None, change.merged)


def share(
    rule: str,
    found: Requests,
    holds: Callable[[ChangeRequest], bool | None],
    *,
    minimum: float,
    what: str,
    lacks: str,
    required: str,
    among: Iterable[ChangeRequest] | None = None,
    asked_for: bool = False,
) -> Verdict:
    """Judges by the share of change requests for which something holds; what is unknown counts for neither side.

    `what` completes "N of M change requests …", `lacks` the finding of one that fails. `among`: those of the records
    that the rule speaks of. `asked_for`: the rule asks for change requests, so that changes without any fail it.
    """
    records = found.records if among is None else tuple(among)
    answers = [(record, holds(record)) for record in records]
    good = sum(answer is True for _, answer in answers)
    bad = [record for record, answer in answers if answer is False]
    total = len(records) + found.missing
    figure = f"{good} of {total} change requests {what}"
    shown = {"required": required, "found": f"{figure}; {found.account}"}
    if not total:
        return nothing(rule, found, asked_for=asked_for, **shown)
    if good >= minimum * total:
        return passed(f"{figure}, as the forge evidence of {found.forge.date} says", Strength.E3, **shown)
    listed = tuple(Finding(rule, f"Change request {record.number}: {lacks}.") for record in bad[:SHOWN])
    if total - len(bad) < minimum * total:
        return failed(f"{figure}; at least {minimum:.0%} are asked for", listed, **shown)
    unknown = total - good - len(bad)
    return not_assessed(f"{figure}, and of {unknown} it is not known; {minimum:.0%} are asked for", **shown)


def nothing(rule: str, requested: Requests, /, *, asked_for: bool, **more: str) -> Verdict:
    """The verdict where no change request was counted at all."""
    if requested.elsewhere:
        known = f"the {requested.elsewhere} change requests of the forge evidence"
        return not_assessed(f"none of {known} is on the history of the commit", **more)
    if requested.bots:
        return not_applicable(f"{rule} speaks of changes by people; in the window only bots had any merged")
    if requested.changes and asked_for:
        reason = f"{len(requested.changes)} changes reached the main line in the window, none by a change request"
        return failed(reason, (), **more)
    return not_applicable(f"{rule} speaks of change requests; in the window of the forge evidence none was merged")


def covered(found: Requests, workflow: Workflow) -> frozenset[str]:
    """Commits of the line that came by a counted change request; one that was rebased brought several."""
    place = {change.commit: number for number, change in enumerate(workflow.changes)}
    commits: set[str] = set()
    for record in found.records:
        first = place[record.merge_commit or ""]
        many = 1 if workflow.changes[first].how == MERGE else max(1, record.commits or 1)
        for change in workflow.changes[first : first + many]:
            if change.how == MERGE and change.commit != record.merge_commit:
                break  # a rebased change holds no merges: what lies beyond is another one
            commits.add(change.commit)
    return frozenset(commits)
