"""Coverage of coverage.py is read per file, and only for files of the tree."""

import json

import pytest
from readings import CAPTURES

from workers.errors import ResultError
from workers.readers.coverage import read_coverage


def entry(covered: int, missing: int, excluded: int = 0) -> dict[str, list[int]]:
    return {
        "executed_lines": list(range(1, covered + 1)),
        "missing_lines": list(range(1001, missing + 1001)),
        "excluded_lines": list(range(excluded)),
    }


def test_statements_per_file() -> None:
    """Covered, missing and excluded are numbers of lines."""
    (file,) = read_coverage(json.dumps({"files": {"pkg/a.py": entry(3, 2, 1)}})).files
    assert (file.path, file.covered, file.missing, file.excluded) == ("pkg/a.py", 3, 2, 1)


@pytest.mark.threat("T33")
def test_paths_outside_the_tree_are_dropped_and_counted() -> None:
    """Absolute paths count only below the source tree, `..` never."""
    files = {"/etc/passwd": entry(1, 0), "../x.py": entry(1, 0), "/work/source/in.py": entry(1, 0), "": entry(1, 0)}
    coverage = read_coverage(json.dumps({"files": files}))
    assert [file.path for file in coverage.files] == ["in.py"]
    assert coverage.dropped == 3


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"files": 3}', '{"files": {"a": 1}}', "[" * 100_000, '{"files":' * 50_000,
     '{"files": {"a": {"executed_lines": [1e999], "missing_lines": [], "excluded_lines": []}}}',
     '{"files": {"a": {"executed_lines": [-1], "missing_lines": [], "excluded_lines": []}}}'],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    """A file that is no coverage report never crashes its reader."""
    with pytest.raises(ResultError, match="coverage"):
        read_coverage(text)


def test_the_real_report_is_read() -> None:
    """As coverage.py 7 wrote it."""
    (file,) = read_coverage((CAPTURES / "coverage.json").read_bytes())
    assert (file.path, file.covered, file.missing) == ("test_shapes.py", 35, 3)
