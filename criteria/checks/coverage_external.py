"""QC.Uni01.2: external code may be covered less; how much of it there is, is shown."""

from criteria.census.apart import VENDORED
from criteria.check import Parameters, not_applicable, passed
from criteria.evidence.census import Census
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Uni01.2"
TITLE = "External code is known and counted apart"
WHY = "Code taken over from others has tests at home; counted together with one's own it hides what is not tested."
HOW = "Files in folders for other projects' code are set apart by the census, with the rule that decided, and counted."
FIX = "Nothing is needed; keep code of others in a folder such as `third_party`, so that it stays apart."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("census",)

SHOWN = 20


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """An option (MAY): what is vendored is shown, and counts for no coverage."""
    census: Census = evidence["census"].data
    totals = [total for total in census.apart if total.rule.startswith(VENDORED)]
    files, lines = sum(total.files for total in totals), sum(total.lines for total in totals)
    if not files:
        return not_applicable("the rule is an option (MAY), and the census set apart no external code")
    paths = [file.path for file in census.files if file.apart is not None and file.apart.startswith(VENDORED)]
    folders = sorted({path.rpartition("/")[0] for path in paths})[:SHOWN]
    findings = tuple(
        Finding(ID, "This folder holds external code; it counts for no coverage.", folder) for folder in folders
    )
    found = f"{files:,} files with {lines:,} lines of external code"
    return passed(f"{found} are counted apart", Strength.E3, found=found, findings=findings)
