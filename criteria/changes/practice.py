"""What people did in the newest changes of the main line, as far as the history tells."""

from collections.abc import Iterable

import attrs

from criteria.check import not_assessed
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.workflow import DIRECT, LINKED, MERGE, PULL, Change, Workflow
from criteria.model import EvidenceSet, Finding, Verdict
from criteria.printable import printable

ONLY_A_PERSON = "only a person can say this; it takes a signed attestation"
SHOWN = 20  # changes that are listed as findings


@attrs.frozen
class Practice:
    """The newest changes by people; those of bots and the commits that mark a release are counted apart."""

    changes: tuple[Change, ...]
    bots: int
    pushed: int  # those of bots that left no trace of a branch
    releases: int

    def of(self, *how: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.how in how)

    @property
    def traced(self) -> tuple[Change, ...]:
        """Changes that came from a branch of their own, by a merge or in one commit of a change request."""
        return self.of(MERGE, LINKED)

    @property
    def share(self) -> float:
        return len(self.traced) / len(self.changes) if self.changes else 0.0

    @property
    def account(self) -> str:
        """The figures in one line; none is left out."""
        counts = [
            (len(self.of(MERGE)), "merges of branches"),
            (len(self.of(LINKED)), "single commits that name a change request"),
            (len(self.of(PULL)), "merges of the line with itself"),
            (len(self.of(DIRECT)), "without a trace of a branch"),
        ]
        said = ", ".join(f"{number} {name}" for number, name in counts if number) or "none"
        apart = [f"{self.bots} by bots" if self.bots else "", f"{self.releases} release marks" if self.releases else ""]
        left = " and ".join(part for part in apart if part)
        return f"of {len(self.changes)} changes {said}" + (f"; set apart: {left}" if left else "")


def practice(changes: Iterable[Change]) -> Practice:
    """Sorts the changes of people from the others."""
    bots = pushed = releases = 0
    people = []
    for change in changes:
        if change.release and change.how == DIRECT:
            releases += 1
        elif change.bot and change.how in (LINKED, DIRECT):
            bots += 1
            pushed += change.how == DIRECT
        else:
            people.append(change)
    return Practice(tuple(people), bots, pushed, releases)


def no_history(evidence: EvidenceSet, **more: str) -> Verdict | None:
    """A verdict where there is no whole history to look at, else None."""
    retrieval: Retrieval = evidence["retrieval"].data
    if not retrieval.versioned:
        reason = f"an archive carries no history: {printable(retrieval.location)} was assessed without its repository"
        return not_assessed(reason, **more)
    workflow: Workflow = evidence["workflow"].data
    if workflow.shallow:
        reason = "the clone is shallow: its history was cut off; fetch it whole (git fetch --unshallow)"
        return not_assessed(reason, **more)
    return not_assessed(workflow.broken, **more) if workflow.broken else None


def too_few(looked_at: Practice, minimum: int, /, **more: str) -> Verdict | None:
    """A verdict where what people did is too little, or too much is set apart, to speak of a practice; else None."""
    people = len(looked_at.changes)
    if people < minimum:
        made = "1 change by a person is" if people == 1 else f"{people} changes by people are"
        reason = f"{made} too few to show a practice; {minimum} are needed"
        return not_assessed(reason, **more)
    # Whoever is called a bot, or tags every commit, would else be left out of the count.
    if looked_at.pushed + looked_at.releases > people:
        apart = f"{looked_at.pushed} commits of bots and {looked_at.releases} release marks"
        return not_assessed(f"{apart} stand against {people} changes by people, too many to be set apart", **more)
    return None


def findings(rule: str, changes: Iterable[Change], message: str) -> tuple[Finding, ...]:
    """One for each of the first changes, by its commit."""
    return tuple(Finding(rule, f"{change.commit[:12]}: {message}.") for change in list(changes)[:SHOWN])
