"""sage-added-style: the analysers of style have nothing against the lines that a change adds."""

import re

from criteria.changes.added import unlooked
from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence import change, style
from criteria.evidence.change import ChangedFile, Changeset
from criteria.evidence.style import Style
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "sage-added-style"
TITLE = "Added lines are free of what analysers of style object to"
WHY = "What a tool finds, no reviewer has to; and a change is the moment at which it costs least to mend."
HOW = (
    "The findings of the analysers of style that stand on lines the change adds, but for rules that the baseline "
    "leaves out. A module called all or catalog collects names for others, so that an import nobody uses there is no "
    "fault; and a line that names the rule in a comment breaks it on purpose, which is counted. All files of code that "
    "the change adds lines to must have been examined."
)
FIX = (
    "Run the tool on the changed files, for Python `ruff check --select E4,E7,E9,F`, and mend what stands on new lines."
)
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (change.KIND, style.KIND)

SHOWN = 500  # findings kept in the verdict
_REQUIRED = "no finding on an added line"
_COLLECTS = re.compile(r"(?:^|/)(?:all|all__\w{1,80}|__init__|(?:\w{1,80}_)?catalog)\.(?:py|pyx)$")
_UNUSED = frozenset(("F401", "unused-import"))
_NAMED = re.compile(r"#[ \t]*noqa:[ \t]*(?P<rules>[A-Z][A-Z0-9, \t]{0,200})", re.I)


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    changed: Changeset = evidence[change.KIND].data
    found: Style = evidence[style.KIND].data
    languages = {run.language for run in found.runs}
    files = {file.path: file for file in changed.files if _wanted(file, languages)}
    if not files and changed.truncated is None:
        return not_applicable(f"{ID} speaks of code that an analyser reads; the change adds no line of any")
    left_out = frozenset(parameters["left_out"])
    lines = {(path, line.number): line.text for path, file in files.items() for line in file.added}
    new = [
        one
        for run in found.runs
        for one in run.findings
        if (one.path, one.line) in lines and one.rule not in left_out and not _collected(one)
    ]
    hits = tuple(one for one in new if not _marked(one, lines[str(one.path), one.line or 0]))
    marked = f", {len(new) - len(hits)} more marked by name to be passed over" if len(new) > len(hits) else ""
    figure = f"{len(hits)} on {len(lines):,} added lines of {len(files):,} files{marked}"
    if hits:
        first = hits[0]
        reason = f"{printable(first.path or '')}, line {first.line}: {first.rule}: {printable(first.message)}"
        return failed(reason, hits[:SHOWN], required=_REQUIRED, found=figure)
    unknown = unlooked(changed, files.values()) or _unexamined(found, files)
    if unknown is not None:
        return not_assessed(unknown, required=_REQUIRED, found=figure)
    return passed(f"none {figure.partition(' ')[2]}", Strength.E3, required=_REQUIRED, found=figure)


def _wanted(file: ChangedFile, languages: set[str]) -> bool:
    return file.apart is None and file.language in languages and bool(file.added or file.unread)


def _collected(finding: Finding) -> bool:
    return finding.rule in _UNUSED and _COLLECTS.search(finding.path or "") is not None


def _marked(finding: Finding, line: str) -> bool:
    """Whether the line itself says that this very rule is broken on purpose; a mark for every rule says nothing."""
    found = _NAMED.search(line)
    return found is not None and finding.rule in re.split(r"[, \t]", found["rules"])


def _unexamined(found: Style, files: dict[str, ChangedFile]) -> str | None:
    for run in found.runs:
        if run.problem:
            return run.problem
        if run.findings_total > len(run.findings):
            return f"{run.tool} found more than is kept, so that what stands on added lines is not known"
        left = next((one for one in run.failed if one.path in files), None)
        if left is not None:
            return f"{run.tool} could not read {printable(left.path)}: {left.why}"
    return None
