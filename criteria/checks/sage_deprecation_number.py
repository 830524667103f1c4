"""sage-deprecation-number: a deprecation names the change that made it."""

from criteria.changes.added import python, unlooked
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.change import KIND, Changeset
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "sage-deprecation-number"
TITLE = "A new deprecation names the change that made it"
WHY = "The number in the warning leads users to the reason; a wrong one leads them to somebody else's discussion."
HOW = (
    "The numbers are taken that added lines of Python and Cython code give to deprecation, deprecation_cython, "
    "deprecated_function_alias and deprecated_callable_import, and to the keyword deprecation, as of lazy_import. Each "
    "must be the number of the change or of an issue that the change closes. Numbers that a changed file had before "
    "are left alone: there a deprecation was moved or reworded. Where the number of the change is not known, nothing "
    "is said."
)
FIX = "Give the number of the pull request, or of the issue that it closes, to the deprecation."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_REQUIRED = "the number of the change, or of an issue that it closes, in each new deprecation"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    change: Changeset = evidence[KIND].data
    files = [file for file in change.files if python(file)]
    before = {number for file in change.files for number in file.deprecated}
    new = [(file.path, one) for file in files for one in file.deprecations if one.number not in before]
    unknown = unlooked(change, files)
    if not new:
        if unknown is not None:
            return not_assessed(unknown, required=_REQUIRED)
        return not_applicable(f"{ID} speaks of new deprecations with a number; the change adds none")
    if change.name.request is None:
        return not_assessed(change.name.said_by, required=_REQUIRED, found=_found(len(new)))
    wrong = [(path, one) for path, one in new if one.number not in change.name.numbers]
    named = f"number {change.name.request}, by {printable(change.name.said_by)}"
    if wrong:
        findings = tuple(
            Finding(ID, f"{one.name} names {one.number}; the change has the {named}.", path, one.line)
            for path, one in wrong
        )
        first = findings[0]
        reason = f"{printable(first.path or '')}, line {first.line}: {first.message.rstrip('.')}"
        return failed(reason, findings, required=_REQUIRED, found=f"{len(wrong)} of {_found(len(new))}")
    if unknown is not None:
        return not_assessed(unknown, required=_REQUIRED, found=_found(len(new)))
    return passed(f"{_found(len(new))} with the {named}", Strength.E3, required=_REQUIRED, found=_found(len(new)))


def _found(number: int) -> str:
    return f"{number} new deprecation{'' if number == 1 else 's'}"
