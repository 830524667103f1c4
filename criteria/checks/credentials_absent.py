"""credentials-absent: no credential lies in the tree."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.secrets import KIND, Secret, Secrets
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "credentials-absent"
TITLE = "No credential lies in the tree"
WHY = "A key in a public tree belongs to everybody, and stays in the history after it was removed."
HOW = (
    "Every file is searched for the forms of keys, tokens and passwords. Samples in tests and in code of others are "
    "set apart and counted. Findings hold a part of a digest and never the text. Older states of the tree are not "
    "searched."
)
FIX = "Withdraw the credential where it was issued, then remove it from the tree; removing it alone is not enough."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, "census")

_REQUIRED = "no credential outside of samples"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Secrets = evidence[KIND].data
    census: Census = evidence["census"].data
    if not census.files:
        return not_applicable(f"{ID}: the commit holds no file")
    found = f"{len(data.leaked)} credentials and {data.total - len(data.leaked)} samples in {len(census.files):,} files"
    if data.leaked:
        findings = tuple(Finding(ID, _sentence(one), one.path, one.line) for one in data.leaked)
        return failed(found, findings, required=_REQUIRED, found=found)
    if data.unread:
        return not_assessed(f"{printable(data.unread[0])} is too large to read", required=_REQUIRED, found=found)
    return passed(found, Strength.E3, required=_REQUIRED, found=found)


def _sentence(one: Secret) -> str:
    digest = f", sha256 {one.digest}" if one.digest else ""
    return f"{printable(one.kind)} of {one.length} bytes{digest}."
