"""sage-doctest-coverage: a function that a change brings has an example that is tested."""

from criteria.census.apart import words
from criteria.census.kinds import CODE, named_as_test
from criteria.changes.added import python, unlooked
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.change import KIND, ChangedFile, ChangedFunction, Changeset
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "sage-doctest-coverage"
TITLE = "Functions that a change brings have an example that is tested"
WHY = (
    "An example in the docstring shows how a function is called, and fails on the day on which that is not true any "
    "more."
)
HOW = (
    "Functions and methods of Python and Cython are counted one by one in the base and in the head: def and cpdef, "
    "private ones too, without those inside others. A new function without an example after sage: or >>> fails the "
    "rule, and so does one that lost its example. A function that was only renamed or moved is not new, but the number "
    "of functions without an example must not grow. Where the baseline asks for it, a function whose code was changed "
    "needs one too. Tests, scripts, tools and what belongs to the build are left out."
)
FIX = "Add an EXAMPLES or TESTS block with a `sage:` line to the docstring of each function that the findings name."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

SHOWN = 500  # findings kept in the verdict
_NOT_DOCTESTED = words(
    "build bin tools scripts ci .ci .github pkgs benchmark benchmarks bench example examples demo demos doc docs"
)
_NAMES = frozenset(("setup.py", "conf.py", "conftest.py"))


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    change: Changeset = evidence[KIND].data
    files = [file for file in change.files if _wanted(file)]
    changed = bool(parameters["changed"])
    required = f"an example in each function that is new{' or changed' if changed else ''}"
    subject = [one for file in files for one in file.functions if changed or one.new or one.lost or not one.before]
    unknown = unlooked(change, files)
    if not subject:
        if unknown is not None:
            return not_assessed(unknown, required=required)
        return not_applicable(f"{ID} speaks of functions; the change brings {'or changes ' if changed else ''}none")
    before, after = _untested(change, files)
    findings = _findings(files, after - before, changed=changed)
    found = (
        f"{len(findings)} of {len(subject)} functions; functions without an example in the changed files went from "
        f"{before:,} to {after:,}"
    )
    if findings:
        first = findings[0]
        reason = f"{printable(first.path or '')}, line {first.line}: {first.message.rstrip('.')}"
        more = f"; and {len(findings) - 1} more" if len(findings) > 1 else ""
        return failed(reason + more, findings[:SHOWN], required=required, found=found)
    if unknown is not None:
        return not_assessed(unknown, required=required, found=found)
    return passed(f"none of {len(subject)} functions is without one", Strength.E3, required=required, found=found)


def _wanted(file: ChangedFile) -> bool:
    *folders, name = file.path.lower().split("/")
    return (
        python(file)
        and file.kind == CODE
        and not file.path.lower().endswith((".pxd", ".pxi", ".pyi"))
        and name not in _NAMES
        and not named_as_test(name)
        and _NOT_DOCTESTED.isdisjoint(folders)
    )


def _untested(change: Changeset, files: list[ChangedFile]) -> tuple[int, int]:
    """In the base, with the files that are gone, and in the head."""
    before = sum(file.untested[0] for file in files) + change.untested_deleted
    return before, sum(file.untested[1] for file in files)


def _findings(files: list[ChangedFile], growth: int, *, changed: bool) -> tuple[Finding, ...]:
    every = [(file.path, one) for file in files for one in file.functions if not one.tested]
    wrong = [(path, one) for path, one in every if one.new or one.lost or changed]
    named = [(path, one) for path, one in every if not (one.new or one.lost or changed or one.before)]
    # Names that came with code of before: as many of them count as the number grew beyond what is new.
    wrong += named[: max(0, growth - len(wrong))]
    findings = [Finding(ID, _message(one), path, one.line) for path, one in wrong]
    return tuple(sorted(findings, key=lambda one: (one.path or "", one.line or 0)))


def _message(one: ChangedFunction) -> str:
    if one.lost:
        return f"{printable(one.name)} lost its example."
    how = "was changed" if one.before else "is new"
    lacks = "its docstring holds no example" if one.documented else "it has no docstring"
    return f"{printable(one.name)} {how}, and {lacks}."
