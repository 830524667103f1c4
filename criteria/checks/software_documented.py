"""software-documented: the software has documentation beyond a file of that name."""

from criteria.check import Parameters
from criteria.checks import docs_in_repository, readme
from criteria.joined import all_of, asked
from criteria.model import EvidenceSet, Verdict

ID = "software-documented"
TITLE = "The software is documented"
WHY = "Without documentation only its authors can use the software."
HOW = "Joins two rules: a README that introduces this project, and documentation beyond it in the tree."
FIX = "Write a README with a description and first steps, and keep further documentation beside the code."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("documents",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The limits of the README: `minimum_words` and `minimum_items`."""
    parts = {"README": readme, "documentation": docs_in_repository}
    return all_of({name: asked(check, evidence, parameters) for name, check in parts.items()})
