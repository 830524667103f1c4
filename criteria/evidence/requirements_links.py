"""Links from tests to what was asked for: feature files, markers, requirement ids and issues named in tests."""

import re
from collections.abc import Iterable

import attrs

from criteria.census.kinds import TESTS
from criteria.evidence.census import CensusFile

KIND = "requirements_links"
_KEPT = 50

_FEATURE = re.compile(rb"^\s{0,8}(?:Feature|Funktionalit\xc3\xa4t|Fonctionnalit\xc3\xa9|Caracter\xc3\xadstica):", re.M)
_SCENARIO = re.compile(rb"^\s{0,8}(?:Scenario|Example|Scenario Outline):", re.M)
_STEPS = re.compile(rb"^[ \t]{0,8}(?:Given|When|Then|And|But|\*)[ \t]{1,8}\S[^\n]{3,400}$", re.M)
# Markers of that name, and any other that is handed an id such as "SKY-12".
_MARKER = re.compile(
    rb"@(?:pytest\.mark\.)?(?:(?:requirements?|req|story|user_story|verifies|covers|satisfies|spec)\([^()\n]{2,200}\)"
    rb"|\w{2,40}\([\"'][A-Z]{1,10}[-_.]?\d{1,6}[\"'][^()\n]{0,200}\))"
)
_ID = re.compile(
    rb"(?i:\b(?:REQ|SRS|URS|FR|NFR|US|UC)[-_]\d{1,6}\b|\brequirement[ :#]{1,3}\d{1,6}\b|\\(?:verifies|requirement)\b)"
)
_ISSUE = re.compile(
    rb"(?i:\b(?:issues?|bugs?|tickets?|regression(?: test)? for|gh|fixes|see|trac|pr)[ :#-]{1,3}#?\d{1,7}\b|:(?:trac"
    rb"|issue|gh|pr):`#?\d{1,7}`"
    rb"|/issues/\d{1,7}\b|/pull/\d{1,7}\b)"
)


@attrs.frozen
class Linked:
    """A file of tests that names what it shows. `how`: feature, marker, requirement id or issue."""

    path: str
    how: str
    count: int


@attrs.frozen
class RequirementsLinks:
    """Counts over all files; `files` are the first 50. `hollow`: feature files without a scenario with steps."""

    files: tuple[Linked, ...]
    features: int
    markers: int
    ids: int
    issues: int
    hollow: tuple[str, ...]
    test_files: int


def wants(file: CensusFile) -> bool:
    return file.apart is None and (file.kind == TESTS or file.path.endswith((".feature", ".story")))


def read(file: CensusFile, content: bytes) -> list[int] | None:
    """Scenarios with steps, 1 for a hollow feature file, markers, requirement ids, issues."""
    if file.path.endswith((".feature", ".story")):
        good = _FEATURE.search(content) is not None and len(_STEPS.findall(content)) >= 2
        scenarios = len(_SCENARIO.findall(content)) if good else 0
        return [scenarios, int(not scenarios), 0, 0, 0]
    markers = len(set(_MARKER.findall(content))) if b"@" in content else 0
    return [0, 0, markers, len(set(_ID.findall(content))), len(set(_ISSUE.findall(content)))]


def reduce(facts: Iterable[tuple[CensusFile, list[int]]]) -> RequirementsLinks:
    files: list[Linked] = []
    hollow: list[str] = []
    sums = [0, 0, 0, 0, 0]
    tests = 0
    for file, counts in facts:
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        tests += file.kind == TESTS
        if counts[1]:
            hollow.append(file.path)
        for index, how in ((0, "feature"), (2, "marker"), (3, "requirement id"), (4, "issue")):
            if counts[index] and len(files) < _KEPT:
                files.append(Linked(file.path, how, counts[index]))
    return RequirementsLinks(tuple(files), sums[0], sums[2], sums[3], sums[4], tuple(hollow[:_KEPT]), tests)
