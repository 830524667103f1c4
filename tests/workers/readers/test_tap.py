"""TAP in all its versions, from files and from logs."""

import pytest
from readings import by_id, capture, ends, of_file, of_log

from workers.errors import ResultError


def test_directives_decide_before_the_word_ok() -> None:
    """`todo` is a known failure, `skip` was not run; a hash that is escaped is part of the name."""
    cases = of_file("tap", "1..4\nnot ok 1 - a # TODO later\nok 2 - b # skip no disk\nok 3 - c \\# d\nnot ok 4\n")
    assert [(case.id, case.outcome, case.message) for case in cases] == [
        ("a", "skipped", "later"),
        ("b", "skipped", "no disk"),
        ("c # d", "passed", ""),
        ("#4", "failed", ""),
    ]


def test_subtests_are_named_by_their_parents_and_count_for_them() -> None:
    """Whether the name of the parent stands before the subtests or with them."""
    cases = by_id(of_file("tap", capture("perl-t.tap")))
    assert {"group > inner", "group > inner bad", "fine group > deep > deepest"} <= set(cases)
    assert "group" not in cases
    assert {"group > inner", "group > inner bad", "group > deeper > deep # hash", "parent"} <= set(
        by_id(of_log("tap", capture("node-tap.log")))
    )


@pytest.mark.parametrize(
    "text", ["1..3\nok 1\nok 2\n", "ok 1\nok 2\n1..1\n", "1..2\nok 1 - a\n    1..2\n    ok 1 - b\nok 2 - c\n"]
)
def test_a_plan_that_does_not_fit_is_an_error(text: str) -> None:
    """Too few, too many, and those of subtests."""
    assert ends(of_file("tap", text))[2] == 1


def test_a_run_that_bails_out_is_an_error_with_its_reason() -> None:
    """Not also one for the plan that it could not keep."""
    cases = of_file("tap", capture("perl-short.tap"))
    assert [(case.outcome, case.message) for case in cases][1:] == [("error", "Bail out!  disk full")]


def test_diagnostics_are_no_tests() -> None:
    """Whatever stands in a block of diagnostics, and what a failure says, belongs to the test above it."""
    (one, two) = of_file(
        "tap", "TAP version 14\nnot ok 1 - a\n  ---\n  message: broken\n  ok 7 - x\n  ...\nok 2 - b\n1..2\n"
    )
    assert (one.id, one.message, two.id) == ("a", "broken", "b")


def test_a_log_is_tap_only_after_a_sign() -> None:
    """Words like "ok" in a log are none."""
    assert of_log("tap", "ok\nok then\nok 5 apples\nnot ok, sorry\n") == []
    assert ends(of_log("tap", "building\nok 1 - a\nnoise\nok 2 - b\n1..2\n")) == (2, 0, 0, 0)


def test_documents_one_after_the_other_keep_their_plans() -> None:
    """Several test programs write to one log."""
    assert ends(of_log("tap", "1..1\nok 1 - a\n1..2\nok 1 - b\nok 2 - c\n")) == (3, 0, 0, 0)


@pytest.mark.threat("T40")
def test_indentation_without_end_opens_no_levels() -> None:
    """Depth is capped, and a block that is never closed ends with the next test."""
    text = "1..1\n" + "".join(" " * 4 * i + f"ok 1 - {i}\n" for i in range(200)) + "  ---\nok 1 - last\n"
    assert len(of_file("tap", text)) < 50


def test_a_file_without_tap_is_refused() -> None:
    """With a sentence."""
    with pytest.raises(ResultError, match="TAP"):
        of_file("tap", "hello\n")
