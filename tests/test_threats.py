"""docs/threats.md and the marks of the tests say the same."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs" / "threats.md"
ROW = re.compile(r"^\| ([A-Z]\d+) \|(?P<attack>[^|]+)\|(?P<defence>[^|]+)\|(?P<tests>[^|]+)\|$")
TABLE_LINE = re.compile(r"^\|\s*[A-Z]+\d")


def rows(text: str) -> dict[str, tuple[str, ...]]:
    """Id -> the test files that the row names, relative to tests/."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        row = ROW.match(line)
        assert row or not TABLE_LINE.match(line), f"this row has not the form of the table: {line}"
        if row:
            assert row.group(1) not in found, f"{row.group(1)} has two rows"
            found[row.group(1)] = tuple(re.findall(r"`([^`]+)`", row.group("tests")))
    return found


def marks(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Id -> the test files whose tests carry it."""
    found: dict[str, set[str]] = {}
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source, name)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.threat":
                for argument in node.args:
                    assert isinstance(argument, ast.Constant), f"{name}:{node.lineno}: an id must be written out"
                    found.setdefault(str(argument.value), set()).add(name)
    return found


def problems(listed: Mapping[str, tuple[str, ...]], marked: Mapping[str, set[str]]) -> list[str]:
    """Every way in which table and marks disagree, one sentence each."""
    said = [f"{id_} is marked in {min(marked[id_])} and has no row" for id_ in marked if id_ not in listed]
    for id_, files in listed.items():
        proved = marked.get(id_, set())
        if not proved:
            said.append(f"{id_} has a row and no test")
        elif all(name.startswith("e2e/") for name in proved):
            said.append(f"{id_} is proved only with a real engine, in {', '.join(sorted(proved))}")
        said += [f"{id_} names {name}, where no test is marked {id_}" for name in files if name not in proved]
        if not files:
            said.append(f"{id_} names no test file")
    return sorted(said)


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {path.relative_to(TESTS).as_posix(): path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")}


def test_every_row_has_its_test_and_every_mark_its_row(sources: dict[str, str]) -> None:
    """The table is exact: nothing is promised without proof, nothing is proved in secret."""
    said = problems(rows(PAGE.read_text(encoding="utf-8")), marks(sources))
    assert not said, "docs/threats.md and the tests disagree:\n" + "\n".join(said)


def test_each_way_to_disagree_is_found() -> None:
    """A row without test, a mark without row, a row that only a real engine proves, a row that names a wrong file."""
    listed = {"T01": ("test_a.py",), "T02": ("e2e/test_b.py",), "T03": ("test_a.py",), "T04": ()}
    marked = {"T02": {"e2e/test_b.py"}, "T03": {"test_c.py"}, "T04": {"test_a.py"}, "T05": {"test_a.py"}}
    assert problems(listed, marked) == [
        "T01 has a row and no test",
        "T01 names test_a.py, where no test is marked T01",
        "T02 is proved only with a real engine, in e2e/test_b.py",
        "T03 names test_a.py, where no test is marked T03",
        "T04 names no test file",
        "T05 is marked in test_a.py and has no row",
    ]


def test_marks_are_read_without_importing_the_test() -> None:
    """Several ids, several tests, and nothing that only looks like a mark."""
    source = (
        "import pytest\n\n\n"
        '@pytest.mark.threat("T01", "F02")\ndef test_x() -> None:\n    raise SystemExit\n\n\n'
        "TEXT = '@pytest.mark.threat(\"T99\")'\n"
    )
    assert marks({"test_x.py": source}) == {"T01": {"test_x.py"}, "F02": {"test_x.py"}}


def test_a_row_that_is_not_well_formed_is_refused() -> None:
    """A row that the reader would skip would be a promise that nobody checks."""
    with pytest.raises(AssertionError, match="has not the form"):
        rows("| T01 | attack | defence |")
    with pytest.raises(AssertionError, match="two rows"):
        rows("| T01 | a | b | `c` |\n| T01 | a | b | `c` |")
