"""Test doubles: which libraries and names of dummies, fakes, stubs, spies and mocks the code uses, and where.

Known by what is imported or declared, in first-party files; nothing is run.
"""

import re
from collections.abc import Iterable, Mapping

import attrs

from criteria.census.kinds import CODE, TESTS, in_test_folder
from criteria.evidence.census import CensusFile

KIND = "doubles"
_KEPT = 200

# Name of a library or kind of double -> what shows it. Only looked for where one of the literals stands.
_SIGNS: tuple[tuple[str, bytes], ...] = (
    ("unittest.mock", rb"\b(?:unittest\.mock|from unittest import mock|import mock\b|MagicMock\(|mock\.patch|@patch\b"
                      rb"|create_autospec)"),
    ("pytest monkeypatch", rb"\bmonkeypatch\b"),
    ("pytest-mock", rb"\bmocker\.|\bmocker\b[,)]"),
    ("recorded replies", rb"\b(?:import responses|@responses\.|requests_mock|httpretty|import vcr|@vcr|respx"
                         rb"|pytest_httpx|moto\b|nock\(|betamax|aioresponses|WireMock|webmockr)"),
    ("fake file system or time", rb"\b(?:pyfakefs|fakeredis|freezegun|freeze_time|time_machine|mongomock"
                                 rb"|fake_filesystem)"),
    ("doubles by hand", rb"^[ \t]{0,12}(?:class|struct|type|def|function|interface)[ \t]{1,4}_?(?:Fake|Stub|Dummy"
                        rb"|Mock|Spy|fake_|stub_|dummy_|mock_)\w{0,60}"),
    ("gmock", rb"\bMOCK_(?:CONST_)?METHOD|gmock/gmock\.h|\btrompeloeil|\bfakeit\b|\bFAKE_VALUE_FUNC|\bcmocka"
              rb"|will_return\("),
    ("Mockito", rb"\bMockito\b|@Mock\b|\bmockk\b|\bEasyMock\b"),
    ("sinon, jest or vitest", rb"\bsinon\.|\b(?:jest|vi)\.(?:fn|mock|spyOn)\("),
    ("testthat mocks", rb"\b(?:local_mocked_bindings|with_mocked_bindings|with_mock|mockery::|mockthat|httptest)"),
    ("Julia Mocking", rb"\busing Mocking\b|@mock(?=[ \t(])"),
    ("gomock", rb"\bgomock\b|testify/mock|\bmockery\b|httptest\.NewServer"),
    ("mockall", rb"\bmockall\b|#\[automock\]|\bmockito::"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern, re.M)) for name, pattern in _SIGNS)
_PYTHON, _JVM, _WEB = (
    ("Python", "Cython", "Sage"),
    ("Java", "Kotlin", "Scala", "Groovy"),
    ("JavaScript", "TypeScript", "Vue"),
)
# A library of one language in a text of another is a word in it; those that are missing here have several languages.
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "unittest.mock": _PYTHON, "pytest monkeypatch": _PYTHON, "pytest-mock": _PYTHON,
    "fake file system or time": _PYTHON, "gmock": ("C", "C++", "CUDA", "Objective-C"), "Mockito": _JVM,
    "sinon, jest or vitest": _WEB, "testthat mocks": ("R", "R Markdown"), "Julia Mocking": ("Julia",),
    "gomock": ("Go",), "mockall": ("Rust",),
}  # fmt: skip
_LITERALS = (b"ock", b"MOCK", b"monkeypatch", b"Fake", b"fake", b"Stub", b"stub_", b"Dummy", b"dummy_", b"responses",
b"vcr",
b"Spy", b"sinon",
             b"jest.", b"vi.", b"freez", b"respx", b"moto", b"httptest", b"trompeloeil", b"httpretty",
             b"betamax")  # fmt: skip
# In main code only what cannot be meant otherwise: a class of an algorithm may well be called Dummy.
_IN_CODE = re.compile(
    rb"^[ \t]{0,40}(?:from unittest\.mock import|import unittest\.mock\b|from unittest import mock\b|from mock import"
    rb"|import mock\b|#[ \t]{0,8}include[ \t]{0,8}[<\"]gmock/gmock\.h|import (?:static )?org\.mockito\b|use mockall::)",
    re.M,
)

_CODE_LITERALS = (b"unittest.mock", b"import mock", b"from mock", b"gmock/gmock.h", b"org.mockito", b"mockall::")


@attrs.frozen
class Double:
    """What one file uses. `place`: tests, or code for a file of the main code."""

    path: str
    place: str
    libraries: tuple[str, ...]


@attrs.frozen
class Doubles:
    """`files` by path, at most 200 of each place; `in_tests` and `in_code` count all."""

    files: tuple[Double, ...]
    in_tests: int
    in_code: int
    test_files: int  # files of tests that were looked at

    @property
    def libraries(self) -> tuple[str, ...]:
        return tuple(sorted({name for file in self.files for name in file.libraries}))


def wants(file: CensusFile) -> bool:
    return file.kind in (CODE, TESTS) and file.apart is None and file.language is not None


def read(file: CensusFile, content: bytes) -> list[str] | None:
    """Libraries of doubles; an empty list for a file of tests without one."""
    if file.kind == CODE and not in_test_folder(file.path.split("/")[:-1]):
        told = any(literal in content for literal in _CODE_LITERALS)
        return ["unittest.mock"] if told and _IN_CODE.search(content) else None
    if not any(literal in content for literal in _LITERALS):
        return []
    return [
        name
        for name, pattern in _PATTERNS
        if file.language in _LANGUAGES.get(name, (file.language,)) and pattern.search(content)
    ]


def reduce(facts: Iterable[tuple[CensusFile, list[str]]]) -> Doubles:
    tests: list[Double] = []
    code: list[Double] = []
    looked_at = 0
    for file, libraries in facts:
        is_test = file.kind == TESTS
        looked_at += is_test
        if libraries:
            (tests if is_test else code).append(Double(file.path, TESTS if is_test else CODE, tuple(libraries)))
    return Doubles((*tests[:_KEPT], *code[:_KEPT]), len(tests), len(code), looked_at)
