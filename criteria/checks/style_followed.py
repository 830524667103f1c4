"""QC.Sty01: the code follows the community style of each language it uses."""

from criteria.check import Parameters, failed, passed
from criteria.evidence import style
from criteria.evidence.style import Style
from criteria.examined import allowed, density, gap, no_subject, share_of
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Sty01"
TITLE = "Code follows the community style of its languages"
WHY = "Code in the style its community agreed on is read, reviewed and changed by more people, with fewer mistakes."
HOW = (
    "The files of the commit are checked in the form that no configuration of the project can change, by those rules "
    "of each community that are not about layout: Python and notebooks with ruff (E4, E7, E9 and F), Cython with "
    "cython-lint, C and C++ with cpplint, free-form Fortran with fortitude, R with jarl, shell scripts with ShellCheck "
    "(errors and warnings), JavaScript and TypeScript with oxlint, Dockerfiles with hadolint where it is installed, "
    "YAML with yamllint (grammar and repeated keys), JSON and TOML by their grammar. Findings are counted by language "
    "and by 1,000 lines; those the project marked to be passed over count too. Where less than the asked share of the "
    "code could be examined, for want of an analyser or because files cannot be read, nothing is said."
)
FIX = (
    "Run the tool of the language, for Python `ruff check --select E4,E7,E9,F --fix`, with the rules that the findings "
    "name, and correct what is left in the files with most findings."
)
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (style.KIND,)

SHOWN = 200  # findings kept in the verdict; the evidence has more


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """A language with too many findings fails, whatever was not examined; the sum counts once enough was."""
    data: Style = evidence[style.KIND].data
    verdict = no_subject(data)
    if verdict is not None:
        return verdict
    limit = parameters["maximum_findings_per_kloc"]
    required = f"at most {limit:g} findings per 1,000 lines, in each language and in all"
    too_many = _too_many(data, limit)
    unknown = gap(data, parameters["minimum_share"], parameters.get("maximum_failed", 0.0))
    if not too_many and unknown is None and _total(data) > allowed(limit, data.examined):
        too_many = [density(_total(data), data.examined)]
    if too_many:
        reason = f"too many findings: {'; '.join(too_many)}"
        return failed(reason, _findings(data), required=required, found=_found(data))
    return unknown or passed(
        f"{_found(data)}; {share_of(data)}",
        Strength.E3,
        required=required,
        found=_found(data),
        findings=_findings(data),
    )


def _too_many(data: Style, limit: float) -> list[str]:
    """The programming languages above the limit."""
    counts = (
        (item, sum(run.findings_total for run in data.runs if run.language == item.language)) for item in data.languages
    )
    return [
        f"{item.language}: {density(count, item.examined)}"
        for item, count in counts
        if count > allowed(limit, item.examined)
    ]


def _total(data: Style) -> int:
    return sum(run.findings_total for run in data.runs)


def _found(data: Style) -> str:
    suppressed = sum(run.suppressed for run in data.runs)
    marked = f", {suppressed:,} of them marked to be passed over" if suppressed else ""
    return f"{density(_total(data), data.examined)} findings{marked}"


def _findings(data: Style) -> tuple[Finding, ...]:
    """The densest language first: the findings that decide are not cut off behind those that do not."""
    examined = {item.language: item.examined for item in data.languages}
    runs = sorted(data.runs, key=lambda run: -run.findings_total / max(1, examined.get(run.language, 0)))
    return tuple(finding for run in runs for finding in run.findings)[:SHOWN]
