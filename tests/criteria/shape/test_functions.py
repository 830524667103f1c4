import pytest

from criteria.shape.functions import functions
from criteria.shape.syntax import SYNTAX, bare


def _measured(language: str, text: str) -> list[tuple[str, int, int, int]]:
    syntax = SYNTAX[language]
    found = functions(bare(text.encode(), syntax), syntax)
    return [(one.name, one.lines, one.complexity, one.parameters) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("Python", "def f(a, b=(1, 2)):\n    for x in a:\n        pass\n\ny = 1 if 2 else 3\n", ("f", 3, 2, 2)),
        ("Cython", "cdef int f(int a) except -1:\n    return a\n", ("f", 2, 1, 1)),
        ("C", "static int f(int a, char *b)\n{\n    if (a && b) { return 1; }\n    return 0;\n}\n", ("f", 4, 3, 2)),
        ("C++", "int A::f(int a) const {\n    return a ? 1 : 2;\n}\n", ("A::f", 3, 2, 1)),
        ("Java", "class A {\n    public int f(int a) {\n        while (true) {}\n    }\n}\n", ("f", 3, 2, 1)),
        ("Go", "func (m *Map) F(a int) int {\n\tif a > 0 {\n\t}\n\treturn a\n}\n", ("F", 5, 2, 1)),
        ("Rust", "pub fn f(a: u8) {\n    match a {\n        1 => 2,\n        _ => 3,\n    }\n}\n", ("f", 6, 3, 1)),
        ("Fortran", "subroutine f(a, b)\n  if (a) then\n    b = 1\n  end if\nend subroutine f\n", ("f", 4, 2, 2)),
        ("Julia", "function f(a)\n    a > 1 && return 2\n    a\nend\n", ("f", 3, 2, 1)),
        ("R", "f <- function(a) {\n  if (a) 1\n}\n", ("f", 3, 2, 1)),
        ("Shell", "f() {\n    if true; then x; fi\n}\n", ("f", 3, 2, 0)),
        ("JavaScript", "function f(a) {\n  return a || 1;\n}\n", ("f", 3, 2, 1)),
    ],
)  # fmt: skip
def test_each_language_by_its_keywords(language: str, text: str, wanted: tuple[str, int, int, int]) -> None:
    """Name, lines, complexity and parameters of the one function."""
    assert _measured(language, text) == [wanted]


def test_a_call_and_a_statement_are_no_functions() -> None:
    assert _measured("C", "int x;\n\nif (a) {\n}\nwhile (b) {\n}\nreturn (c);\n") == []
