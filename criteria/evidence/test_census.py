"""Where the tests are: files, functions and doctest prompts, counted by a linear scan of the text.

Nothing is imported or run, so this says that tests are written and where, never that they pass.
"""

import re
from collections.abc import Iterable, Mapping

import attrs

from criteria.census.assertions import FUNCTION, asserting
from criteria.census.kinds import CODE, DOCUMENTATION, TESTS, in_test_folder
from criteria.census.languages import BY_NAME, PROGRAMMING
from criteria.evidence.census import CensusFile
from criteria.snapshot import BLOB_LIMIT

KIND = "test_census"

APART, BESIDE, INSIDE = "apart", "beside", "inside"

# Languages whose tools ask that the file of tests lies beside the code it tests.
CONVENTION_BESIDE = frozenset(("Go", "JavaScript", "TypeScript", "Rust", "Vue"))

_CALLS = rb"^[ \t]{0,40}(?:it|test|describe\.each|test\.each)[ \t]{0,4}\("
_MACROS = (
    rb"^[ \t]{0,40}(?:TEST|TEST_F|TEST_P|TYPED_TEST|TEST_CASE|SCENARIO|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE)"
    rb"[ \t]{0,4}\("
)
_ANNOTATED = rb"^[ \t]{0,40}@(?:Test|ParameterizedTest)\b"
_PYTHON = ("Python", "Cython", "Sage")
_FUNCTIONS: Mapping[str, re.Pattern[bytes]] = {
    language: re.compile(pattern, re.M)
    for languages, pattern in {
        _PYTHON: FUNCTION.pattern,
        ("JavaScript", "TypeScript", "Vue"): _CALLS,
        ("C", "C++", "CUDA"): _MACROS,
        ("Java", "Kotlin", "Scala", "Groovy"): _ANNOTATED,
        ("Rust",): rb"^[ \t]{0,40}#\[(?:\w{1,30}::)?test\b",
        ("Go",): rb"^func (?:Test|Fuzz|Example)\w{0,200}\(",
        ("Julia",): rb"^(?:[ \t]{0,40}@test(?:set|item)|@test\w{0,20})\b",
        ("R",): rb"^[ \t]{0,40}(?:testthat::)?test_that\(",
        ("Shell",): rb"^[ \t]{0,8}(?:@test [\"']|(?:function )?test\w{0,100} ?\(\))",
        ("Fortran",): rb"(?i:^[ \t]{0,40}(?:@test\b|subroutine test\w{0,100}))",
        ("GAP",): rb"^gap> ",
        ("Ruby",): rb"^[ \t]{0,40}(?:it [\"']|def test_)",
        ("Perl",): rb"^[ \t]{0,40}(?:ok|is|isnt|like|is_deeply|subtest)\b",
    }.items()
    for language in languages
}  # fmt: skip
# Literals first: a pattern that begins at every start of a line takes ten times as long over a large tree.
_PYTHON_PROMPT = re.compile(rb">>>(?=[ \t\r\n]|\Z)")
_SAGE_PROMPT = re.compile(rb"sage:(?=[ \t])")
_MAX_INDENT = 200
_WRITTEN_BY_PROGRAM = "generated/marker"  # of `criteria.census.apart.RULES`
_WITH_PROMPTS = frozenset(("Python", "Cython", "Sage", "reStructuredText", "Markdown", "Plain text", "LaTeX"))


@attrs.frozen
class TestFile:
    """A file of tests. `place`: apart (in a folder of tests) or beside (among the main code).

    `asserting`: how many functions hold an assertion that can fail; all of them in languages where we cannot tell.
    """

    __test__ = False

    path: str
    language: str
    place: str
    functions: int
    asserting: int


@attrs.frozen
class TestCensus:
    """First-party tests. `inside` are functions written into files of main code, such as Rust's test modules.

    `doctests` counts prompts (`>>>` and `sage:`) in `doctest_files` files of code and documentation; prompts that a
    program wrote count, functions that it wrote do not.
    """

    __test__ = False

    files: tuple[TestFile, ...]  # by path; at least one function in each
    empty: tuple[str, ...]  # named or placed as tests, without a test function: helpers, or nothing
    inside: int
    doctests: int
    sage_doctests: int
    doctest_files: int
    unread: tuple[str, ...]  # test files that could not be read

    @property
    def vacuous(self) -> int:
        """The number of test functions where none of them, and no doctest, asks anything of the code; else 0 (A9)."""
        if any(file.asserting for file in self.files) or self.inside or self.doctests or self.sage_doctests:
            return 0
        return sum(file.functions for file in self.files) if not self.unread else 0

    def functions(self, place: str) -> int:
        if place == INSIDE:
            return self.inside
        return sum(file.functions for file in self.files if file.place == place)


def wants(file: CensusFile) -> bool:
    """First-party files of a known language, and generated ones: a doctest runner reads the prompts in those too."""
    return file.language is not None and file.apart in (None, _WRITTEN_BY_PROGRAM)


def read(file: CensusFile, content: bytes) -> list[int] | None:
    """Test functions, Python prompts, Sage prompts, 1 where the text could not be read, functions that assert."""
    language = BY_NAME[file.language or ""]
    python, sage = _prompts(language.name, file.kind, content)
    counts = language.group == PROGRAMMING and (file.kind == TESTS or language.name == "Rust")
    unread = counts and file.kind == TESTS and (b"\0" in content or file.bytes > BLOB_LIMIT)
    functions = _functions(language.name, content) if counts and not unread else 0
    asks = asserting(content) if functions and language.name in _PYTHON else functions
    facts = [functions, python, sage, int(unread), asks]
    return facts if any(facts) or file.kind == TESTS else None


def reduce(facts: Iterable[tuple[CensusFile, list[int]]]) -> TestCensus:
    files, empty, unread = [], [], []
    inside = python = sage = with_prompts = 0
    for file, (functions, of_python, of_sage, not_read, asks) in facts:
        python, sage, with_prompts = python + of_python, sage + of_sage, with_prompts + bool(of_python or of_sage)
        language = BY_NAME[file.language or ""]
        if file.apart is not None:
            continue
        if file.kind != TESTS:
            inside += functions
        elif language.group != PROGRAMMING:
            continue
        elif not_read:
            unread.append(file.path)
        elif functions:
            files.append(TestFile(file.path, language.name, _place(file.path), functions, asks))
        else:
            empty.append(file.path)
    return TestCensus(tuple(files), tuple(empty), inside, python, sage, with_prompts, tuple(unread))


def _place(path: str) -> str:
    return APART if in_test_folder(path.split("/")[:-1]) else BESIDE


def _functions(language: str, content: bytes) -> int:
    pattern = _FUNCTIONS.get(language)
    return sum(1 for _ in pattern.finditer(content)) if pattern else 0


def _prompts(language: str, kind: str, content: bytes) -> tuple[int, int]:
    """Python and Sage prompts, where a doctest runner would look for them."""
    if language not in _WITH_PROMPTS or kind not in (CODE, TESTS, DOCUMENTATION):
        return 0, 0
    return _at_line_start(_PYTHON_PROMPT, content), _at_line_start(_SAGE_PROMPT, content)


def _at_line_start(pattern: re.Pattern[bytes], content: bytes) -> int:
    """Matches before which the line holds blanks only."""
    count = 0
    for match in pattern.finditer(content):
        at = match.start()
        line = content.rfind(b"\n", max(0, at - _MAX_INDENT), at)
        count += not content[line + 1 if line >= 0 else max(0, at - _MAX_INDENT) : at].strip(b" \t")
    return count
