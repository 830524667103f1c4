"""QC.Del03: people are told when a delivery succeeded."""

from criteria.automation.model import Automation, Job, Purpose, Step, Trigger, runs
from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Del03"
TITLE = "A delivery that succeeded is announced"
WHY = "Who waits for a release, or depends on it, should not have to look for it every day."
HOW = (
    "The configuration of the continuous integration is read: a job that releases has to notify, or to make a release "
    "on the forge, which tells everybody who watches it. A step that never runs or whose failure is masked does not "
    "count. Announcements by hand only a person can tell of."
)
FIX = "Add a step to the release job that posts to the mailing list, chat or forge when the upload succeeded."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation", "census")

_REQUIRED = "a release job that tells people when it succeeded"
_FORGE_RELEASE = (
    "gh release create", "action-gh-release", "release-action", "create-release", "goreleaser", "release-please",
    "semantic-release", "tagbot", "release-cli", "glab release",
)  # fmt: skip


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    automation: Automation = evidence["automation"].data
    census: Census = evidence["census"].data
    if not census.programming_lines:
        return not_applicable(f"{ID}/no-code: the census found no first-party line in a programming language")
    released = runs(automation, Purpose.RELEASE)
    told = [step for job in automation.jobs for step in _notifications(job, released)]
    found = f"{len(released)} steps that release, {len(told)} that tell of it"
    good = [step for step in told if step.off is None and step.masked is None]
    if good:
        first = good[0]
        reason = f"{printable(first.path)}, job {printable(first.job)}: `{printable(first.command)[:100]}`"
        return passed(reason, Strength.E2, required=_REQUIRED, found=found)
    if told:
        findings = tuple(
            Finding(ID, f"`{printable(one.command)[:100]}` {_why(one)}.", one.path, one.line) for one in told
        )
        return failed("the steps that would tell of a delivery do not count", findings, required=_REQUIRED, found=found)
    if automation.unread:
        unread = automation.unread[0]
        reason = f"{printable(unread.path)} could not be read: {printable(unread.reason, 200)}"
        return not_assessed(reason, required=_REQUIRED, found=found)
    said = "no job releases" if not released else "no job that releases tells of it"
    return not_assessed(f"{said}; of announcements by hand {ONLY_A_PERSON}", required=_REQUIRED, found=found)


def _notifications(job: Job, released: tuple[Step, ...]) -> list[Step]:
    """Steps of the job that tell people, in a job that releases or that a release starts."""
    delivers = Trigger.RELEASE in job.triggers or any(step in released for step in job.steps)
    tells = [step for step in job.steps if Purpose.NOTIFICATION in step.purposes] if delivers else []
    makes = [step for step in job.steps if Purpose.RELEASE in step.purposes and _is_forge_release(step)]
    return [*tells, *makes]


def _is_forge_release(step: Step) -> bool:
    return any(name in step.command.lower() for name in _FORGE_RELEASE)


def _why(step: Step) -> str:
    return step.off or step.masked or "does not run"
