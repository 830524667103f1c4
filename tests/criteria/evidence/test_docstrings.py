"""Public names and the texts that say what they do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scans import scanned

from criteria.evidence import docstrings
from criteria.evidence.census import CensusFile
from criteria.evidence.docstrings import Docstrings


def _docs(path: Path, files: dict[str, str | bytes]) -> Docstrings:
    return scanned(docstrings, path, files)  # type: ignore[no-any-return]


def _counts(path: Path, name: str, text: str) -> tuple[int, int]:
    found = _docs(path, {name: text})
    return found.public, found.documented


@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("a.py", 'def area(r):\n    """The area of a disc of this radius."""\n', (1, 1)),
        ("a.py", 'async def area(\n    r: dict[str, int],\n) -> float:\n    r"""The area of a disc."""\n', (1, 1)),
        ("a.py", 'class Star:\n    """A bright star of the sky."""\n    def _own(self): pass\n    def seen(self): '
                 'pass\n', (2, 1)),
        ("a.py", "def area(r): return r * r\n", (1, 0)),
        ("a.pyx", 'cpdef int area(int r) except -1:\n    """\n    The area of a disc.\n    """\ncdef int inner(): '
                  'pass\n', (1, 1)),
        ("a.go", "// Area is the area of a disc.\nfunc Area(r int) int {\n}\nfunc inner() {}\n", (1, 1)),
        ("a.rs", "/// The area of some disc.\n#[inline]\npub fn area(r: f64) -> f64 {}\nfn own() {}\n", (1, 1)),
        ("a.jl", '"""\n    Star\n\nA bright body of the sky.\n"""\nstruct Star\nend\nfunction f(x)\nend\n', (1, 1)),
        ("a.R", "#' The area of some disc\narea <- function(r) r\nother <- function(r) r\n", (2, 1)),
        ("a.h", "/** The area of some disc. */\ndouble area(double r);\nint other(int a);\n", (2, 1)),
        ("a.f90", "module m\nprivate\npublic :: area\ncontains\nfunction area(r)\n!! The area of some disc\nend "
                  "function area\n"
                  "subroutine own\nend subroutine own\nend module\n", (1, 1)),
    ],
)  # fmt: skip
def test_public_names_and_their_texts_are_counted(
    tmp_path: Path, name: str, text: str, counts: tuple[int, int]
) -> None:
    """Private names and nested functions are nobody's interface."""
    assert _counts(tmp_path / "r", name, text) == counts


@pytest.mark.threat("A15")
@pytest.mark.parametrize(
    "text", ["", " ", "area", "Area.", "TODO", "Returns area.", "...", "docstring", "The function area"]
)
def test_a_text_that_says_nothing_does_not_count(tmp_path: Path, text: str) -> None:
    assert _counts(tmp_path / "r", "a.py", f'def area(r):\n    """{text}"""\n') == (1, 0)


@pytest.mark.threat("A15")
def test_the_same_text_over_and_over_counts_once(tmp_path: Path) -> None:
    """Within a file and, for short texts, between files."""
    stuffed = "".join(f'def f{number}(x):\n    """Does useful things well."""\n' for number in range(50))
    found = _docs(tmp_path / "r", {"a.py": stuffed, "b.py": stuffed})
    assert (found.public, found.documented) == (100, 1)


def test_examples_and_tests_are_no_interface(tmp_path: Path) -> None:
    assert _docs(tmp_path / "r", {"examples/a.py": "def f(): pass\n", "tests/test_a.py": "def f(): pass\n"}).public == 0


@pytest.mark.threat("A14")
def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    assert _docs(tmp_path / "r", {"a.py": b"def f(): pass\0\n"}).unread == 1


def test_a_package_of_r_exports_in_one_file_and_describes_in_others(tmp_path: Path) -> None:
    """What NAMESPACE does not export is nobody's interface; a page of the manual describes as a comment does."""
    files: dict[str, str | bytes] = {
        "NAMESPACE": "export(area,\n  volume)\nexport(bare)\n",
        "R/a.R": "area <- function(r) r\n#' The volume of some ball\nvolume <- function(r) r\n"
        "bare <- function() 1\nown <- function() 2\n",
        "man/area.Rd": "\\name{area}\n\\alias{area}\n",
    }
    found = _docs(tmp_path / "r", files)
    assert (found.public, found.documented) == (3, 2)
    pattern = {**files, "NAMESPACE": 'exportPattern("^[a-z]")\n'}
    assert _docs(tmp_path / "s", pattern).public == 4
    assert _docs(tmp_path / "u", {**files, "inst/doc/a.R": "own <- function() 2\n"}).public == 3
    assert _docs(tmp_path / "t", {"R/a.R": files["R/a.R"]}).public == 4


def test_the_procedures_of_a_submodule_are_described_where_their_parent_declares_them() -> None:
    text = b"submodule (star) star_fit\ncontains\nmodule function fit(x) result(y)\nend function\nend submodule\n"
    file = CensusFile("src/star_fit.f90", "Fortran", "code", None, 5, len(text), decodable=True)
    assert docstrings.read(file, text) is None
    assert docstrings.read(file, text.replace(b"submodule (star)", b"module")) is not None


@pytest.mark.threat("A23")
@given(st.binary(max_size=600), st.sampled_from(["Python", "Fortran", "C", "Julia", "Rust", "R", "Go", "Java"]))
def test_any_bytes_are_read_without_an_error(content: bytes, language: str) -> None:
    file = CensusFile("a.h", language, "code", None, 1, len(content), "", True)
    docstrings.read(file, b"def f(" + content + b"\ninterface " + content)


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "piece", [b"def f(", b"def f(a)", b"(", b'"""', b"public :: &\n", b"int f(", b"//!\n", b"function "]
)
def test_a_text_made_of_one_piece_is_read_to_its_end(piece: bytes) -> None:
    for language in ("Python", "Fortran", "C", "R"):
        content = piece * (200_000 // len(piece))
        assert (
            docstrings.read(CensusFile("a.h", language, "code", None, 1, len(content), "", True), content) is not False
        )
