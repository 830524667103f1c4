"""The account of one tool over one language: every file that went in comes out as scanned, skipped or failed (V7)."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from criteria.evidence.census import Census, CensusFile
from criteria.evidence.suppressions import Places, hidden
from criteria.model import Finding
from criteria.tools.answers import Answer, Answers
from criteria.tools.tool import Left, Suppression, Tool, ToolRun

MAX_FINDINGS = 20_000  # kept per run; all are counted


@attrs.frozen
class Task:
    """The first-party files of one language for one tool. `skipped` and `failed`: why they are not handed to it."""

    tool: Tool
    language: str
    asked: frozenset[str]
    skipped: Mapping[str, str]
    failed: Mapping[str, str]

    @property
    def files_in(self) -> int:
        return len(self.asked) + len(self.skipped) + len(self.failed)


def tasks(census: Census, tools: Sequence[Tool]) -> list[Task]:
    """What there is to do for each tool and each of its languages that is present."""
    files: dict[str, list[CensusFile]] = {}
    for file in census.first_party():
        if file.language is not None:
            files.setdefault(file.language, []).append(file)
    return [_task(tool, name, files[name]) for tool in tools for name in tool.LANGUAGES if name in files]


def _task(tool: Tool, language: str, files: Sequence[CensusFile]) -> Task:
    skipped = {file.path: why for file in files if (why := _why_skipped(tool, file))}
    failed = {file.path: file.unread for file in files if file.path not in skipped and file.unread is not None}
    asked = frozenset(file.path for file in files if file.path not in skipped and file.path not in failed)
    return Task(tool, language, asked, skipped, failed)


def _why_skipped(tool: Tool, file: CensusFile) -> str | None:
    if file.template:
        return "a template, which no tool of its language can read as it stands"
    return tool.set_apart(file.path)


def account(task: Task, answers: Answers, suppressions: Mapping[str, Places]) -> ToolRun:
    """Joins what the tool answered with what it was never asked, and with the comments that silence it."""
    said = {path: answer for path, answer in answers.by_tool[task.tool.ID].items() if path in task.asked}
    skipped = {**task.skipped, **{path: answer["skipped"] for path, answer in said.items() if "skipped" in answer}}
    failed = {**task.failed, **{path: answer["failed"] for path, answer in said.items() if "failed" in answer}}
    places = {
        path: {marker: lines for marker, lines in suppressions[path].items() if marker in task.tool.MARKERS}
        for path in sorted(task.asked)
        if path in suppressions
    }
    findings = list(_findings(said))
    return ToolRun(
        tool=task.tool.ID,
        version=task.tool.version(),
        purpose=task.tool.PURPOSE,
        language=task.language,
        files_in=task.files_in,
        scanned=task.files_in - len(skipped) - len(failed),
        skipped=_left(skipped),
        failed=_left(failed),
        findings=tuple(findings[:MAX_FINDINGS]),
        findings_total=sum(answer.get("total", 0) for answer in said.values()),
        suppressed=sum(hidden(places.get(finding.path or "", {}), finding.line) for finding in findings),
        suppressions=_suppressions(places),
        problem=answers.problems.get(task.tool.ID),
    )


def _findings(said: Mapping[str, Answer]) -> Iterator[Finding]:
    return (
        Finding(rule, message, path, line)
        for path, answer in said.items()
        for line, rule, message in answer.get("hits", ())
    )


def _left(files: Mapping[str, str]) -> tuple[Left, ...]:
    return tuple(Left(path, why) for path, why in sorted(files.items()))


def _suppressions(places: Mapping[str, Places]) -> tuple[Suppression, ...]:
    return tuple(
        Suppression(path, marker, len(lines))
        for path, found in places.items()
        for marker, lines in sorted(found.items())
    )
