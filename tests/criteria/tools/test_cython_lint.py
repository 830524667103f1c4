"""Cython-lint: names never used, and a parser that opens and computes nothing of a foreign file."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.errors import ToolError
from criteria.tools import cython_lint


def test_names_never_used_are_told_with_their_line(tmp_path: Path) -> None:
    """As pyflakes tells them of Python."""
    code = "import os\ncimport cython\n\n@cython.cdivision(True)\ncdef int f(int x):\n    cdef int y\n    return x\n"
    found = examine(cython_lint, tmp_path, {"f000001.pyx": code})
    assert rules(found) == [("f000001.pyx", "unused-import", 1), ("f000001.pyx", "unused-name", 6)]
    assert not found.failed


def test_spaces_are_nobodys_business(tmp_path: Path) -> None:
    """Layout is contested; no rule is about it."""
    assert not examine(cython_lint, tmp_path, {"f000001.pyx": "cdef int f ( int  x ) :\n  return x+1 ;\n\n\n\n"}).hits


def test_its_marker_is_not_obeyed(tmp_path: Path) -> None:
    """A13: what the project marked to be passed over is found all the same."""
    found = examine(cython_lint, tmp_path, {"f000001.pyx": "import os  # no-cython-lint\n"})
    assert rules(found) == [("f000001.pyx", "unused-import", 1)]


@pytest.mark.parametrize("content", [b"cdef int f(:\n", b"\xff", b"def f():\nreturn\n"])
def test_what_cannot_be_parsed_is_failed_and_costs_only_itself(tmp_path: Path, content: bytes) -> None:
    """V7: cython-lint itself passes over such a file and ends as if there was nothing to find."""
    found = examine(cython_lint, tmp_path, {"f000001.pyx": content, "f000002.pyx": "import os\n"})
    assert set(found.failed) == {"f000001.pyx"}
    assert rules(found) == [("f000002.pyx", "unused-import", 1)]


def test_nesting_without_end_is_an_error(tmp_path: Path) -> None:
    """A24: it brings the parser down; the batch is then halved until the file stands alone."""
    with pytest.raises(ToolError, match="crashed"):
        examine(cython_lint, tmp_path, {"f000001.pyx": "x = " + "(" * 50_000 + ")" * 50_000 + "\n"})


def test_a_piece_that_is_only_read_where_it_is_included_is_skipped(tmp_path: Path) -> None:
    """An include file may hold half a class, and what it imports is used by those that include it."""
    found = examine(cython_lint, tmp_path, {"f000001.pxi": "    cdef int f(self)\n", "f000002.pxi": "import os\n"})
    assert set(found.skipped) == {"f000001.pxi"}
    assert not found.hits
    assert not found.failed


@pytest.mark.threat("T28")
def test_included_files_are_not_opened(tmp_path: Path) -> None:
    """Cython would read any file of the machine, and cython-lint would fill in templates, which is to run code."""
    canary, secret = tmp_path / "canary", tmp_path / "secret.pxi"
    secret.write_text("import secret_name\nthis is ( no Cython\n")
    (tmp_path / "template.pxi.in").write_text(f"{{{{py:open({str(canary)!r}, 'w').close()}}}}\n")
    code = f"include '{secret}'\ninclude '{tmp_path}/template.pxi'\nimport os\nimport re\nre\n"
    found = examine(cython_lint, tmp_path, {"f000001.pyx": code})
    assert found.hits == ()  # whether `os` is used may stand in what is included
    assert not found.failed
    assert not canary.exists()


@pytest.mark.threat("T28", "T40")
@pytest.mark.parametrize(
    "value", ["9**9**9**9", "'x' * 10**12", "().a", "[n for n in range(10**12)]", "open('canary', 'w')"]
)
def test_compile_time_values_are_not_computed(tmp_path: Path, value: str) -> None:
    """What `DEF` and `IF` say is up to the file; the first branch is read, whatever the value."""
    code = f"DEF N = {value}\nIF {value}:\n    import os\nELSE:\n    import re\n"
    found = examine(cython_lint, tmp_path, {"f000001.pyx": code})
    assert rules(found) == [("f000001.pyx", "unused-import", 3)]
    assert not (tmp_path / "canary").exists()


@pytest.mark.threat("T28")
def test_nothing_beside_the_files_is_read(tmp_path: Path) -> None:
    """Neither its configuration nor a module that stands in for a library."""
    (tmp_path / ".cython-lint.toml").write_text("[tool.cython-lint]\nexclude = '.*'\n")
    for name in ("Cython.py", "cython_lint.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(0)\n")
    assert rules(examine(cython_lint, tmp_path, {"f000001.pyx": "import os\n"}))
