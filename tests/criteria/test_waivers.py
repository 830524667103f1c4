"""The file of waivers: what is in force on a day, and why the rest is not."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.waivers import MAX_WAIVERS, Reason, WaiverFile, read, same_person

TODAY = date(2026, 11, 20)
GOOD = """\
version: 1
waivers:
  - id: W1
    rule: QC.Sec02
    fingerprint: sha256:0123456789abcdef0123456789abcdef
    count: 2
    path: src/vendored/
    reason: tracked
    issue: https://example.org/issues/7
    explanation: The call takes no user input.
    author: Ada Lovelace
    approver: Grace Hopper
    granted: 2026-11-01
    expires: 2027-11-01
"""


def only(file: WaiverFile) -> str:
    """The one reason why nothing is in force."""
    assert file.waivers == ()
    (refused,) = file.refused
    return f"{refused.line}: {refused.why}"


def test_a_waiver_is_read_with_all_it_says() -> None:
    (waiver,) = read(GOOD.encode(), TODAY).waivers
    assert (waiver.id, waiver.rule, waiver.reason, waiver.count) == ("W1", "QC.Sec02", Reason.TRACKED, 2)
    assert (waiver.path, waiver.granted, waiver.expires) == ("src/vendored/", date(2026, 11, 1), date(2027, 11, 1))
    assert not waiver.whole_rule
    assert waiver.line == 3
    said = ("tracked", "The call takes no user input.", "W1", "Grace Hopper", "2027-11-01", "issues/7")
    assert all(part in waiver.sentence() for part in said)


WRONG = [
    ("approver: Grace Hopper", "approver: ada  LOVELACE", "12: .*cannot approve a waiver of their own"),
    ("approver: Grace Hopper", "approver: Lovelace, Ada", "12: .*cannot approve"),
    ("approver: Grace Hopper", "approver: '-'", "12: .*has to be a person"),
    ("expires: 2027-11-01", "expires: 2027-11-03", "14: .*one year is the longest"),
    ("expires: 2027-11-01", "expires: 2026-11-19", "14: it expired on 2026-11-19"),
    ("expires: 2027-11-01", "expires: 2026-10-01", "14: .*before it was granted"),
    ("granted: 2026-11-01", "granted: 2026-11-21", "13: .*which is after 2026-11-20"),
    ("2026-11-01\n    expires: 2027-11-01", "9999-12-31\n    expires: 9999-12-31", "13: .*which is after 2026-11-20"),
    ("expires: 2027-11-01", "expires: 9999-12-31", "14: .*one year is the longest"),
    ("expires: 2027-11-01", "expires: 2026-13-40", "14: .*must be a date"),
    ("expires: 2027-11-01", "expires: never", "14: .*must be a date"),
    ("reason: tracked", "reason: because", "8: .*'because'"),
    ("    issue: https://example.org/issues/7\n", "", "8: .*needs the key issue"),
    ("    explanation: The call takes no user input.\n", "", "3: .*has no 'explanation'"),
    ("    approver: Grace Hopper\n", "", "3: .*has no 'approver'"),
    ("sha256:0123456789abcdef0123456789abcdef", "sha256:0", "5: a fingerprint is"),
    ("count: 2", "count: 1.5", "6: a count is"),
    ("count: 2", "count: 0", "6: a count is"),
    ("path: src/vendored/", "path: /etc", "7: a path is"),
    ("path: src/vendored/", "path: ../x", "7: a path is"),
    ("path: src/vendored/", "path: '**'", "7: a path is"),
    ("path: src/vendored/", "path: /", "7: a path is"),
    ("path: src/vendored/", "path: .", "7: a path is"),
    ("rule: QC.Sec02", "rules: QC.Sec02", "4: unknown key 'rules'.*did you mean 'rule'"),
    ("rule: QC.Sec02", "rule: 7", "4: .*must be a text"),
]


@pytest.mark.threat("T23")
@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_waiver_that_is_not_right_is_not_in_force(old: str, new: str, said: str) -> None:
    """Self-approved, too long, expired, of no known reason or of an odd shape: listed with its line and the reason."""
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    assert re.match(said, only(read(text.encode(), TODAY)))


def test_the_others_stand_when_one_is_wrong() -> None:
    """An entry is judged by itself; an id that stands twice is in force once."""
    bad = GOOD.partition("waivers:\n")[2].replace("W1", "W2").replace("Grace Hopper", "Ada Lovelace")
    twice = GOOD.partition("waivers:\n")[2]
    file = read((GOOD + bad + "  - 7\n" + twice).encode(), TODAY)
    assert [waiver.id for waiver in file.waivers] == ["W1"]
    assert [refused.id for refused in file.refused] == ["W2", "", "W1"]
    assert "stands on line 3 already" in file.refused[2].why


@pytest.mark.threat("A23", "T16")
@pytest.mark.parametrize(
    "text",
    ["[]", "waivers: 7", "waivers: {}", "version: 2", "more: 1", "waivers: [", "a: &a [1]\nb: *a",
     "waivers: !!python/x 1",     "a: " + "[" * 100, "x" * 300_000, "waivers:\n- &a {id: 1}\n- *a\n"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_grants_nothing(text: str) -> None:
    """One sentence with a line, and no waiver."""
    assert only(read(text.encode(), TODAY))


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    """Nothing in the file is an error of ours."""
    assert read(content, TODAY).waivers == ()


def test_a_file_of_too_many_waivers_is_cut_and_says_so() -> None:
    """More than anybody reviews."""
    one = GOOD.partition("waivers:\n")[2]
    entries = "".join(one.replace("W1", f"W{number}") for number in range(MAX_WAIVERS + 1))
    file = read(("waivers:\n" + entries).encode(), TODAY)
    assert len(file.waivers) == MAX_WAIVERS
    assert "only the first 500" in file.refused[-1].why


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Lovelace", "ADA  lovelace", True),
        ("Ada Lovelace", "Lovelace, Ada", True),
        ("José Pérez", "Jose Perez", True),
        ("Ada Lovelace <ada@example.org>", "A. Lovelace <ADA@example.org>", True),
        ("ada@example.org", "Ada <ada@example.org>", True),
        ("Ada\u200b Love\u00adlace", "Ada Lovelace", True),
        ("Ａｄａ Lovelace", "Ada Lovelace", True),
        ("Ada Lovelace", "Grace Hopper", False),
        ("Ada Lovelace <ada@example.org>", "Grace Hopper <grace@example.org>", False),
    ],
)
def test_who_is_the_same_person(one: str, other: str, same: bool) -> None:
    """Case, accents, order, width, invisible letters and a shared address do not make two persons of one."""
    assert same_person(one, other) is same
    assert same_person(other, one) is same
