"""Signs in a text that something is done: fuzz targets, laws over generated input, tolerances, compiler warnings.

Literals are looked for first, at the speed of memory; a pattern runs only where one of them stands.
"""

import re
from collections.abc import Iterable

_HEAD = 256 * 1024  # bytes in which targets and laws are looked for
_FUZZ = re.compile(
    rb"\bLLVMFuzzerTestOneInput[ \t]?\([ \t]?(?:const|std)|\n(?:import|from) atheris\b"
    rb"|\n[ \t]{0,8}(?:libfuzzer_sys::)?fuzz_target!"
    rb"|\nfunc Fuzz[A-Z]\w{0,80}\(|\n[ \t]{0,8}@FuzzTest\b|\nFUZZ_TEST\("
)
_PROPERTIES = re.compile(
    rb"\n[ \t]{0,8}(?:from hypothesis import|import hypothesis\b|quickcheck!|proptest!)"
    rb"|\bfc\.assert\(fc\.|\nimport Test\.QuickCheck"
)
_FUZZ_MARKS, _PROPERTY_MARKS = (
    (b"uzz", b"atheris"),
    (b"hypothesis", b"quickcheck!", b"proptest!", b"fc.assert", b"QuickCheck"),
)
_TOLERANCE = re.compile(
    rb"assert_(?:array_)?(?:almost_equal|allclose)|\ballclose\(|\bisclose\(|\bapprox\(|assertAlmostEqual|EXPECT_NEAR"
    rb"|ASSERT_NEAR|EXPECT_(?:DOUBLE|FLOAT)_EQ|\bisapprox\b|\xe2\x89\x88|expect_equal\([^\n]{0,200}tolerance"
    rb"|# (?:abs |rel )?tol"
    rb"|all_close\(|is_close\(|\brtol\s?=|\batol\s?=|abs_diff_eq!|toBeCloseTo"
    rb"|[<>]=?\s?(?:\w{0,20}(?:tol|eps|epsilon)\w{0,20}\b|epsilon\()"
)
_DOCTEST = re.compile(rb"# (?:abs |rel )?tol(?:erance)?\b")  # of Sage's doctests, which stand in the code
_TOLERANCE_MARKS = (
    b"lmost",
    b"close",
    b"approx",
    b"_NEAR",
    b"_EQ(",
    b"tol",
    b"\xe2\x89\x88",
    b"diff_eq",
    b"CloseTo",
    b"eps",
)
_WARNINGS = re.compile(
    rb"(?<![\w-])-W(?:all|extra|error|conversion|shadow)\b|(?<![\w-])-pedantic\b|[\s\"']/W4\b|warning_level\s?=\s?['\"]?[23e]"
    rb"|#!\[(?:deny|warn)\(|\bfilterwarnings\s?=|(?<![\w-])-warn all\b|-Xlint\b|use warnings\b|options\(warn\s?=\s?[12]"
)


def is_fuzzed(content: bytes) -> bool:
    """It defines a fuzz target; its name alone is none."""
    return _count(_FUZZ, _FUZZ_MARKS, b"\n" + content[:_HEAD]) > 0


def has_laws(content: bytes) -> bool:
    """It tests laws over generated input."""
    return _count(_PROPERTIES, _PROPERTY_MARKS, b"\n" + content[:_HEAD]) > 0


def comparisons(content: bytes) -> int:
    """Comparisons with a tolerance in a file of tests."""
    return _count(_TOLERANCE, _TOLERANCE_MARKS, content)


def doctest_tolerances(content: bytes) -> int:
    """Tolerances of doctests in a file of code."""
    return _count(_DOCTEST, (b" tol",), content)


def warns(content: bytes) -> bool:
    """A file of a build turns warnings on."""
    return _WARNINGS.search(content) is not None


def _count(pattern: re.Pattern[bytes], marks: Iterable[bytes], content: bytes) -> int:
    return len(pattern.findall(content)) if any(mark in content for mark in marks) else 0
