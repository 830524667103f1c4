"""contributor-metadata: the citation metadata name the contributors with identifiers, roles or shares."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.evidence.statements import DESCRIPTIVE, Person, Statements
from criteria.metadata.project_name import folded
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "contributor-metadata"
TITLE = "The metadata name contributors with ORCID, role or share"
WHY = "Names alone are ambiguous; an ORCID says who it is, a role or share says what they did."
HOW = (
    "People in CITATION.cff, codemeta.json and .zenodo.json are read. The check digit of every ORCID is computed. The "
    "share of the commits that listed people made, by name or mail through the .mailmap, tells whether all are there."
)
FIX = "Add ORCID and role for each author in codemeta.json, and add the contributors that are missing."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "statements", "history")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`asks`: of orcid, role, credit, what each person has; `minimum_people` of them as a share, and
    `minimum_commits`: share of the commits made by listed people."""
    stated: Statements = evidence["statements"].data
    asks = tuple(parameters["asks"])
    share, commits = float(parameters["minimum_people"]), float(parameters["minimum_commits"])
    required = f"{', '.join(asks)} for {share:.0%} of the people, who made {commits:.0%} of the commits"
    if not stated.tracked:
        return not_applicable(f"{ID}: the commit holds no file that could be described")
    people = [person for person in stated.people if person.path in DESCRIPTIVE]
    if not people:
        return failed("no metadata file names the people who made the software", required=required, found="nobody")
    if stated.bad_orcids:
        reason = f"{printable(stated.bad_orcids[0])} is no ORCID of an author"
        return failed(reason, tuple(Finding(ID, f"{printable(one)} is no valid ORCID.") for one in stated.bad_orcids),
                      required=required, found=f"{len(people)} people")  # fmt: skip
    for ask in asks:
        having = [person for person in people if _has(person, ask)]
        if len(having) < share * len(people):
            lacking = next(person for person in people if person not in having)
            reason = f"{len(having)} of {len(people)} people have {ask}; not {printable(lacking.name)}, for example"
            return failed(reason, required=required, found=f"{ask}: {len(having)} of {len(people)}")
    covered = _covered(evidence, people) if commits else 1.0
    found = (
        f"{len(people)} people, who made {covered:.0%} of the commits"
        if covered is not None
        else f"{len(people)} people"
    )
    if covered is None:
        return not_assessed(
            "there is no whole history with which the list could be compared", required=required, found=found
        )
    if covered < commits:
        return failed(f"the listed people made {covered:.0%} of the commits", required=required, found=found)
    return passed(
        f"{found}, with {', '.join(asks)}", Strength.E3 if commits else Strength.E2, required=required, found=found
    )


def _has(person: Person, ask: str) -> bool:
    return bool({"orcid": person.orcid, "role": person.roles, "credit": person.credit}[ask])


def _covered(evidence: EvidenceSet, people: list[Person]) -> float | None:
    """Share of the commits by people of the list; None without a whole history."""
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    total = sum(person.commits for person in history.people)
    if not retrieval.versioned or history.shallow or history.broken or not total:
        return None
    names, mails = {folded(person.name) for person in people}, {person.mail for person in people if person.mail}
    return sum(one.commits for one in history.people if folded(one.name) in names or one.mail.lower() in mails) / total
