"""standard-protocol: the repository is reached by a standard protocol."""

import re

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.statements import Statements
from criteria.metadata.statements import REPOSITORY
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "standard-protocol"
TITLE = "The repository is reached by a standard protocol"
WHY = "What takes a special program or a private way to reach is out of reach for most."
HOW = (
    "The scheme of the address from which the commit was fetched is compared with the list of the baseline; fetching "
    "it is the proof. For a source on this machine the repository that the metadata declare is looked at, and nothing "
    "is said about whether it answers."
)
FIX = "Host the repository where it can be cloned over https, and name its address as codeRepository."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "statements")

_SCHEME = re.compile(r"^(?:git\+)?([a-z][a-z0-9+.-]{1,20})://|^(?:git@|[\w.-]{1,60}@)[\w.-]{1,200}:")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`schemes` that count. E3: fetched by one of them."""
    retrieval: Retrieval = evidence["retrieval"].data
    stated: Statements = evidence["statements"].data
    schemes = tuple(parameters["schemes"])
    required = f"an address of the schemes {', '.join(schemes)}"
    scheme = _scheme(retrieval.location) or ("https" if retrieval.how == "index" else None)
    if scheme in schemes and retrieval.anonymous is not None:
        reason = f"the commit was fetched by {scheme} from {printable(retrieval.location)}"
        return passed(reason, Strength.E3, required=required, found=scheme)
    declared = [one for one in stated.of(REPOSITORY) if _scheme(one.value)]
    if scheme is None and any(_scheme(one.value) in schemes for one in declared):
        address = printable(declared[0].value)
        reason = f"{declared[0].path} declares {address}; it was assessed from a copy, and the forge was not asked"
        return not_assessed(reason, required=required, found=printable(declared[0].value))
    if scheme is None:
        reason = f"it was assessed from a copy ({retrieval.reason}), and no repository is declared in its metadata"
        return not_assessed(reason, required=required, found="no address")
    if scheme in schemes:
        return not_assessed(
            f"whether {printable(retrieval.location)} answers was not measured: {retrieval.reason}", required=required
        )
    return failed(f"{printable(retrieval.location)} is of the scheme {scheme}", required=required, found=scheme)


def _scheme(address: str) -> str | None:
    found = _SCHEME.match(address)
    return None if found is None else found[1] or "ssh"
