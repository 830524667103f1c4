"""QC.Sty01.1: several style standards may complement each other; which ones are in use."""

from criteria.check import Parameters, not_applicable, passed
from criteria.evidence import style
from criteria.evidence.style import Style
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Sty01.1"
TITLE = "Complementary style standards in use"
WHY = "A standard that is configured in the repository is the same for everyone who contributes."
HOW = "Configuration of style checkers and formatters is looked for in the root folder and in pyproject.toml."
FIX = "Configure the style checkers you use in the repository, for example `[tool.ruff]` in pyproject.toml."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (style.KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """An option (MAY): a project that does not take it has nothing to be judged here."""
    data: Style = evidence[style.KIND].data
    names = sorted({standard.name for standard in data.standards})
    if not names:
        return not_applicable("the rule is an option (MAY), and no style standard is configured in the repository")
    where = ", ".join(f"{standard.name} ({standard.path})" for standard in data.standards)
    return passed(f"configured in the repository: {where}", Strength.E2, found=", ".join(names))
