"""security-policy: a policy says how weaknesses are reported."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.safeguards import KIND, Policy, Safeguards
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "security-policy"
TITLE = "A security policy says how to report a weakness"
WHY = "Who finds a weakness needs a private way to tell, or tells everybody."
HOW = (
    "SECURITY in the root, `.github` or `docs` is read: it must say in sentences that weaknesses are to be reported "
    "and give an address that is no example. A number, a link or the word alone is not enough."
)
FIX = "Write a SECURITY.md: where to report in private, which versions are supported, how fast you answer."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", KIND)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`minimum_words` of sentences."""
    data: Safeguards = evidence[KIND].data
    words = int(parameters["minimum_words"])
    required = f"a SECURITY file of at least {words} words that says how and where to report a weakness"
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file")
    if not data.policies and not evidence["retrieval"].data.versioned:
        return not_assessed(
            "an archive may leave out the policy; assess the repository", required=required, found="none"
        )
    if not data.policies:
        return failed("there is no SECURITY file", required=required, found="none")
    problems = [(policy, _problem(policy, words)) for policy in data.policies]
    good = [policy for policy, problem in problems if problem is None]
    if good:
        timing = "" if good[0].timing else "; it names neither supported versions nor a time to answer"
        reason = f"{printable(good[0].path)} says how to report a weakness{timing}"
        return passed(reason, Strength.E2, required=required, found=f"{good[0].words} words")
    findings = tuple(Finding(ID, f"{problem}.", policy.path) for policy, problem in problems)
    reason = f"{printable(problems[0][0].path)}: {problems[0][1]}"
    return failed(reason, findings, required=required, found=f"{problems[0][0].words} words")


def _problem(policy: Policy, words: int) -> str | None:
    if policy.problem:
        return policy.problem
    if policy.words < words:
        return f"it says {policy.words} words, fewer than {words}"
    if not policy.private:
        return "it does not say that weaknesses are to be reported"
    return None if policy.address else "it gives no address for reports"
