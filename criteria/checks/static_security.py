"""QC.Sec02: the code passes static security testing."""

from criteria.check import Parameters, failed, passed
from criteria.evidence import security
from criteria.evidence.security import Security
from criteria.examined import allowed, density, gap, no_subject, share_of
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Sec02"
TITLE = "Static security testing finds nothing severe"
WHY = "A shell that runs a built-up string, or a broken digest, is found by a machine before an attacker finds it."
HOW = (
    "Three analysers read the files of the commit, tests included, away from any configuration of the project: bandit "
    "Python, flawfinder C and C++ (its highest level of risk, without races between users), zizmor the workflows and "
    "actions of GitHub (what a stranger could run). A finding of high severity and high confidence fails, marked to be "
    "passed over or not; the markers are counted. A file that cannot be parsed was not examined. Where less than the "
    "asked share of the code could be examined, nothing is said; linters without rules about security examine none."
)
FIX = (
    "Replace the construct each finding names: a list instead of a shell string, SHA-256, checked certificates, "
    "`fgets` instead of `gets`, a variable of the environment instead of a template in the command of a workflow."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (security.KIND,)

SHOWN = 200  # findings kept in the verdict


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """What was found fails, whatever was not examined; silence counts only with a full account (V7)."""
    data: Security = evidence[security.KIND].data
    verdict = no_subject(data)
    if verdict is not None:
        return verdict
    limit = parameters["maximum_suppressions_per_kloc"]
    required = f"no finding of high severity and confidence, at most {limit:g} suppressions per 1,000 lines"
    count = sum(run.findings_total for run in data.runs)
    markers = sum(run.suppressions_total for run in data.runs)
    found = f"{count:,} findings; {density(markers, data.examined)} suppressions"
    if count:
        return failed(_sentence(data, count), _findings(data), required=required, found=found)
    if markers > allowed(limit, data.examined):
        return failed(
            f"too many suppressions: {density(markers, data.examined)}", _markers(data), required=required, found=found
        )
    return gap(data, parameters["minimum_share"]) or passed(
        f"no finding of high severity and confidence; {share_of(data)}", Strength.E3, required=required, found=found
    )


def _sentence(data: Security, count: int) -> str:
    suppressed = sum(run.suppressed for run in data.runs)
    marked = f", {suppressed:,} of them on lines marked to be passed over" if suppressed else ""
    files = len({finding.path for finding in _findings(data)})
    what = "1 finding" if count == 1 else f"{count:,} findings"
    where = "1 file" if files == 1 else f"{files:,} files"
    return f"{what} of high severity and confidence in {where}{marked}"


def _findings(data: Security) -> tuple[Finding, ...]:
    return tuple(finding for run in data.runs for finding in run.findings)[:SHOWN]


def _markers(data: Security) -> tuple[Finding, ...]:
    items = (item for run in data.runs for item in run.suppressions)
    return tuple(Finding(ID, f"{item.count} times {item.marker}", item.path) for item in items)[:SHOWN]
