import pytest

from criteria.shape.syntax import SYNTAX, bare


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("Python", 'x = 1  # one\n\n"""\ndoc\n"""\ny = "a # b"\n', ["x = 1  ", "y = "]),
        ("C", "int x; // one\n/* two\n three */\nint y;\n", ["int x; ", "int y;"]),
        ("Fortran", "x = 1 ! one\n", ["x = 1 "]),
        ("C", "int x; /* never closed\nint y;\n", ["int x; "]),
    ],
)
def test_comments_strings_and_empty_lines_go(language: str, text: str, left: list[str]) -> None:
    assert bare(text.encode(), SYNTAX[language]).decode().split("\n")[1:-1] == left
