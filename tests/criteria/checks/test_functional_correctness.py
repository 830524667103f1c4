from pathlib import Path

from cells import cell
from gathered import gathered

from criteria.checks import functional_correctness
from criteria.evidence.cells import Cells
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"minimum_comparisons": 1}
CODE = {"stars.py": "def scale(x):\n    return 2 * x\n"}
NEAR = {"tests/test_stars.py": "def test_scale():\n    assert scale(1.1) == pytest.approx(2.2)\n"}


def _judge(path: Path, files: dict[str, str], *more: Evidence) -> Verdict:
    return functional_correctness.judge(gathered(path / "r", files, *more), LIMITS)


def test_comparisons_with_a_tolerance_count_once_the_tests_pass(tmp_path: Path) -> None:
    good = Evidence("cells", Cells((cell(),)), "test")
    assert _judge(tmp_path / "a", {**CODE, **NEAR}, good).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", {**CODE, **NEAR}).outcome is Outcome.NOT_ASSESSED


def test_without_a_comparison_nothing_shows_that_numbers_are_right(tmp_path: Path) -> None:
    plain = {"tests/test_stars.py": "def test_scale():\n    assert scale(1) == 2\n"}
    assert _judge(tmp_path / "a", {**CODE, **plain}).outcome is Outcome.FAIL
    assert _judge(tmp_path / "b", {"notes.md": "x\n"}).outcome is Outcome.NOT_APPLICABLE


def test_a_tolerance_in_a_doctest_counts(tmp_path: Path) -> None:
    doctest = {
        "stars.py": 'def scale(x):\n    """\n    sage: scale(1.1)  # abs tol 1e-9\n    2.2\n    """\n    return 2 * x\n'
    }
    assert _judge(tmp_path, doctest).outcome is Outcome.NOT_ASSESSED
