"""Whether suppressions say why."""

from pathlib import Path

import pytest
from scans import scanned

from criteria.evidence import suppression_reasons


@pytest.mark.parametrize(
    ("line", "explained"),
    [
        ("import a  # noqa: E402  (the path is set first)", 1),
        ("import a  # noqa: F401, see #1234", 1),
        ("x = f()  # type: ignore[attr-defined]  # stubs are behind the library", 1),
        ("# the module has no types yet\nx = f()  # type: ignore", 1),
        ("import a  # noqa", 0),
        ("import a  # noqa: E402,F401", 0),
        ("x = f()  # type: ignore[attr-defined]", 0),
        ("x = f()  # pylint: disable=too-many-locals", 0),
        ("y = 1\nx = f()  # type: ignore", 0),
    ],
)
def test_a_reason_stands_beside_or_above(tmp_path: Path, line: str, explained: int) -> None:
    """Codes of rules and the marker itself are none."""
    found = scanned(suppression_reasons, tmp_path / "r", {"a.py": line + "\n"})
    assert (found.total, found.explained) == (1, explained)


def test_what_is_no_exception_from_style_does_not_count(tmp_path: Path) -> None:
    assert (
        scanned(suppression_reasons, tmp_path / "r", {"a.py": "x = 1  # pragma: no cover\ny = 2  # nosec\n"}).total == 0
    )


def test_files_with_most_unexplained_come_first_with_a_line(tmp_path: Path) -> None:
    files = {"a.py": "import a  # noqa\n", "b.py": "x = 1\nimport a  # noqa\nimport b  # noqa\n"}
    found = scanned(suppression_reasons, tmp_path / "r", files)
    assert [(item.path, item.count, item.line) for item in found.files] == [("b.py", 2, 2), ("a.py", 1, 1)]
