"""Coverage is read per file, and only for files of the tree."""

import json

import pytest

from workers.errors import ResultError
from workers.readers.coverage_json import read


def entry(covered: int, missing: int, excluded: int = 0) -> dict[str, list[int]]:
    return {
        "executed_lines": list(range(covered)),
        "missing_lines": list(range(missing)),
        "excluded_lines": list(range(excluded)),
    }


def test_statements_per_file() -> None:
    """Covered, missing and excluded are numbers of lines."""
    (file,) = read(json.dumps({"files": {"pkg/a.py": entry(3, 2, 1)}}), "/work/source")
    assert (file.path, file.covered, file.missing, file.excluded) == ("pkg/a.py", 3, 2, 1)


@pytest.mark.threat("T33")
def test_paths_outside_the_tree_are_dropped() -> None:
    """Absolute paths count only below the source tree, `..` never."""
    files = {"/etc/passwd": entry(1, 0), "../x.py": entry(1, 0), "/work/source/in.py": entry(1, 0), "": entry(1, 0)}
    assert [file.path for file in read(json.dumps({"files": files}), "/work/source")] == ["in.py"]


@pytest.mark.threat("T40")
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', '{"files": {"a": 1}}', "[" * 100_000])
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    """A file that is no coverage report never crashes its reader."""
    with pytest.raises(ResultError, match="coverage"):
        read(text, "/work/source")
