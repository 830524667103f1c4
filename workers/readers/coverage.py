"""Coverage in any form that is known; the form is told from the content."""

import io
import re
from collections.abc import Callable, Iterable
from typing import BinaryIO

from workers.errors import ResultError
from workers.layout import SOURCE
from workers.readers import coverage_cobertura, coverage_gcovr, coverage_jacoco, coverage_json, coverage_lcov
from workers.readers.covered_file import Coverage, CoveredFile, Tree

__all__ = ["COVERAGE_READERS", "Coverage", "CoverageReader", "CoveredFile", "Tree", "coverage_form", "read_coverage"]

CoverageReader = Callable[[BinaryIO, Tree], Coverage]

COVERAGE_READERS: dict[str, CoverageReader] = {
    coverage_json.FORM: coverage_json.read,
    coverage_gcovr.FORM: coverage_gcovr.read,
    coverage_lcov.FORM: coverage_lcov.read,
    coverage_cobertura.FORM: coverage_cobertura.read,
    coverage_jacoco.FORM: coverage_jacoco.read,
}
_HEAD = 4096  # bytes that tell the form
_ROOT = re.compile(rb"<(?:\w{1,40}:)?(?P<name>coverage|report)[\s>/]")
_ROOTS = {b"coverage": coverage_cobertura.FORM, b"report": coverage_jacoco.FORM}


def coverage_form(content: bytes) -> str | None:
    """The name of the form, one of COVERAGE_READERS; None for content of no known form."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        return coverage_gcovr.FORM if _files_are_a_list(content) else coverage_json.FORM
    if head.startswith(b"<") and (match := _ROOT.search(head)):
        return _ROOTS[match["name"]]
    return coverage_lcov.FORM if head.startswith((b"TN:", b"SF:")) else None


def read_coverage(content: str | bytes, source: str = SOURCE, files: Iterable[str] = ()) -> Coverage:
    """The files below the source tree, sorted; those that lead out of it are dropped and counted (T33).

    `source`: the tree as the cell saw it. `files`: the paths of the tree, for forms that name a file by its end only.
    Raises ResultError for what is no coverage report.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    form = coverage_form(data)
    if form is None:
        raise ResultError(f"the coverage file is in none of these forms: {', '.join(COVERAGE_READERS)}")
    return COVERAGE_READERS[form](io.BytesIO(data), Tree(source, files))


def _files_are_a_list(content: bytes) -> bool:
    """gcovr lists its files, coverage.py names them; the key may stand anywhere."""
    at = re.search(rb'"files"\s{0,20}:\s{0,20}(?P<first>[\[{])', content)
    return at is not None and at["first"] == b"["
