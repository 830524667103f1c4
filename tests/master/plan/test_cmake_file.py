"""Files of CMake are read as commands, whatever they hold."""

from hypothesis import given
from hypothesis import strategies as st

from master.plan.cmake_file import Call, calls

PIECES = ['"', "\\", "(", ")", "#", "[[", "]]", "[=[", "]=]", "\n", " ", "name", "${X}", "a;b"]


def test_commands() -> None:
    """Quotes, brackets, nested parentheses and comments of both kinds."""
    text = """
    #[[ option(NO) ]]
    Set(A "x (y) \\" z" [=[ raw ]] ]=])  # option(NO)
    if((A) AND (B))
    option(YES "on" ON)
    """
    assert list(calls(text)) == [
        Call("set", ("A", 'x (y) \\" z', " raw ]] ")),
        Call("if", ("A", "AND", "B")),
        Call("option", ("YES", "on", "ON")),
    ]


def test_after() -> None:
    """What stands behind a keyword ends at the next one."""
    call = Call("project", ("x", "VERSION", "1.0", "LANGUAGES", "C", "CXX"))
    assert call.after("VERSION") == ("1.0",)
    assert call.after("LANGUAGES") == ("C", "CXX")
    assert call.after("DESCRIPTION") == ()


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text(text: str) -> None:
    """No text raises, and an unfinished one tells no command twice."""
    found = list(calls(text))
    assert len(found) <= text.count(")")


def test_large_hostile_text() -> None:
    """Openings without an end are passed over once."""
    for text in ('x("' + '\\"' * 100_000, "#[[" * 80_000, "(" * 200_000, '"' * 99_999):
        assert list(calls(text)) == []
