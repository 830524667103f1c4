"""QC.Doc2.2: each file of the documentation follows a community style."""

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.documents.markup import TEXT_MARKUPS
from criteria.evidence.census import Census, CensusFile
from criteria.evidence.document_style import DocumentStyle
from criteria.examined import allowed, density
from criteria.model import EvidenceSet, Strength, Verdict

ID = "QC.Doc2.2"
TITLE = "The documentation follows a community style"
WHY = "Pages without broken marks, directives and headings are rendered as they were meant."
HOW = (
    "A checker per markup reads every first-party document of the commit with rules of our own choice; findings are "
    "counted by 1,000 lines. Where less than the asked share of the lines could be read, nothing is said."
)
FIX = "Run the checker named in the evidence over the documentation and correct the files with most findings first."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("census", "document_style")

SHOWN = 200
_WITHOUT_STYLE = frozenset(("Plain text", "HTML"))


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The density decides (V10): a rule of no finding at all would fail every large documentation for ever."""
    data: DocumentStyle = evidence["document_style"].data
    limit = float(parameters["maximum_findings_per_kloc"])
    required = f"at most {limit:g} findings per 1,000 lines of documentation"
    documents = _documents(evidence["census"].data)
    lines = sum(file.lines for file in documents)
    if not lines:
        return not_applicable("the rule is about documents in a markup, and the census found none of the project's own")
    problems = sorted({run.problem for run in data.runs if run.problem})
    if problems:
        return not_assessed("; ".join(problems), required=required)
    left = [(run.language, {item.path for item in (*run.skipped, *run.failed)}) for run in data.runs]
    examined = sum(file.lines for file in documents if _examined(file, left))
    total = sum(run.findings_total for run in data.runs)
    found = f"{density(total, examined)} findings"
    findings = tuple(finding for run in data.runs for finding in run.findings)[:SHOWN]
    if examined and total > allowed(limit, examined):
        return failed(f"too many findings: {found}", findings, required=required, found=found)
    share, minimum = examined / lines, float(parameters["minimum_share"])
    if share < minimum:
        reason = f"{share:.0%} of the lines of documentation were examined; at least {minimum:.0%} is needed"
        return not_assessed(reason, required=required, found=found)
    return passed(found, Strength.E3, required=required, found=found, findings=findings)


def _documents(census: Census) -> list[CensusFile]:
    markups = TEXT_MARKUPS - _WITHOUT_STYLE
    return [file for file in census.first_party() if file.language in markups and file.kind == "documentation"]


def _examined(file: CensusFile, left: list[tuple[str, set[str]]]) -> bool:
    """Some checker of its markup read it: neither passed it over nor failed on it. `left`: by language."""
    return any(language == file.language and file.path not in paths for language, paths in left)
