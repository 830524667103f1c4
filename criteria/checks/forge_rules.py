"""forge-rules: the forge holds the rules of the main branch."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.forge import ABSENT, KIND, Forge, belongs
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict

ID = "forge-rules"
TITLE = "The forge holds rules of the main branch"
WHY = "A rule that a forge enforces holds on a hurried day too."
HOW = (
    "What a forge captured at a date says about the main branch is read: protection, force pushes, required checks and "
    "required reviews. Only the forge knows this; without a capture nothing is said."
)
FIX = "Protect the main branch: no force pushes, required checks, and one review at least."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`reviews` required at least, `checks` required at least one, `no_force`: force pushes refused."""
    reviews, checks, no_force = int(parameters["reviews"]), bool(parameters["checks"]), bool(parameters["no_force"])
    required = "the main branch is protected" + ", without force pushes" * no_force + ", with required checks" * checks
    required += f", with {reviews} required reviews" if reviews else ""
    retrieval: Retrieval = evidence["retrieval"].data
    captured = evidence.get(KIND)
    if captured is None:
        return not_assessed(evidence.missing.get(KIND, ABSENT), required=required)
    forge: Forge = captured.data
    if foreign := belongs(forge, retrieval.location):
        return not_assessed(foreign, required=required)
    rules = forge.branch_rules
    if rules is None or rules.protected is None:
        return not_assessed(forge.why("branch_rules"), required=required)
    if not rules.protected:
        return failed(
            f"the main branch is not protected, as captured on {forge.date}", required=required, found="no rules"
        )
    wrong = [
        said
        for asked, value, said in (
            (no_force, None if rules.force_pushes is None else not rules.force_pushes, "force pushes are allowed"),
            (checks, None if rules.required_checks is None else bool(rules.required_checks), "no check is required"),
            (
                reviews,
                None if rules.required_reviews is None else rules.required_reviews >= reviews,
                "fewer reviews are required",
            ),
        )
        if asked and value is False
    ]
    if wrong:
        return failed(f"{', '.join(wrong)}, as captured on {forge.date}", required=required, found="protected in part")
    unknown = [
        name
        for asked, value, name in (
            (no_force, rules.force_pushes, "force_pushes"),
            (checks, rules.required_checks, "required_checks"),
            (reviews, rules.required_reviews, "required_reviews"),
        )
        if asked and value is None
    ]
    if unknown:
        return not_assessed(forge.why(f"branch_rules.{unknown[0]}"), required=required)
    return passed(
        f"the main branch is protected, as captured on {forge.date}", Strength.E3, required=required, found="protected"
    )
