"""descriptive-metadata: README, fields and format together describe the software."""

from criteria.check import Parameters
from criteria.checks import metadata_fields, metadata_format, title_and_description
from criteria.joined import all_of, asked
from criteria.model import EvidenceSet, Verdict

ID = "descriptive-metadata"
TITLE = "Descriptive metadata accompany the software"
WHY = "Software that is described well in one machine-readable place is found and understood everywhere."
HOW = "Joins three rules: title and description in a README, fields such as keywords and domain, and a metadata format."
FIX = "Write a README with title and description, and a codemeta.json with keywords, domain, dates and funder."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("statements",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The parameters of the three rules, all in one."""
    parts = {"README": title_and_description, "fields": metadata_fields, "format": metadata_format}
    return all_of({name: asked(check, evidence, parameters) for name, check in parts.items()})
