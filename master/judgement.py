"""One snapshot judged by one baseline, with its base where there is one; and the baselines that a project adds.

A project may name further baselines under `baselines` in `.assay.yml`. They are judged beside the one that was asked
for, under the same terms, and told beside it. A name is that of a baseline of ours: never a file, and never a way to
replace the baseline that was asked for (V12).
"""

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from criteria import baseline as baselines
from criteria.catalogue import CHECKS
from criteria.compare import Change
from criteria.errors import BaselineError, UntrustedInputError
from criteria.judge import judge
from criteria.marked_yaml import MAX_BYTES, read_marked
from criteria.model import Assessment, EvidenceSet
from criteria.rules import Baseline
from criteria.snapshot import Snapshot
from criteria.terms import Considered
from master.change import Base, change_since, held_to_both
from master.plan.assay_file import NAMES
from master.sources.source import Resolved
from master.terms import Given, considered

KEY = "baselines"
MOST = 8  # further baselines of one project


@attrs.frozen
class Matter:
    """What is judged: the head with its evidence, and the base of the change where one was named."""

    resolved: Resolved
    snapshot: Snapshot
    evidence: EvidenceSet
    base: Base | None = None


@attrs.frozen
class Judgement:
    """What one baseline says of the matter, under which terms, and what changed since the base."""

    baseline: Baseline
    considered: Considered
    assessment: Assessment
    change: Change | None


@attrs.frozen
class Further:
    """The baselines that the project adds, and a sentence for each name that has no effect."""

    baselines: tuple[Baseline, ...] = ()
    notes: tuple[str, ...] = ()


def judged(matter: Matter, rules: Baseline, today: date, said: Given) -> Judgement:
    """Judged by this baseline under the terms that hold for it; both sides by the same."""
    offered = considered(matter.resolved, matter.snapshot, rules, today, said)
    if matter.base is not None:
        offered = held_to_both(offered, matter.base, rules)
    assessment = judge(matter.evidence, rules, terms=offered.terms)
    if matter.base is None:
        return Judgement(rules, offered, assessment, None)
    change = change_since(matter.base, matter.snapshot, matter.evidence, assessment, rules, offered)
    return Judgement(rules, offered, assessment, change)


def further(snapshots: Iterable[Snapshot], main: Baseline) -> Further:
    """Those that the `.assay.yml` of any of these snapshots names: a change cannot take one away from its own judge."""
    found: dict[str, Baseline] = {}
    notes: dict[str, None] = {}
    for name in dict.fromkeys(name for snapshot in snapshots for name in _listed(snapshot)):
        try:
            rules = baselines.shipped(name)
        except BaselineError as error:
            notes[f"{KEY} of {NAMES[0]}: {error}"] = None
            continue
        if rules.ref.id != main.ref.id:
            found.setdefault(rules.ref.id, rules)
    if len(found) > MOST:
        notes[f"{KEY} of {NAMES[0]}: more than {MOST} have no effect"] = None
    return Further(tuple(found.values())[:MOST], tuple(notes))


def asks_for(kind: str, rules: Sequence[Baseline]) -> bool:
    """Whether any of their rules needs evidence of this kind."""
    return any(kind in CHECKS[rule.check].NEEDS for one in rules for rule in one.rules())


def _listed(snapshot: Snapshot) -> tuple[str, ...]:
    """What stands under the key; a file that cannot be read is told by whoever reads it for the cells."""
    for name in NAMES:
        entry = snapshot.by_path.get(name)
        if entry is None or not entry.is_file:
            continue
        try:
            data = read_marked(snapshot.read(entry, MAX_BYTES + 1), name).data
        except UntrustedInputError:
            return ()
        value = data.get(KEY) if isinstance(data, dict) else None
        items = [value] if isinstance(value, str) else value
        return tuple(one for one in items if isinstance(one, str)) if isinstance(items, list) else ()
    return ()
