"""What one cell says about the tests: each end has its own outcome and its own words."""

import pytest
from cells import GOOD, cell, failing, unable
from hypothesis import given
from hypothesis import strategies as st

from criteria.cell_verdict import about_tests
from criteria.evidence.cells import CellResult, TestCounts
from criteria.model import Outcome, Strength

PASS, FAIL, OPEN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_ASSESSED
ALL_SKIPPED = TestCounts(total=3, skipped=3)
SOME_FAILED = TestCounts(total=5, passed=2, failed=2, errors=1)
BUILT = GOOD.commands[:1]
UNBUILT = failing("build", "exit code 1", tests=None, log_tail=("error: no gcc", " "))
RED = failing("test", "exit code 1", tests=SOME_FAILED, failed_tests=("a::b", "a::c"))


@pytest.mark.parametrize(
    ("result", "outcome", "reason"),
    [
        (GOOD, PASS, "10 passed, 2 skipped"),
        (cell(tests=TestCounts()), FAIL, "no tests found"),
        (failing("test", "exit code 5", tests=TestCounts()), FAIL, "no tests found"),
        (cell(tests=ALL_SKIPPED), FAIL, "all 3 tests were skipped"),
        (UNBUILT, FAIL, "build failed: exit code 1"),
        (RED, FAIL, "3 of 5 tests failed: a::b, a::c"),
        (cell(tests=SOME_FAILED), FAIL, "3 of 5 tests failed"),
        (failing("test", "stopped after 60 minutes", tests=None), FAIL, "test failed: stopped after 60 minutes"),
        (failing("test", "exit code 3"), FAIL, "test failed: exit code 3"),
        (unable("the image could not be pulled"), OPEN, "could not run: the image could not be pulled"),
        (cell(fault="infrastructure", reason="daemon gone"), OPEN, "could not run: daemon gone"),
        (cell(tests=None), OPEN, "left nothing that can be counted"),
        (cell(tests=None, commands=BUILT), OPEN, "no test command was run"),
        (cell(integrity=("exit code 0, but the log says 3 failed",)), OPEN, "integrity: exit code 0, but the log says"),
        (cell(tests=TestCounts(total=9, passed=1)), OPEN, "integrity: the counts"),
    ],
)  # fmt: skip
@pytest.mark.threat("T19")
def test_every_end_has_its_own_words(result: CellResult, outcome: Outcome, reason: str) -> None:
    """A9: skipped, absent, failing, unbuilt and unmeasured tests are told apart, and none of them is a pass."""
    verdict = about_tests(result)
    assert verdict.outcome is outcome
    assert reason in verdict.reason


def test_a_pass_in_a_sandbox_is_executed_by_us() -> None:
    """V2: E4 asks for a sandbox; code that ran as the user earns less."""
    assert about_tests(GOOD).strength is Strength.E4
    assert about_tests(cell(isolation="none: like pip install")).strength is Strength.E3
    assert about_tests(cell(isolation="")).strength is Strength.E3


COUNTS = st.builds(TestCounts, *[st.integers(-2, 5)] * 5)


@given(
    tests=st.none() | COUNTS,
    status=st.sampled_from(["passed", "failed", "not_assessed"]),
    fault=st.sampled_from([None, "project", "infrastructure"]),
    phase=st.sampled_from([None, "prepare", "build", "test"]),
    integrity=st.sampled_from([(), ("vanished tests",)]),
)
def test_a_pass_means_that_tests_ran_and_nobody_objects(
    tests: TestCounts | None, status: str, fault: str | None, phase: str | None, integrity: tuple[str, ...]
) -> None:
    """The law, for any report a harness could make up."""
    verdict = about_tests(cell(tests=tests, status=status, fault=fault, phase=phase, integrity=integrity))
    if verdict.outcome is PASS:
        assert tests is not None
        assert tests.passed > 0
        assert not tests.failed + tests.errors
        assert (status, fault, integrity) == ("passed", None, ())


def test_words_from_outside_are_capped() -> None:
    """A name of a megabyte is a name of 200 characters; five are named in the sentence, a hundred listed."""
    names = tuple("x" * 10**6 for _ in range(500))
    verdict = about_tests(failing("test", "exit code 1", tests=TestCounts(total=500, failed=500), failed_tests=names))
    assert len(verdict.reason) < 1200
    assert "and 495 more" in verdict.reason
    assert len(verdict.findings) == 100
