"""Lines of a text by what they are: code, prose, examples, what these print."""

import io
import sys
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.changes.source_lines import (
    CODE,
    EXAMPLE,
    OLD,
    OUTPUT,
    PLAIN,
    PROSE,
    code_of_example,
    read_lines,
)

TEXT = '''import os  # print x
NAME = "a # no comment" + 'it''s'

def f(x):
    r"""
    Prose.

        sage: for i in range(2):
        ...       print(i)
        ...       i
        0
        ...
        sage: f(
        ....:   1)
        sage: f(1)
        ... is output

    >>> g(
    ... 1)
    """
    return """one line""" + f"{x}"
'''


def test_each_line_has_its_role() -> None:
    """Dots under a complete statement are output; under one that is not, they go it on in the old way."""
    read = read_lines(TEXT, "Python")
    assert read.roles[:4] == (CODE, CODE, CODE, CODE)
    assert read.roles[4:20] == (
        PROSE, PROSE, PROSE, EXAMPLE, OLD, OLD, OUTPUT, OUTPUT, EXAMPLE, EXAMPLE, EXAMPLE, OUTPUT, PROSE,
        EXAMPLE, EXAMPLE, OUTPUT,
    )  # fmt: skip
    assert read.roles[20] == CODE


def test_code_is_left_without_strings_and_comments() -> None:
    """As many lines as before, so that numbers stay true."""
    read = read_lines(TEXT, "Cython")
    assert len(read.code) == len(read.lines) == len(read.roles)
    assert read.code[0].rstrip() == "import os"
    assert read.code[1] == "NAME = '' + ''''"
    assert not any("Prose" in line for line in read.code)
    assert read.code[20] == "    return '' + ''"


def test_a_document_is_prose_and_any_other_text_plain() -> None:
    assert read_lines("Title\n\n    sage: 1\n    1\n", "reStructuredText").roles == (
        PROSE,
        PROSE,
        EXAMPLE,
        OUTPUT,
        PROSE,
    )
    assert set(read_lines("a\nb", "TOML").roles) == {PLAIN}


def test_the_source_of_an_example_stands_behind_its_prompt() -> None:
    assert code_of_example("    sage: f('x')  # long time") == "f('')"
    assert code_of_example("    ....:     g(1)") == "    g(1)"
    assert code_of_example("no example") == ""


LIBRARY = sorted(Path(tokenize.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_strings_in_triple_quotes_are_those_that_python_finds(path: Path) -> None:
    """On the standard library, whose own reader knows the truth."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        pytest.skip("Python itself cannot read it")
    kinds = {tokenize.STRING, getattr(tokenize, "FSTRING_START", -1)}
    known = [
        one.start[0] for one in tokens if one.type in kinds and one.string.lstrip("rRbBuUfF")[:3] in ('"""', "'" * 3)
    ]
    if sys.version_info >= (3, 12):
        assert {one.first for one in read_lines(text, "Python").blocks} >= set(known)
    else:
        assert [one.first for one in read_lines(text, "Python").blocks] == known


@given(st.text(alphabet="\"'\\#\nabr:. \t()sage>", max_size=300))
def test_any_text_gives_one_role_and_one_code_for_each_line(text: str) -> None:
    """However quotes are left open: lines are those that git counts."""
    read = read_lines(text, "Python")
    assert len(read.lines) == len(read.code) == len(read.roles) == text.count("\n") + 1


@pytest.mark.threat("A24")
@pytest.mark.parametrize(
    "unit", ['"""a', "'''\\", '"\\', "'", '""" """', "sage: (\n... (\n", "#", "r'''", '\\"""', "("]
)
def test_a_hostile_text_of_a_megabyte_is_read(unit: str) -> None:
    """Quotes without end, escapes without end: as many steps as characters."""
    text = unit * (2**20 // len(unit))
    assert len(read_lines(text, "Python").code) == text.count("\n") + 1
