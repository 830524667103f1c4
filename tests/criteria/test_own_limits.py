"""What a project may ask of itself: more, never less, and whatever is ignored is told with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.baseline import load
from criteria.model import Level
from criteria.own_limits import MAX_IGNORED, OwnLimits, is_stricter, read, stricter

BASELINE = load()
SECURITY = "maximum_suppressions_per_kloc"


def limits(text: str) -> OwnLimits:
    return read(text.encode(), BASELINE, "F")


def ignored(text: str) -> str:
    made = limits(text)
    assert (made.fail_under, made.required, dict(made.parameters)) == (None, (), {})
    (one,) = made.ignored
    return f"{one.line}: {one.why}"


def test_stricter_limits_are_taken() -> None:
    """A smaller maximum, a larger minimum, a level, rules that shall decide."""
    made = limits(
        "test: pytest\ncriteria:\n  fail_under: silver\n  required: [QC.Lic02.1]\n  limits:\n"
        "    QC.Sec02: {maximum_suppressions_per_kloc: 1, minimum_share: 0.95}\n"
    )
    assert made == OwnLimits(Level.SILVER, ("QC.Lic02.1",), {"QC.Sec02": {SECURITY: 1, "minimum_share": 0.95}}, ())
    assert made
    assert not limits("test: pytest\n")


@pytest.mark.threat("T23", "A19")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("criteria: {limits: {QC.Sec02: {maximum_suppressions_per_kloc: 50}}}",
         "1: QC.Sec02: maximum_suppressions_per_kloc 50 would lower the bar; the baseline's 5 holds"),
        ("criteria:\n limits:\n  QC.Sec02:\n   minimum_share: 0.1",
         "4: QC.Sec02: minimum_share 0.1 would lower the bar"),
        ("criteria: {limits: {QC.Sec02: {maximum_suppressions: 1}}}",
         "1: QC.Sec02 has no limit 'maximum_suppressions'"),
        ("criteria: {limits: {QC.Sec02: {minimum_share: high}}}", "1: .*must be a number"),
        ("criteria: {limits: {QC.Sec02: 7}}", "1: .*must be a mapping"),
        ("criteria: {limits: {QC.Sec2: {minimum_share: 1}}}", "1: the baseline has no rule 'QC.Sec2'; did you mean"),
        ("criteria: {limits: 7}", "1: .*must be a mapping"),
        ("criteria: {required: [QC.X]}", "1: the baseline has no rule 'QC.X'"),
        ("criteria: {required: 7}", "1: .*must be a list"),
        ("criteria: {fail_under: platinum}", "1: .*'platinum'"),
        ("criteria: {skip: [QC.Sec02]}", "1: unknown key 'skip'"),
        ("criteria: {baseline: old}", "1: unknown key 'baseline'"),
        ("criteria: [QC.Sec02]", "1: .*must be a mapping"),
        ("criteria: {required: [a]\n", "the file cannot be read"),
        ("criteria: {}\ncriteria: {}", "2: the file cannot be read: the key 'criteria' stands here again"),
    ],
)  # fmt: skip
def test_what_does_not_raise_the_bar_is_ignored_and_told(text: str, said: str) -> None:
    """One sentence with its line; the baseline's value holds."""
    assert re.search(said, ignored(text))


def test_what_is_the_same_already_is_no_news() -> None:
    """A limit of the baseline's own value and a rule that decides anyway change nothing."""
    made = limits("criteria: {required: [QC.Lic01], limits: {QC.Sec02: {minimum_share: 0.8}}}")
    assert not made


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(content: bytes) -> None:
    """A broken file raises nothing, in neither sense."""
    made = read(b"criteria: " + content, BASELINE, "F")
    assert all(is_stricter(name, value, _of(rule, name)) for rule, values in made.parameters.items()
               for name, value in values.items())  # fmt: skip


def _of(rule: str, name: str) -> float:
    return next(float(one.parameters[name]) for one in BASELINE.rules() if one.id == rule)


def test_the_stricter_of_two_takes_each_limit_from_where_it_is_stricter() -> None:
    one = OwnLimits(Level.BRONZE, ("a",), {"r": {"maximum_x": 3, "minimum_y": 5}})
    other = OwnLimits(None, ("b", "a"), {"r": {"maximum_x": 2, "minimum_y": 4}, "s": {"maximum_x": 1}})
    both = OwnLimits(Level.BRONZE, ("a", "b"), {"r": {"maximum_x": 2, "minimum_y": 5}, "s": {"maximum_x": 1}})
    assert stricter(one, other) == both
    assert set(stricter(other, one).required) == {"a", "b"}


@pytest.mark.threat("T40")
def test_a_file_of_nothing_but_mistakes_is_not_read_to_its_end() -> None:
    """Each mistake is compared with all rules for its hint, so there is an end to it."""
    many = "".join(f"    QC.X{number}: {{minimum_share: 1}}\n" for number in range(1500))
    made = limits(f"criteria:\n  limits:\n{many}")
    assert len(made.ignored) == MAX_IGNORED + 1
    assert "the rest is not read" in made.ignored[-1].why
