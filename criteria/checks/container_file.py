"""container-file: a container file makes an image of the software."""

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.safeguards import KIND, Safeguards
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "container-file"
TITLE = "The software comes with a container file"
WHY = "A container carries what the software needs, and runs the same on another machine."
HOW = (
    "Dockerfiles, Containerfiles and Apptainer definitions outside of tests and hidden folders are read: each needs a "
    "base, and has to put files of the tree or the software by its name into the image. Whether it builds only a run "
    "can tell."
)
FIX = "Write a Containerfile that installs the software, and build it in continuous integration."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "a container file with a base image that installs the software"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    data: Safeguards = evidence[KIND].data
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file")
    good = [one for one in data.containers if one.installs and not one.tooling]
    found = f"{len(good)} of {len(data.containers)} container files put the software into an image"
    if not good:
        hollow = tuple(
            Finding(ID, "It does not put the software into an image of its own.", one.path) for one in data.containers
        )
        return failed("there is no container file" if not hollow else found, hollow, required=_REQUIRED, found=found)
    reason = f"{printable(good[0].path)}, from {printable(good[0].bases[0])}"
    return passed(f"{found}: {reason}", Strength.E2, required=_REQUIRED, found=found)
