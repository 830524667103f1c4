"""Flawfinder: the highest risk alone, away from its markers."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import flawfinder

BAD = "void f(char *s) {\n  gets(s);\n}\n"


def test_what_cannot_be_used_safely_is_told(tmp_path: Path) -> None:
    """With its rule, line and neutral name."""
    found = examine(flawfinder, tmp_path, {"f000001.c": BAD})
    assert [(hit.name, hit.line) for hit in found.hits] == [("f000001.c", 2)]
    assert found.hits[0].message.startswith("gets: ")


@pytest.mark.parametrize("marker", ["/* Flawfinder: ignore */", "// RATS: ignore", "/* ITS4: ignore */"])
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: a marker does not hide the finding."""
    assert len(examine(flawfinder, tmp_path, {"f000001.c": BAD.replace(";\n", f"; {marker}\n")}).hits) == 1


@pytest.mark.parametrize(
    "call",
    ["system(command);", "strcpy(a, b);", "chmod(path, 0600);", "reader.gets(s);", "p->gets(s);", "Reader::gets(s);"],
)
def test_what_may_well_be_safe_is_not(tmp_path: Path, call: str) -> None:
    """It knows words and no types: a buffer may be long enough, and a method may have any name."""
    assert not examine(flawfinder, tmp_path, {"f000001.cc": f"void f() {{\n  {call}\n}}\n"}).hits


def test_the_namespace_of_the_library_is_the_library(tmp_path: Path) -> None:
    """`std::gets` is `gets`."""
    assert rules(examine(flawfinder, tmp_path, {"f000001.cc": "void f(char *s) { std::gets(s); }\n"}))


def test_quotes_and_commas_in_the_line_change_nothing(tmp_path: Path) -> None:
    """The answer quotes the line it is about."""
    found = examine(flawfinder, tmp_path, {"f000001.c": 'x("a,\\"b", gets(s)); // "\n' + " " * 5000 + "gets(s);\n"})
    assert [hit.line for hit in found.hits] == [1, 2]
