"""QC.Sty03: exceptions to single conventions are avoided."""

from collections import Counter

from criteria.check import Parameters, failed, passed
from criteria.evidence import style
from criteria.evidence.style import Style
from criteria.examined import allowed, density, gap, no_subject
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.tools.analysis import is_code

ID = "QC.Sty03"
TITLE = "Few exceptions to the style"
WHY = "Each comment that silences a checker hides one thing more from every later reader of its report."
HOW = (
    "Comments such as `noqa`, `type: ignore` and `pylint: disable` are counted in the text of the first-party code, "
    "by 1,000 lines. `pragma: no cover` is shown and does not count: it is no exception to style."
)
FIX = "Correct the code below the comments in the files that have most of them, and remove the comments."
EFFORT = "hours"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (style.KIND,)

NOT_STYLE = frozenset({"pragma: no cover", "nosec"})
MINIMUM_SHARE = 0.8  # of the code in languages whose comments we know, where the baseline names no other
SHOWN = 20  # files in the verdict


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """The comments count in all files that could be read, also in those the checker itself could not parse."""
    data: Style = evidence[style.KIND].data
    verdict = no_subject(data)
    if verdict is not None:
        return verdict
    limit = parameters["maximum_suppressions_per_kloc"]
    markers, files = _counts(data)
    count = sum(files.values())
    required = f"at most {limit:g} suppressions per 1,000 lines"
    found = f"{density(count, data.examined)} suppressions: {_listed(markers)}"
    if count > allowed(limit, data.examined):
        findings = tuple(_finding(path, number) for path, number in files.most_common(SHOWN))
        return failed(f"too many suppressions: {found}", findings, required=required, found=found)
    share = parameters.get("minimum_share", MINIMUM_SHARE)
    return gap(data, share, parameters.get("maximum_failed", 0.0)) or passed(
        found, Strength.E3, required=required, found=found
    )


def _counts(data: Style) -> tuple[Counter[str], Counter[str]]:
    """How many by marker, and how many by file without those that are no exception to style."""
    markers: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for item in (item for run in data.runs if is_code(run.language) for item in run.suppressions):
        markers[item.marker] += item.count
        if item.marker not in NOT_STYLE:
            files[item.path] += item.count
    return markers, files


def _listed(markers: Counter[str]) -> str:
    return ", ".join(f"{marker} {count:,}" for marker, count in sorted(markers.items())) or "none"


def _finding(path: str, count: int) -> Finding:
    return Finding(ID, f"{count} comments silence a style checker", path)
