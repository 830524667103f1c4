"""QC.Rev01.2: the review tool shows the results of the tests of the change."""

from criteria.changes.requests import NEEDS as _NEEDS
from criteria.changes.requests import Requests, requests, share
from criteria.check import Parameters
from criteria.evidence.forge import ChangeRequest
from criteria.model import EvidenceSet, Verdict

ID = "QC.Rev01.2"
TITLE = "Reviewers see the test results of the change"
WHY = "Nobody has to guess, or to try by hand, whether the change works."
HOW = (
    "For each change request that was merged in the window, the forge evidence gives the checks that ran on it. At "
    "least one must have come to a result."
)
FIX = "Let the tests run on each pull or merge request, for instance by the workflow trigger pull_request."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = _NEEDS


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    minimum = float(parameters["minimum_shown"])
    required = f"at least {minimum:.0%} of the merged change requests with the result of a check"
    found = requests(evidence, parameters, required=required)
    if not isinstance(found, Requests):
        return found
    return share(
        ID,
        found,
        _shown,
        minimum=minimum,
        what="show the result of a check",
        lacks="no check on it came to a result",
        required=required,
    )


def _shown(record: ChangeRequest) -> bool | None:
    if record.checks is None:
        return None
    return any(run.conclusion in ("success", "failure", "timed_out") for run in record.checks)
