"""response-time: reports are answered within the asked time."""

from statistics import median

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.forge import ABSENT, KIND, Forge, belongs
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "response-time"
TITLE = "Reports are answered in time"
WHY = "Who reports a fault and hears nothing does not report the next one."
HOW = (
    "The hours to the first answer of somebody else, in the captured forge evidence, are sorted, and their median is "
    "compared with the limit, which is Assay's own. Only the forge knows this."
)
FIX = "Answer each new issue with a first sentence, and say when somebody will look at it."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`maximum_hours` of the median over at least `minimum_issues`."""
    hours, least = float(parameters["maximum_hours"]), int(parameters["minimum_issues"])
    required = f"a median of at most {hours:g} hours to the first answer"
    retrieval: Retrieval = evidence["retrieval"].data
    captured = evidence.get(KIND)
    if captured is None:
        return not_assessed(evidence.missing.get(KIND, ABSENT), required=required)
    forge: Forge = captured.data
    if foreign := belongs(forge, retrieval.location):
        return not_assessed(foreign, required=required)
    if forge.issues is None:
        return not_assessed(forge.why("issues"), required=required)
    if forge.issues.enabled is False or forge.issues.total == 0:
        return not_applicable(f"{ID}: nobody reported anything in the time that was captured on {forge.date}")
    times = forge.issues.first_response_hours
    if times is None or len(times) < least:
        return not_assessed(f"{len(times or ())} answered issues are too few; {least} are needed", required=required)
    middle = median(times)
    found = f"a median of {middle:.0f} hours over {len(times)} issues, as captured on {forge.date}"
    if middle > hours:
        return failed(found, required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found)
