"""QC.Lic02.1: the licence is one of the popular ones of the Open Source Initiative."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.headers import KIND as HEADERS
from criteria.evidence.headers import Headers
from criteria.evidence.licences import KIND, Licences
from criteria.licences.agreement import agreement, beyond_us, deciding, own_summary, summary
from criteria.model import EvidenceSet, Verdict

ID = "QC.Lic02.1"
TITLE = "Popular open-source licence"
WHY = "A popular licence is understood by lawyers and tools, and its code can be joined with most other code."
HOW = "Compares the licence of the text with the OSI's list of popular licences, kept here with its date."
FIX = "When you choose or change the licence, take one that the OSI lists as popular."
EFFORT = "days"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HEADERS)

# The OSI's category "popular / strong community" as of 2026-11; the GNU licences by family and version.
POPULAR = frozenset(
    (
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CDDL-1.0",
        "EPL-2.0",
        "GPL-2.0",
        "GPL-3.0",
        "LGPL-2.0",
        "LGPL-2.1",
        "LGPL-3.0",
        "MIT",
        "MPL-2.0",
    )
)
_REQUIRED = "one of the licences that the OSI lists as popular (2026-11)"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The first licence of any deciding file counts."""
    licences: Licences = evidence[KIND].data
    headers: Headers = evidence[HEADERS].data
    if not licences.tracked:
        return not_applicable("QC.Lic02.1: the commit holds no file that could be licensed")
    files = [file for file in deciding(licences) if file.matches]
    if not files:
        if problem := beyond_us(licences):
            return not_assessed(problem)
        return failed("no licence text was recognised", required=_REQUIRED, found="none")
    found = summary(licences, headers, files)
    if popular := [file for file in files if file.matches[0].id in POPULAR]:
        own = own_summary(licences, headers, popular)
        return passed(f"popular: {own}", agreement(licences, headers).strength, required=_REQUIRED, found=found)
    return failed(f"not among the popular licences: {found}", required=_REQUIRED, found=found)
