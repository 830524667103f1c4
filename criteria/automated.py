"""What the automation of a tree shows for one purpose: the law that the checks on continuous integration share.

The configuration alone is a promise. It passes at E2 where it can run and fail, and at E3 where something independent
of it agrees: the settings of the tool it calls, or a forge that saw checks on merged changes.
"""

from collections.abc import Iterable

import attrs

from criteria.automation.model import Automation, Purpose, Step, Trigger, runs, why_not
from criteria.check import failed, not_assessed, passed
from criteria.evidence import forge as forge_evidence
from criteria.evidence.forge import Forge
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

SHOWN = 5


@attrs.frozen
class Asked:
    """What a check asks of the automation. `what` ends the sentence "no job ..."."""

    id: str
    purposes: tuple[Purpose, ...]  # any of them
    triggers: tuple[Trigger, ...]
    what: str
    required: str


def judged(evidence: EvidenceSet, asked: Asked, agrees: str | None, extra: Iterable[Step] = ()) -> Verdict:
    """`agrees`: what independent of the configuration agrees with it, or None. `extra`: steps that count as well."""
    automation: Automation = evidence["automation"].data
    found = list(
        dict.fromkeys([*(step for one in asked.purposes for step in runs(automation, one, asked.triggers)), *extra])
    )
    if found:
        return _passed(evidence, asked, found, agrees)
    if automation.unread:
        named = "; ".join(f"{printable(item.path)}: {printable(item.reason)}" for item in automation.unread[:SHOWN])
        return not_assessed(
            f"no file that could be read {asked.what}, and some could not be: {named}", required=asked.required
        )
    reasons = [reason for one in asked.purposes for reason in why_not(automation, one, asked.triggers)]
    if reasons:
        findings = tuple(Finding(asked.id, printable(reason, 300)) for reason in reasons[:20])
        return failed(f"no job {asked.what} and can fail: {printable(reasons[0], 300)}", findings,
        required=asked.required,
                      found=f"{len(reasons)} steps that do not count")  # fmt: skip
    return _nothing(evidence, asked, automation)


def _passed(evidence: EvidenceSet, asked: Asked, found: list[Step], agrees: str | None) -> Verdict:
    first = found[0]
    where = f"`{printable(first.command, 100)}` in {printable(first.path)}, job {printable(first.job, 60)}"
    seen = checks_seen(evidence)
    notes = [note for note in (agrees, seen.sentence if seen and seen.most else None) if note]
    count = f"{len(found)} steps, such as" if len(found) > 1 else "one step,"
    reason = f"{count} {where}" + (f"; {'; '.join(notes)}" if notes else "")
    findings = (Finding(asked.id, seen.sentence),) if seen and not seen.most else ()
    strength = Strength.E3 if notes and not findings else Strength.E2
    return passed(reason, strength, required=asked.required, found=_systems(evidence), findings=findings)


def _nothing(evidence: EvidenceSet, asked: Asked, automation: Automation) -> Verdict:
    if "retrieval" in evidence and not evidence["retrieval"].data.versioned and not automation.jobs:
        reason = "an archive leaves out the configuration of continuous integration; assess the repository"
        return not_assessed(reason, required=asked.required)
    seen = checks_seen(evidence)
    if seen and seen.most and not automation.jobs:
        reason = f"{seen.sentence}, but what they ran stands nowhere in the tree"
        return not_assessed(reason, required=asked.required)
    if not automation.jobs:
        said = "no configuration of a continuous integration is in the tree"
        return failed(said, required=asked.required, found="none")
    return failed(f"no job {asked.what}", required=asked.required, found=_systems(evidence))


def _systems(evidence: EvidenceSet) -> str:
    automation: Automation = evidence["automation"].data
    return f"{len(automation.jobs)} jobs of {', '.join(automation.systems) or 'nothing'}"


@attrs.frozen
class Seen:
    """How many merged changes a forge saw checks on."""

    with_checks: int
    changes: int
    date: str

    @property
    def most(self) -> bool:
        return self.changes > 0 and self.with_checks >= 0.8 * self.changes

    @property
    def sentence(self) -> str:
        return f"the forge saw finished checks on {self.with_checks} of {self.changes} merged changes ({self.date})"


def checks_seen(evidence: EvidenceSet) -> Seen | None:
    """None without forge evidence about this repository that knows of checks."""
    if forge_evidence.KIND not in evidence or "retrieval" not in evidence:
        return None
    forge: Forge = evidence[forge_evidence.KIND].data
    if forge_evidence.belongs(forge, evidence["retrieval"].data.location) is not None:
        return None
    changes = [change for change in forge.changes or () if change.checks is not None and not change.by_bot]
    if not changes:
        return None
    good = [
        change for change in changes if any(check.conclusion in ("success", "failure") for check in change.checks or ())
    ]
    return Seen(len(good), len(changes), forge.date)
