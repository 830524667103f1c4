"""QC.Man01.1: people from outside can file issues."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import Forge
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Man01.1"
TITLE = "People from outside can file issues"
WHY = "Users meet defects that developers never see; somebody has to be able to hear of them."
HOW = (
    "The forge evidence tells whether the tracker can be read by everybody, and whether people who are no members "
    "opened issues in the window. One that did is the proof that others can."
)
FIX = "Make the issue tracker public, and let everybody with an account open issues."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("forge",)

_REQUIRED = "a public issue tracker in which people who are no members opened issues"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    forge: Forge = evidence["forge"].data
    issues = forge.issues
    if issues is None or (issues.enabled is None and issues.public is None):
        return not_assessed(forge.why("issues"), required=_REQUIRED)
    if issues.enabled is False:
        return failed(f"on {forge.date} the project had no issue tracker", (), required=_REQUIRED)
    if issues.public is False:
        return failed(f"on {forge.date} the issue tracker was closed to the public", (), required=_REQUIRED)
    if issues.public is None or issues.by_non_members is None:
        return not_assessed(forge.why("issues"), required=_REQUIRED)
    found = f"{issues.by_non_members} issues by people who are no members"
    if not issues.by_non_members:
        reason = "the tracker is public, but in the window nobody from outside opened an issue that would show it"
        return not_assessed(reason, required=_REQUIRED, found=found)
    return passed(f"the tracker is public and holds {found}", Strength.E2, required=_REQUIRED, found=found)
