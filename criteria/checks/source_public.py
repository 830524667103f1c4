"""QC.Acc01: the source is open and publicly readable."""

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Acc01"
TITLE = "The source code is open and publicly readable"
WHY = "Others can only check, use and improve what they can read."
HOW = "Whether this very commit, or this very archive, was read over the network without any credential."
FIX = "Make the repository public, or publish the source where everybody can read it without an account."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval",)

_REQUIRED = "the assessed source can be read without a credential"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    if retrieval.anonymous is None:
        return not_assessed(f"whether the source is public was not measured: {retrieval.reason}", required=_REQUIRED)
    if not retrieval.anonymous:
        finding = Finding(ID, f"{retrieval.location} cannot be read without a credential: {retrieval.reason}.")
        return failed(
            f"the source is not public: {retrieval.reason}", (finding,), required=_REQUIRED, found="not readable"
        )
    # A commit id is a digest of what was read; so is that of an archive. Without either the bytes could be others.
    bound = retrieval.how in ("git", "checkout") or retrieval.digest is not None
    return passed(
        f"the source was read without a credential from {retrieval.location}",
        Strength.E3 if bound else Strength.E2,
        required=_REQUIRED,
        found=retrieval.reason,
    )
