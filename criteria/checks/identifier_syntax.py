"""identifier-syntax: the software names a persistent identifier of its own, written as its scheme asks."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.identifiers import KIND, Identifier, Identifiers
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "identifier-syntax"
TITLE = "A well-formed identifier of this software is stated"
WHY = "An identifier that people and machines can read lets others cite, find and fetch exactly this software."
HOW = (
    "CITATION.cff, codemeta.json, .zenodo.json and the README are searched for DOI, SWHID, ASCL, RRID, ARK, HAL and "
    "other identifiers. Each must have the form of its scheme and be no sample. It counts where the metadata give it "
    "to this software, or where a sentence about citing names the project; a badge or link alone proves nothing. "
    "Whether it resolves is another rule."
)
FIX = "Archive a release, for example with Zenodo or Software Heritage, and put its identifier into CITATION.cff."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """E2 for one place, E3 where two places of the tree give the same. `places` limits where it may stand."""
    data: Identifiers = evidence[KIND].data
    places = tuple(parameters.get("places", ()))
    required = (
        f"a well-formed persistent identifier of this software in {', '.join(places) or 'its metadata or README'}"
    )
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be identified")
    own = [one for one in data.own if not places or one.place in places]
    if own:
        best = max(own, key=lambda one: len(_paths(data, one)))
        agree = len(_paths(data, best)) > 1
        reason = f"{printable(best.scheme)}:{printable(best.value)} in {printable(best.path)}"
        return passed(
            f"{reason}; {'a second file says the same' if agree else 'no second file repeats it'}",
            Strength.E3 if agree else Strength.E2,
            required=required,
            found=", ".join(dict.fromkeys(printable(one.value) for one in own[:5])),
        )
    return without_own(data, required)


def without_own(data: Identifiers, required: str) -> Verdict:
    """Where the tree states no usable identifier: wrong ones fail, claims that nothing confirms stay open."""
    if data.bad:
        findings = tuple(Finding(ID, f"{printable(one.value)} {one.problem}", one.path) for one in data.bad)
        return failed(
            f"{printable(data.bad[0].path)}: {findings[0].message}", findings, required=required, found="none valid"
        )
    if data.claimed:
        one = data.claimed[0]
        return not_assessed(
            f"{printable(one.path)} shows a badge of {printable(one.value)}, and nothing in the tree says that it "
            "belongs to this software; name it in CITATION.cff",
            required=required,
            found="a badge",
        )
    unread = f"; {printable(data.unread[0])}" if data.unread else ""
    return failed(f"no identifier of this software is stated{unread}", required=required, found="none")


def _paths(data: Identifiers, one: Identifier) -> set[str]:
    return {other.path for other in data.own if other.value == one.value}
