"""outside-record: what only an outside service knows about the project."""

from criteria.check import Parameters, not_assessed
from criteria.model import EvidenceSet, Verdict

ID = "outside-record"
TITLE = "An outside service confirms it"
WHY = "Some facts about a project lie with a service that nobody else can answer for."
HOW = (
    "There is no evidence of this kind in git objects, in a cell, or in the forms of captured evidence that Assay "
    "reads. The baseline says which service knows. A badge or a sentence in the tree proves nothing, so the rule "
    "stays open."
)
FIX = "Give a signed statement of a person who looked it up; it is shown as attested, with its date."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`fact` and `service`: what is asked, and who knows it."""
    fact, service = str(parameters["fact"]), str(parameters["service"])
    location = evidence["retrieval"].data.location
    return not_assessed(
        f"{fact} of {location}: only {service} knows, and no capture of it can be read yet", required=fact
    )
