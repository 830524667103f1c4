"""identifier-scheme: the identifier is of a scheme that keeps it unique for good, or that the domain uses."""

from collections.abc import Sequence

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.checks.identifier_syntax import without_own
from criteria.evidence.identifiers import KIND, Identifiers
from criteria.metadata.statements import DOMAIN, KEYWORDS
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "identifier-scheme"
TITLE = "The identifier is of a scheme that is unique, persistent and usual"
WHY = "A web address moves and a name is given twice; a registered scheme promises that neither happens."
HOW = (
    "The schemes of the software's own identifiers are compared with the list of the baseline. Where the baseline "
    "lists schemes by domain, the keywords and the domain of the metadata choose the list; without them the general "
    "one holds."
)
FIX = "Get an identifier of one of the listed schemes, for example a DOI or a SWHID, and put it into CITATION.cff."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`schemes`: those that count; `domains`: a word of the domain to the schemes that count there as well."""
    data: Identifiers = evidence[KIND].data
    domain, schemes = _schemes(evidence, parameters)
    required = f"an identifier of the schemes {', '.join(schemes)}" + (f", usual in {domain}" if domain else "")
    if not data.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be identified")
    own = data.own
    good = [one for one in own if one.scheme in schemes]
    found = ", ".join(dict.fromkeys(one.scheme for one in own)) or "none"
    if good:
        reason = f"{printable(good[0].path)} gives {printable(good[0].value)}, of the scheme {good[0].scheme}"
        note = f"; the tree itself is {data.tree}, which anybody can compute again"
        return passed(reason + note, Strength.E2, required=required, found=found)
    if own:
        return failed(f"only {found} identifiers are stated", required=required, found=found)
    return without_own(data, required)


def _schemes(evidence: EvidenceSet, parameters: Parameters) -> tuple[str | None, Sequence[str]]:
    general: Sequence[str] = parameters["schemes"]
    stated = evidence.get("statements")
    if stated is None or not parameters.get("domains"):
        return None, general
    words = " ".join(one.value.lower() for field in (DOMAIN, KEYWORDS) for one in stated.data.of(field))
    for domain, schemes in parameters["domains"].items():
        if domain in words:
            return str(domain), schemes
    return None, general
