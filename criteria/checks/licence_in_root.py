"""QC.Lic01.1: the licence text stands in the root of the repository."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import Headers
from criteria.evidence.licences import KIND, Licences
from criteria.licences.agreement import agreement, beyond_us, recognised, summary
from criteria.licences.findings import unfit
from criteria.model import EvidenceSet, Finding, Verdict

ID = "QC.Lic01.1"
TITLE = "Licence text in the root"
WHY = "People and tools look for the licence in the root of the repository; a text elsewhere covers a part at best."
HOW = (
    "Takes the files of the root (and of its LICENSES folder) that are called LICENSE, LICENCE, COPYING or UNLICENSE, "
    "and compares their text with the SPDX list. Links are followed only inside the commit."
)
FIX = "Put the full licence text into a file called LICENSE in the root of the repository."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

_REQUIRED = "a recognised licence text in the root"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """As strong as the agreement of the text with everything else that names the licence."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    if not licences.tracked:
        return not_applicable("QC.Lic01.1: the commit holds no file that could be licensed")
    notes = tuple(unfit(ID, licences))
    if root := recognised(licences, root=True):
        found = summary(licences, headers, root)
        strength = agreement(licences, headers).strength
        return passed(f"in the root: {found}", strength, required=_REQUIRED, found=found, findings=notes)
    if problem := beyond_us(licences, root=True):
        return not_assessed(problem, findings=notes)
    deeper = [file for file in licences.files if file.matches]
    where = tuple(
        Finding(ID, f"move or copy the licence text of {file.path} to LICENSE", file.path) for file in deeper[:5]
    )
    return failed(
        f"the root holds no recognised licence text{'; one stands in ' + deeper[0].path if deeper else ''}",
        (*notes, *where),
        required=_REQUIRED,
        found="none",
    )
