"""Suppression comments, counted in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.tools.markers import MARKERS, places


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("import os  # noqa", "noqa"),
        ("import os  #NOQA: F401", "noqa"),
        ("x = 1  # why # noqa:E731", "noqa"),
        ("import os  # ruff: ignore[F401]", "noqa"),
        ("# ruff: noqa", "noqa for a file"),
        ("# flake8: noqa: F401", "noqa for a file"),
        ("# ruff: file-ignore[F401]", "noqa for a file"),
        ("x: int = y  # type: ignore[assignment]", "type: ignore"),
        ("x = y  # pyright: ignore", "type: ignore"),
        ("x = y  # pylint: disable=C0103", "pylint: disable"),
        ("if x:  # pragma: no cover", "pragma: no cover"),
        ("if x:  # pragma: no branch", "pragma: no cover"),
        ("call(x, shell=True)  # nosec B602", "nosec"),
        ("import os  # no-cython-lint", "no-cython-lint"),
        ("f();  // NOLINT(runtime/printf)", "NOLINT"),
        ("/* NOLINTBEGIN */", "NOLINT"),
        ("// LINT_C_FILE", "NOLINT"),
        ("gets(s); /* Flawfinder: ignore */", "flawfinder: ignore"),
        ("gets(s); // RATS:ignore", "flawfinder: ignore"),
        ("/* eslint-disable */", "eslint-disable"),
        ("f() // oxlint-disable-line", "eslint-disable"),
        ("// @ts-expect-error", "ts-ignore"),
        ("x = T # nolint", "nolint for R"),
        ("a: 1  # yamllint disable-line", "yamllint disable"),
        ("- uses: a/b@v1  # zizmor: ignore[unpinned-uses]", "zizmor: ignore"),
        ("<!-- markdownlint-disable MD001 -->", "markdownlint-disable"),
        ("<!-- rumdl-configure-file {} -->", "markdownlint-disable"),
    ],
)
def test_each_marker_is_counted_once_and_as_itself(line: str, marker: str) -> None:
    """V8: every form is known, and none is counted as another."""
    assert places(f"first = 1\n{line}\n".encode()) == {marker: [2]}


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("# shellcheck disable=SC2046", "shellcheck disable"),
        ("# shellcheck shell=sh disable=all", "shellcheck disable"),
        ("# hadolint ignore=DL3006", "hadolint ignore"),
        ("# hadolint global ignore=DL3006", "hadolint ignore"),
        ("# jarl-ignore seq: why", "jarl-ignore"),
        ("! allow(implicit-typing)", "fortitude allow"),
    ],
)
def test_a_marker_above_its_line_is_about_the_next(line: str, marker: str) -> None:
    """What it would hide stands below it."""
    assert places(f"first\n{line}\nthird\n".encode()) == {marker: [3]}


@pytest.mark.parametrize(
    "line",
    ["noqa = 1", "# a note about quality", "x = 'type: ignore'", "# nosection", "# noqable", "#include <ignore.h>",
     "MANOLINTED", "! we allow (a) and (b)", "if (x) allow(y)", "# shellcheck shell=bash", "// disable eslint"],
)  # fmt: skip
def test_other_text_is_not_counted(line: str) -> None:
    """Words that only look like a marker are none."""
    assert places(line.encode()) == {}


@given(st.lists(st.sampled_from(["# noqa", "x = 1", "#", "# type: ignore  # noqa", "# ruff: noqa"])))
def test_counts_add_up_over_lines(lines: list[str]) -> None:
    """The count of a text is the sum of the counts of its lines."""
    whole = places("\n".join(lines).encode())
    single = [places(line.encode()) for line in lines]
    for marker in MARKERS:
        assert len(whole.get(marker, ())) == sum(len(found.get(marker, ())) for found in single)


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "text",
    [
        "#" * 10**6, "# " * 500_000, "#" + " " * 10**6, "# ruff:" * 150_000, "# shellcheck " * 80_000 + "disable",
        "// " * 300_000 + "disable", "!" * 10**6 + "allow", "# hadolint " * 90_000 + "ignore",
        "<!--" * 250_000 + "disable",
    ],
)  # fmt: skip
def test_long_lines_take_linear_time(text: str) -> None:
    """A megabyte of almost-markers is read in one pass; a quadratic pattern would not come to an end here."""
    assert places(text.encode()) == {}
