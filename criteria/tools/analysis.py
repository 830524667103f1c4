"""The tools over the first-party files of a snapshot, and the share of the code they really examined.

The share is what keeps a Fortran code from passing by its Python helper scripts (lesson L1).
"""

from collections.abc import Sequence

import attrs

from criteria.all_tools import TOOLS
from criteria.cache import Cache
from criteria.census.languages import BY_NAME, PROGRAMMING
from criteria.evidence import suppressions
from criteria.evidence.census import Census, CensusFile
from criteria.facts import Facts
from criteria.snapshot import Snapshot
from criteria.tools.account import account, tasks
from criteria.tools.answers import ask_tools
from criteria.tools.tool import Purpose, Tool, ToolRun

# The census counts no lines where it could not read the text. They are there all the same, and nobody examined them.
BYTES_PER_LINE = 40


@attrs.frozen
class LanguageShare:
    """First-party lines of one programming language, tests included, and how many of them a tool examined."""

    language: str
    lines: int
    examined: int
    tools: tuple[str, ...]  # empty: there is no analyser for it


@attrs.frozen
class Analysis:
    """`runs` by tool and language. `languages`: most lines first. `apart_lines`: code that is vendored or generated."""

    runs: tuple[ToolRun, ...]
    languages: tuple[LanguageShare, ...]
    apart_lines: int
    marked_lines: int = 0  # of these, code that is set apart for no more than a comment that a program wrote it

    @property
    def lines(self) -> int:
        return sum(item.lines for item in self.languages)

    @property
    def examined(self) -> int:
        return sum(item.examined for item in self.languages)

    @property
    def share(self) -> float:
        """Examined lines by all lines of first-party code; 0 where there is none."""
        return self.examined / self.lines if self.lines else 0.0


def analyse(snapshot: Snapshot, facts: Facts, cache: Cache, tools: Sequence[Tool] = TOOLS) -> dict[Purpose, Analysis]:
    """Runs each tool over each of its languages that is present; by purpose what they said and how much they saw."""
    todo = tasks(facts.census, tools)
    asked: dict[str, frozenset[str]] = {}
    for task in todo:
        asked[task.tool.ID] = asked.get(task.tool.ID, frozenset()) | task.asked
    present = [(tool, asked[tool.ID]) for tool in tools if tool.ID in asked]
    said = ask_tools(snapshot, present, cache)
    places = {file.path: found for file, found in facts.by_scan.get(suppressions.KIND, ())}
    runs = [account(task, said, places) for task in todo]
    return {purpose: _analysis(purpose, runs, facts.census) for purpose in Purpose}


def _analysis(purpose: Purpose, every: Sequence[ToolRun], census: Census) -> Analysis:
    runs = tuple(run for run in every if run.purpose is purpose)
    files: dict[str, list[CensusFile]] = {}
    for file in census.first_party():
        if file.language is not None and is_code(file.language):
            files.setdefault(file.language, []).append(file)
    shares = (_share(language, found, runs) for language, found in files.items())
    return Analysis(
        runs=runs,
        languages=tuple(sorted(shares, key=lambda share: (-share.lines, share.language))),
        apart_lines=sum(
            _lines(file) for file in census.files if file.apart and file.language and is_code(file.language)
        ),
        marked_lines=sum(
            _lines(file)
            for file in census.files
            if file.apart == "generated/marker" and file.language and is_code(file.language)
        ),
    )


def is_code(language: str) -> bool:
    """Data, markup, configuration and build files are no code: their number must not move the share."""
    return BY_NAME[language].group == PROGRAMMING


def _share(language: str, files: Sequence[CensusFile], runs: Sequence[ToolRun]) -> LanguageShare:
    of_it = [run for run in runs if run.language == language]
    left = [{item.path for item in (*run.skipped, *run.failed)} for run in of_it]
    examined = (file for file in files if any(file.path not in paths for paths in left))
    return LanguageShare(
        language=language,
        lines=sum(map(_lines, files)),
        examined=sum(map(_lines, examined)),
        tools=tuple(run.tool for run in of_it),
    )


def _lines(file: CensusFile) -> int:
    return file.lines if file.unread is None else file.bytes // BYTES_PER_LINE + 1
