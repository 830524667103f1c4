"""Base against head: every test is in exactly one state, and a result that may be forged is never a plain pass."""

import attrs
import pytest
from cells import GOOD
from hypothesis import given
from hypothesis import strategies as st

from criteria.evidence.cells import Command, TestCounts
from criteria.evidence.comparison import CellComparison, State
from master.change_side import Side, Touched
from master.comparison import compare_cell
from workers.readers.test_case import ERROR, FAILED, OUTCOMES, PASSED, SKIPPED, TestCase

IDS = st.sampled_from([f"tests/test_{letter}.py::test_{number}" for letter in "ab" for number in range(4)])
CASES = st.dictionaries(IDS, st.sampled_from(OUTCOMES), max_size=8)


def side(cases: dict[str, str], **more: object) -> Side:
    records = [TestCase(id_, outcome) for id_, outcome in cases.items()]
    counts = TestCounts(total=len(records), passed=len(records))
    return Side(attrs.evolve(GOOD, tests=counts, **more), lambda: records)


def compared(base: dict[str, str], head: dict[str, str], touched: Touched | None = None) -> CellComparison:
    return compare_cell(side(base), side(head), touched or Touched())


@pytest.mark.parametrize(
    ("base", "head", "state"),
    [
        (PASSED, FAILED, State.REGRESSION),
        (PASSED, ERROR, State.REGRESSION),
        (SKIPPED, FAILED, State.REGRESSION),
        (FAILED, FAILED, State.STILL_FAILING),
        (FAILED, ERROR, State.STILL_FAILING),
        (ERROR, PASSED, State.FIXED),
        (FAILED, SKIPPED, State.SKIPPED_NOW),
        (PASSED, SKIPPED, State.SKIPPED_NOW),
        (SKIPPED, SKIPPED, State.UNCHANGED),
        (SKIPPED, PASSED, State.UNCHANGED),
        (PASSED, PASSED, State.UNCHANGED),
        (None, FAILED, State.NEW_FAILURE),
        (None, PASSED, State.NEW),
        (None, SKIPPED, State.NEW),
        (PASSED, None, State.VANISHED),
        (SKIPPED, None, State.VANISHED),
    ],
)
def test_states(base: str | None, head: str | None, state: State) -> None:
    """What a test did before and does now decides its state."""
    before = {"a::t": base} if base else {}
    after = {"a::t": head} if head else {}
    found = compare_cell(side({**before, "b::k": PASSED}), side({**after, "b::k": PASSED}), Touched())
    assert found.count(state) == (2 if state is State.UNCHANGED else 1)


@given(CASES, CASES)
def test_every_test_is_counted_once(base: dict[str, str], head: dict[str, str]) -> None:
    """The states share out the tests of both sides; a failing test that went away is not missed."""
    found = compare_cell(side({**base, "k": PASSED}), side({**head, "k": PASSED}), Touched())
    gone_bad = sum(outcome in (FAILED, ERROR) for id_, outcome in base.items() if id_ not in head)
    assert sum(found.counts.values()) == len({**base, **head}) + 1 - gone_bad


@given(CASES)
def test_a_commit_against_itself(cases: dict[str, str]) -> None:
    """Nothing is worse, nothing vanished, nothing is new."""
    found = compared({**cases, "k": PASSED}, {**cases, "k": PASSED})
    assert not found.worse
    assert set(found.counts) <= {State.UNCHANGED.value, State.STILL_FAILING.value}


@given(CASES, CASES)
def test_fixing_a_test_never_makes_it_worse(base: dict[str, str], head: dict[str, str]) -> None:
    """Turning a failing head test green removes at most what it was blamed for."""
    base, head = {**base, "k": PASSED}, {**head, "k": PASSED}
    better = dict.fromkeys(head, PASSED)
    blamed = (State.REGRESSION, State.NEW_FAILURE, State.VANISHED)
    worst, best = compared(base, head), compared(base, better)
    assert sum(best.count(state) for state in blamed) <= sum(worst.count(state) for state in blamed)


def test_passed_on_retry_is_flaky() -> None:
    """It is neither green nor a regression."""
    again = TestCase("a::t", FAILED, retries=(PASSED,))
    head = Side(GOOD, lambda: [again])
    found = compare_cell(side({"a::t": PASSED}), head, Touched())
    assert found.counts == {State.FLAKY.value: 1}


def test_known_flaky() -> None:
    """A test that the ledger knows to fail now and then is no regression, and is told."""
    found = compare_cell(
        side({"a::t": PASSED, "k": PASSED}), side({"a::t": FAILED, "k": PASSED}), Touched(), known_flaky={"a::t"}
    )
    assert found.names == {"flaky": ("a::t",)}


def test_same_name_twice() -> None:
    """Of several tests with one name the worst counts at the base, so that none of them hides a fix or a failure."""
    base = Side(GOOD, lambda: [TestCase("a::t", FAILED), TestCase("a::t", PASSED)])
    assert compare_cell(base, side({"a::t": FAILED}), Touched()).count(State.STILL_FAILING) == 1


@pytest.mark.threat("T19")
class TestForging:
    """The harness cannot be believed; what it changed is set against what the base's harness says."""

    def test_vanished_tests_are_a_sign(self) -> None:
        """Tests whose files nobody touched do not go away by themselves."""
        found = compared({"tests/test_a.py::x": PASSED, "k": PASSED}, {"k": PASSED})
        assert found.worse
        assert "vanished" in found.signs[0]

    def test_removed_by_the_change(self) -> None:
        """A test goes with its file, or when its file is changed, whichever way the report spells the file."""
        for spelled in ("tests/test_a.py::x", "tests.test_a::x", "tests.test_a.TestX::x"):
            touched = Touched(frozenset({"tests/test_a.py"}))
            found = compared({spelled: PASSED, "k": PASSED}, {"k": PASSED}, touched)
            assert found.counts == {"removed": 1, "unchanged": 1}, spelled
            assert not found.worse

    def test_harness_that_cannot_be_checked(self) -> None:
        """A changed harness without a control run is a sign."""
        found = compared({"k": PASSED}, {"k": PASSED}, Touched(frozenset({"setup.cfg"}), ("setup.cfg",)))
        assert "setup.cfg" in found.signs[0]

    def test_passes_only_with_the_new_harness(self) -> None:
        """Green with the changed conftest.py and red with the old one: a regression, however green it looks."""
        touched = Touched(frozenset({"conftest.py"}), ("conftest.py",))
        tests = {"tests/test_a.py::x": PASSED, "tests/test_a.py::y": PASSED}
        control = side({**tests, "tests/test_a.py::x": FAILED})
        found = compare_cell(side(tests), side(tests), touched, control=control)
        assert found.names["regression"] == ("tests/test_a.py::x",)
        assert sum(found.counts.values()) == 2
        assert "only with the changed harness" in found.signs[0]

    def test_healed_only_by_the_new_harness(self) -> None:
        """A failing test that the harness alone made green is not fixed."""
        touched = Touched(frozenset({"conftest.py"}), ("conftest.py",))
        base, control = side({"tests/test_a.py::x": FAILED}), side({"tests/test_a.py::x": FAILED})
        found = compare_cell(base, side({"tests/test_a.py::x": PASSED}), touched, control=control)
        assert found.counts == {"still failing": 1}
        assert found.names == {"still failing": ("tests/test_a.py::x",)}

    def test_harmless_harness(self) -> None:
        """With both harnesses the same: told, and no sign."""
        touched = Touched(frozenset({"conftest.py"}), ("conftest.py",))
        found = compare_cell(side({"k": PASSED}), side({"k": PASSED}), touched, control=side({"k": PASSED}))
        assert not found.signs
        assert "no test ends differently" in found.notes[0]

    def test_a_test_that_needs_the_new_harness(self) -> None:
        """One whose own file was changed as well is not called forged: it may use what the harness brings."""
        touched = Touched(frozenset({"conftest.py", "tests/test_a.py"}), ("conftest.py",))
        tests = {"tests/test_a.py::x": PASSED, "k": PASSED}
        control = side({"tests/test_a.py::x": ERROR, "k": PASSED})
        assert not compare_cell(side(tests), side(tests), touched, control=control).worse

    def test_no_time_at_all(self) -> None:
        """As many tests in a tenth of the time were not run."""
        slow = (Command("test", "pytest", 0, 100.0),)
        fast = (Command("test", "pytest", 0, 0.5),)
        base, head = side({"k": PASSED}, commands=slow), side({"k": PASSED}, commands=fast)
        assert "0.5 s" in compare_cell(base, head, Touched()).signs[0]


class TestNotCompared:
    """What was not run on both sides is not compared, and a sound base is held against a broken head."""

    def test_our_fault(self) -> None:
        """A side that could not be run tells nothing."""
        away = side({}, status="not_assessed", fault="infrastructure", reason="no engine")
        assert "no engine" in (compare_cell(away, side({"k": PASSED}), Touched()).why_not or "")
        assert "no engine" in (compare_cell(side({"k": PASSED}), away, Touched()).why_not or "")

    def test_broken_build(self) -> None:
        """A build that worked at the base and fails now is a regression."""
        broken = side({}, status="failed", fault="project", phase="build", reason="no gmp.h")
        found = compare_cell(side({"k": PASSED}), broken, Touched())
        assert found.worse
        assert "no gmp.h" in found.names["regression"][0]
        assert compare_cell(broken, side({"k": PASSED}), Touched()).why_not

    def test_no_tests_any_more(self) -> None:
        """A head that runs no test at all is no better than one that fails."""
        nothing = attrs.evolve(side({}), result=attrs.evolve(GOOD, tests=TestCounts()))
        assert compare_cell(side({"k": PASSED}), nothing, Touched()).worse

    def test_other_choice(self) -> None:
        """A subset is not compared with the whole."""
        assert compare_cell(side({"k": PASSED}, subset=True), side({"k": PASSED}), Touched()).why_not


def test_names_are_capped() -> None:
    """300,000 regressions are counted; 200 are named."""
    many = {f"t{number}": PASSED for number in range(300)}
    found = compared(many, dict.fromkeys(many, FAILED))
    assert found.count(State.REGRESSION) == 300
    assert len(found.names["regression"]) == 200


def examples(*ends: str) -> Side:
    """The examples of one docstring: each with its own source, told by its digest."""
    said = [end.split() for end in ends]
    records = [TestCase("m::f", end, ordinal=number, digest=digest) for number, (digest, end) in enumerate(said)]
    return Side(attrs.evolve(GOOD, tests=TestCounts(total=len(records))), lambda: records)


def test_an_example_that_was_put_in_moves_no_other() -> None:
    """A known failure further down stays a known failure; only the example that is new is new."""
    base = examples("a passed", "b failed", "c passed")
    head = examples("new passed", "a passed", "b failed", "c passed")
    assert compare_cell(base, head, Touched()).counts == {"new": 1, "still failing": 1, "unchanged": 2}
    gone = compare_cell(head, base, Touched()).counts
    assert gone == {"still failing": 1, "unchanged": 2, "vanished": 1}


def test_equal_examples_are_told_apart_by_their_order() -> None:
    """Two examples of the same source in one docstring are two tests."""
    found = compare_cell(examples("a passed", "a passed"), examples("a passed", "a failed"), Touched())
    assert found.counts == {"regression": 1, "unchanged": 1}
