"""Security evidence: the run of bandit over first-party Python."""

from pathlib import Path

from repos import snapshot_of
from tool_runs import analyses

from criteria.evidence import security
from criteria.evidence.security import Security
from criteria.tools.tool import Purpose

SHELL = "import subprocess\nimport sys\nsubprocess.call(sys.argv[1], shell=True)  # nosec\n"


def _collect(path: Path, files: dict[str, str | bytes]) -> Security:
    snapshot = snapshot_of(path / "repository.git", files)
    return security.of(analyses(snapshot)[Purpose.SECURITY], snapshot)


def test_tests_may_assert_and_are_read_all_the_same(tmp_path: Path) -> None:
    """The rule on asserts is no finding; a shell in a test is."""
    found = _collect(tmp_path, {"a.py": "x = 1\n", "tests/test_a.py": f"assert 1\n{SHELL}"})
    (run,) = found.runs
    assert [(finding.rule, finding.path) for finding in run.findings] == [("B602", "tests/test_a.py")]
    assert (run.suppressed, run.suppressions_total) == (1, 1)


def test_a_language_without_analyser_is_in_the_account(tmp_path: Path) -> None:
    """L1: Fortran lowers the share, JSON and documents do not."""
    found = _collect(tmp_path, {"a.py": "x = 1\n", "b.f90": "end\n", "c.json": "{}\n", "README.md": "# x\n"})
    assert found.share == 0.5


def test_vendored_code_is_not_read(tmp_path: Path) -> None:
    """Only first-party code counts."""
    found = _collect(tmp_path, {"a.py": "x = 1\n", "vendor/b.py": SHELL})
    assert found.runs[0].findings_total == 0
    assert found.apart_lines == 3


def test_a_file_that_is_no_text_is_failed(tmp_path: Path) -> None:
    """A14: one byte that is no UTF-8 hides nothing."""
    found = _collect(tmp_path, {"a.py": "x = 1\n", "b.py": b"# \xff\n" + SHELL.encode()})
    assert [item.path for item in found.runs[0].failed] == ["b.py"]
