"""The shape of the first-party code: size, branching, clones, cohesion and imports, from one look at each file.

Also what stands in the same texts and is asked for nearby: fuzz targets, comparisons with a tolerance in tests, type
annotations, and flags that turn compiler warnings on. Limits are not here but in the baseline.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from criteria.census.kinds import BUILD, CODE, CONFIGURATION, TESTS
from criteria.census.languages import BUILD as BUILD_LANGUAGE
from criteria.census.languages import BY_NAME, PROGRAMMING
from criteria.evidence.census import CensusFile
from criteria.shape import signs
from criteria.shape.classes import cohesion
from criteria.shape.clones import windows
from criteria.shape.functions import Function, functions
from criteria.shape.syntax import SYNTAX, bare

KIND = "code_shape"

MAX_READ = 4 * 2**20  # bytes of one file
_WORST = 3  # functions of one file that are named
_NAMED = 50  # functions of the tree that are named
_IMPORTS = 200  # of one file
_STEP = 10  # lengths are counted in steps of so many lines
_PYTHON = ("Python", "Cython", "Sage")

_WORD = re.compile(rb"\w+")
_IMPORT = re.compile(
    rb"\n[ \t]{0,12}(?:from[ \t]{1,4}([\w.]{1,160})[ \t]{1,4}c?import\b|c?import[ \t]{1,4}([\w.]{1,160}))"
)
_ANNOTATED = re.compile(rb"\)[ \t]{0,4}->")


@attrs.frozen
class WorstFunction:
    path: str
    line: int
    name: str
    complexity: int
    lines: int


@attrs.frozen
class FileShape:
    """A file of code. `index` is the maintainability index of its mean function, 0 to 100; None without a function."""

    path: str
    language: str
    lines: int  # of code: no comments, no empty lines
    functions: int
    index: float | None
    fan_out: int  # other first-party modules that it imports; 0 where imports are not read


@attrs.frozen
class CodeShape:
    """Counts over first-party code, tests apart. `measured`: lines of code by language; `unmeasured`: of languages
    without a keyword table. Maps of counts are by the measured value as text: complexity, length rounded up to tens,
    parameters, LCOM4.

    `sampled` windows of six lines were compared, `repeated` of them stand at more than one place.
    """

    measured: Mapping[str, int]
    unmeasured: Mapping[str, int]
    files: tuple[FileShape, ...]
    comment_lines: int
    complexities: Mapping[str, int]
    lengths: Mapping[str, int]
    parameters: Mapping[str, int]
    cohesions: Mapping[str, int]
    worst: tuple[WorstFunction, ...]  # the most branched first
    longest: tuple[WorstFunction, ...]
    sampled: int
    repeated: int
    clones: tuple[str, ...]  # files with most repeated windows
    annotated: int  # Python functions with an annotated result
    python_functions: int
    fuzz_targets: tuple[str, ...]
    property_tests: tuple[str, ...]  # tests of laws over generated input
    tolerance: int  # comparisons with a tolerance in tests and doctests
    tolerance_files: int
    test_files: int
    warnings: tuple[str, ...]  # build files that turn warnings on

    @property
    def lines(self) -> int:
        return sum(self.measured.values())

    @property
    def share(self) -> float:
        """Lines of languages that are measured by all lines of code."""
        everything = self.lines + sum(self.unmeasured.values())
        return self.lines / everything if everything else 0.0

    @property
    def python_lines(self) -> int:
        return sum(self.measured.get(language, 0) for language in _PYTHON)


def wants(file: CensusFile) -> bool:
    """First-party code and tests, and the files of a build, where warnings are turned on."""
    if file.apart is not None or file.language is None or not file.decodable:
        return False
    group = BY_NAME[file.language].group
    return (
        (group == PROGRAMMING and file.kind in (CODE, TESTS))
        or group == BUILD_LANGUAGE
        or file.kind in (BUILD, CONFIGURATION)
    )


def read(file: CensusFile, content: bytes) -> dict[str, Any] | None:
    content = content[:MAX_READ]
    facts: dict[str, Any] = {}
    if file.kind == TESTS:
        facts["tol"] = signs.comparisons(content)
    elif file.kind == CODE:
        syntax = SYNTAX.get(file.language or "")
        facts |= _shape(file, content) if syntax else {"unknown": 1}
    elif signs.warns(content):
        facts["warnings"] = 1
    if file.kind == CODE and (marks := signs.doctest_tolerances(content)):
        facts["doctol"] = marks
    if file.kind in (CODE, TESTS):
        if signs.is_fuzzed(content):
            facts["fuzz"] = 1
        if file.kind == TESTS and signs.has_laws(content):
            facts["properties"] = 1
    return facts or None


def _shape(file: CensusFile, content: bytes) -> dict[str, Any]:
    syntax = SYNTAX[file.language or ""]
    code = bare(content, syntax)
    found = list(functions(code, syntax))
    facts: dict[str, Any] = {
        "lines": max(0, code.count(b"\n") - 1),
        "complexity": _counted(one.complexity for one in found),
        "length": _counted(-(-one.lines // _STEP) * _STEP for one in found),
        "parameters": _counted(one.parameters for one in found),
        "worst": [_named(one, content) for one in _telling(found)],
        "windows": windows(code),
    }
    if found:
        words = _WORD.findall(code)
        facts["index"] = _index(len(words), len(set(words)), found)
    if file.language in _PYTHON:
        facts["annotated"] = len(_ANNOTATED.findall(code))
        facts["cohesion"] = _counted(value for _, value in cohesion(code))
        facts["imports"] = sorted(
            {(match[1] or match[2]).decode("ascii", "replace") for match in _IMPORT.finditer(code)}
        )[:_IMPORTS]
    return facts


def _telling(found: list[Function]) -> list[Function]:
    """The most branched and the longest."""
    branched = sorted(found, key=lambda one: -one.complexity)[:_WORST]
    return [*branched, *(one for one in sorted(found, key=lambda one: -one.lines)[:_WORST] if one not in branched)]


def _counted(values: Iterable[int]) -> dict[str, int]:
    return {str(value): count for value, count in sorted(Counter(values).items())}


def _named(function: Function, content: bytes) -> list[Any]:
    at = content.find(function.opening)
    return [content.count(b"\n", 0, at) + 1 if at >= 0 else 1, function.name[:80], function.complexity, function.lines]


def _index(total: int, distinct: int, found: list[Function]) -> float:
    """Oman and Hagemeister's index of the mean function, scaled to 0..100 as is usual today.

    The volume counts words alone, operators left out, so the index is a little higher than that of other tools.
    """
    count = len(found)
    volume = max(1.0, total / count * math.log2(max(2, distinct)))
    branches = sum(one.complexity for one in found) / count
    lines = max(1.0, sum(one.lines for one in found) / count)
    index = (171 - 5.2 * math.log(volume) - 0.23 * branches - 16.2 * math.log(lines)) * 100 / 171
    return round(min(100.0, max(0.0, index)), 1)


def reduce(facts: Iterable[tuple[CensusFile, dict[str, Any]]]) -> CodeShape:
    items = list(facts)
    code = [(file, one) for file, one in items if "lines" in one]
    sums = {key: Counter[int]() for key in ("complexity", "length", "parameters", "cohesion")}
    for _, one in code:
        for key, total in sums.items():
            total.update({int(value): count for value, count in one.get(key, {}).items()})
    places = Counter(value for _, one in code for value in one["windows"])
    repeats = {file.path: sum(places[value] > 1 for value in one["windows"]) for file, one in code}
    modules = _modules(file for file, _ in code)
    tests = [one["tol"] for _, one in items if "tol" in one]
    doctests = [one["doctol"] for _, one in items if "doctol" in one]
    named = [WorstFunction(file.path, *facts_of) for file, one in code for facts_of in one["worst"]]
    return CodeShape(
        measured=_by_language((file, one["lines"]) for file, one in code),
        unmeasured=_by_language((file, file.lines) for file, one in items if "unknown" in one),
        files=tuple(_file(file, one, modules) for file, one in code),
        comment_lines=sum(max(0, file.lines - one["lines"]) for file, one in code),
        complexities=_text(sums["complexity"]),
        lengths=_text(sums["length"]),
        parameters=_text(sums["parameters"]),
        cohesions=_text(sums["cohesion"]),
        worst=tuple(sorted(named, key=lambda one: (-one.complexity, one.path, one.line))[:_NAMED]),
        longest=tuple(sorted(named, key=lambda one: (-one.lines, one.path, one.line))[:_NAMED]),
        sampled=places.total(),
        repeated=sum(count for count in places.values() if count > 1),
        clones=tuple(path for path in sorted(repeats, key=lambda path: (-repeats[path], path))[:20] if repeats[path]),
        annotated=sum(one.get("annotated", 0) for _, one in code),
        python_functions=sum(sum(one["complexity"].values()) for file, one in code if file.language in _PYTHON),
        fuzz_targets=tuple(file.path for file, one in items if "fuzz" in one)[:50],
        property_tests=tuple(file.path for file, one in items if "properties" in one)[:50],
        tolerance=sum(tests) + sum(doctests),
        tolerance_files=sum(1 for count in tests if count) + len(doctests),
        test_files=len(tests),
        warnings=tuple(file.path for file, one in items if "warnings" in one)[:50],
    )


def _by_language(pairs: Iterable[tuple[CensusFile, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for file, lines in pairs:
        sums[file.language or ""] += lines
    return dict(sorted(sums.items()))


def _text(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(value): counts[value] for value in sorted(counts)}


def _modules(files: Iterable[CensusFile]) -> dict[str, str]:
    """Dotted names by which first-party Python modules can be imported, from the longest to the last three parts."""
    names: dict[str, str] = {}
    for file in files:
        if file.language in _PYTHON:
            parts = file.path.rpartition(".")[0].removesuffix("/__init__").split("/")
            for start in range(len(parts)):
                names.setdefault(".".join(parts[start:]), file.path)
    return names


def _file(file: CensusFile, one: Mapping[str, Any], modules: Mapping[str, str]) -> FileShape:
    targets = {modules.get(name) for name in one.get("imports", ())} - {None, file.path}
    return FileShape(
        path=file.path,
        language=file.language or "",
        lines=one["lines"],
        functions=sum(one["complexity"].values()),
        index=one.get("index"),
        fan_out=len(targets),
    )
