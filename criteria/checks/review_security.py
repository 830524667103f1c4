"""QC.Rev05: reviews weigh the security risk."""

from criteria.changes.practice import ONLY_A_PERSON
from criteria.check import Parameters, not_assessed
from criteria.evidence.forge import Forge
from criteria.evidence.templates import Templates
from criteria.model import EvidenceSet, Verdict
from criteria.printable import printable

ID = "QC.Rev05"
TITLE = "Reviews weigh the security risk of a change"
WHY = "Most holes come in by a change that looked harmless to somebody who looked for something else."
HOW = (
    "Whether reviewers think of security only a person can say. Shown beside it are owners of sensitive paths in "
    "CODEOWNERS, and change requests with a label for security."
)
FIX = (
    "Name owners for build, release and security files in CODEOWNERS, and let somebody who read a sample of reviews "
    "sign the statement."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("templates",)

_REQUIRED = "reviews that weigh the security risk of each change"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The signals are shown to whoever attests; they decide nothing."""
    signals = "; ".join([*_owned(evidence["templates"].data), *_labelled(evidence)]) or "no signal for or against it"
    return not_assessed(ONLY_A_PERSON, required=_REQUIRED, found=signals)


def _owned(templates: Templates) -> list[str]:
    found = []
    for owners in templates.owners:
        paths = ", ".join(printable(path, 60) for path in owners.sensitive[:5])
        what = f"names owners for {paths}" if paths else "names no owners for sensitive paths"
        found.append(f"{printable(owners.path)} {what}" + (", and for everything" if owners.everything else ""))
    return found


def _labelled(evidence: EvidenceSet) -> list[str]:
    if "forge" not in evidence:
        return []
    forge: Forge = evidence["forge"].data
    number = sum(any("secur" in label.lower() for label in record.labels or ()) for record in forge.changes or ())
    return [f"{number} of {len(forge.changes or ())} change requests bear a label for security"]
