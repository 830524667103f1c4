from pathlib import Path

import pytest
from evidence_of import evidence_of
from repos import snapshot_of

from criteria.checks import tests_apart
from criteria.model import Outcome, Verdict

TEST = "def test_a(): pass\n"


def _judge(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return tests_apart.judge(evidence_of(snapshot_of(path, files)), {})


@pytest.mark.parametrize("path", ["tests/test_a.py", "star/sub/tests/test_a.py", "src/test/a.py"])
def test_tests_in_a_folder_of_their_own_pass(tmp_path: Path, path: str) -> None:
    assert _judge(tmp_path / "r", {path: TEST, "star/a.py": "x = 1\n"}).outcome is Outcome.PASS


def test_tests_among_the_main_code_fail_with_their_paths(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", {"star/test_a.py": TEST, "star/a.py": "x = 1\n"})
    assert verdict.outcome is Outcome.FAIL
    assert [finding.path for finding in verdict.findings] == ["star/test_a.py"]


@pytest.mark.parametrize(
    "files",
    [
        {"a.go": "package a\n", "a_test.go": "func TestA(t *testing.T) {}\n"},
        {"src/lib.rs": "fn a() {}\n#[test]\nfn b() {}\n"},
        {"star/a.pyx": '"""\nsage: 1\n1\n"""\n'},
    ],
)
def test_the_convention_of_a_language_and_doctests_are_accepted(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert _judge(tmp_path / "r", files).outcome is Outcome.PASS


@pytest.mark.parametrize(("files", "outcome"), [(3, Outcome.PASS), (2, Outcome.FAIL), (0, Outcome.FAIL)])
def test_doctests_that_are_the_tests_outweigh_a_few_functions(tmp_path: Path, files: int, outcome: Outcome) -> None:
    """A file of doctests counts as one test, however many prompts it holds; the functions among the code are shown."""
    prompts = "def f():\n    r'''\n" + "    sage: 1\n    1\n" * 50 + "    '''\n"
    tree: dict[str, str | bytes] = {f"star/m{number}.py": prompts for number in range(files)}
    verdict = _judge(tmp_path / "r", {**tree, "star/a_test.py": "def test_a(): pass\ndef test_b(): pass\n"})
    assert verdict.outcome is outcome
    assert [finding.path for finding in verdict.findings] == ["star/a_test.py"]


@pytest.mark.threat("A9")
def test_no_test_at_all_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"a.py": "x = 1\n", "tests/__init__.py": ""}).outcome is Outcome.FAIL


@pytest.mark.threat("A14")
def test_tests_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"tests/test_a.py": TEST.encode() + b"\0"}).outcome is Outcome.NOT_ASSESSED


def test_vendored_tests_are_not_the_projects_tests(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", {"vendor/x/tests/test_a.py": TEST}).outcome is Outcome.FAIL
