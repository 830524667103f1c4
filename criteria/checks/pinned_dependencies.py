"""pinned-dependencies: what builds and releases use is pinned to exact content."""

from criteria.automation.model import Automation
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.dependencies import Dependencies
from criteria.evidence.safeguards import Safeguards
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "pinned-dependencies"
TITLE = "What the build uses is pinned"
WHY = "A tag can be moved and a newest version can be bad; only a digest always means the same."
HOW = (
    "Actions of workflows have to name a full commit, images of container files a digest, and the dependencies a lock "
    "file where their ecosystem has one. The share that is pinned decides."
)
FIX = "Pin actions to commits and images to digests, commit the lock file, and let an updater raise them."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("automation", "safeguards", "dependencies")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_share` of all that could be pinned."""
    automation: Automation = evidence["automation"].data
    safeguards: Safeguards = evidence["safeguards"].data
    dependencies: Dependencies = evidence["dependencies"].data
    minimum = float(parameters["minimum_share"])
    required = f"{minimum:.0%} of actions and images pinned to content, and a lock file"
    uses = [use for use in automation.uses if use.pin != "local"]
    good = sum(use.pin in ("sha", "digest") for use in uses)
    images = sum(len(one.bases) for one in safeguards.containers)
    pinned = sum(one.pinned for one in safeguards.containers)
    locks = [file for file in dependencies.files if file.lock and file.problem is None]
    manifests = [file for file in dependencies.files if not file.lock and file.dependencies]
    total = len(uses) + images + (1 if manifests or locks else 0)
    if not total and not automation.unread:
        return not_applicable(f"{ID}: no action, image or dependency was found")
    done = good + pinned + (1 if locks else 0)
    found = f"{good} of {len(uses)} actions, {pinned} of {images} images, {len(locks)} lock files"
    findings = (
        *(Finding(ID, f"{printable(use.name)} is taken at {printable(use.ref) or 'no version'}.", use.path, use.line)
          for use in uses if use.pin not in ("sha", "digest")),
        *(Finding(ID, f"{printable(base)} has no digest.", one.path)
          for one in safeguards.containers for base in one.bases if "@sha256:" not in base),
    )  # fmt: skip
    if total and done < minimum * total:
        return failed(f"{found} are pinned", findings[:200], required=required, found=found)
    if automation.unread:
        reason = f"{found} are pinned; {printable(automation.unread[0].path)} could not be read"
        return not_assessed(reason, required=required, found=found, findings=findings[:200])
    return passed(f"{found} are pinned", Strength.E2, required=required, found=found, findings=findings[:200])
