"""Records of the forge against the history: what counts, what is missing, what a window has to be."""

import attrs
import pytest
from workflows import DAY, NOW, archive, change, changes, evidence, forge, record, records, workflow

from criteria.changes.requests import Requests, covered, requests, share
from criteria.evidence.forge import Forge, Time, Window
from criteria.evidence.workflow import DIRECT, Workflow
from criteria.model import Outcome, Verdict

PARAMETERS = {"minimum_window_days": 90}
LINE = workflow(*changes(20))


def _bound(captured: Forge, line: Workflow = LINE) -> Requests:
    found = requests(evidence(line, captured), PARAMETERS)
    assert isinstance(found, Requests)
    return found


def test_records_on_the_line_count_and_the_others_are_told_apart() -> None:
    """Bots by mark and name, merges elsewhere, and what no record tells of."""
    bot = record(3, author="dependabot[bot]", is_bot=True)
    found = _bound(forge(*records(2), bot, record(400), merged_total=30))
    assert [one.number for one in found.records] == [1, 2]
    assert (found.bots, found.elsewhere, found.missing) == (1, 1, 26)
    assert "2 change requests of the window counted" in found.account


@pytest.mark.threat("A10")
@pytest.mark.parametrize("wrong", [{"head_commit": "e" * 40}, {"merge_commit": "e" * 40}, {"merge_commit": None}])
def test_a_record_that_the_history_contradicts_does_not_count(wrong: dict[str, str | None]) -> None:
    """The second parent of a merge is the head that was merged, and the commit is on the line."""
    assert _bound(forge(record(1, **wrong))).records == ()


def test_one_commit_is_one_change_request() -> None:
    """Records by the dozen for the same commit would outvote the others."""
    line = workflow(change(1, request=None))
    twins = [attrs.evolve(record(1), number=number) for number in range(1, 30)]
    found = _bound(forge(*twins), line)
    assert (len(found.records), found.elsewhere) == (1, 28)


def test_numbers_that_the_history_names_and_the_file_leaves_out_are_missing() -> None:
    """Whatever total the file claims."""
    assert _bound(forge(*records(15))).missing == 5


@pytest.mark.parametrize(
    ("window", "word"),
    [
        (Window(Time(NOW - 30 * DAY), Time(NOW)), "shorter than 90 days"),
        (Window(Time(NOW - 500 * DAY), Time(NOW - 200 * DAY)), "ended more than 90 days before"),
        (Window(Time(NOW + DAY), Time(NOW + 200 * DAY)), "begins after"),
    ],
)
def test_a_window_that_says_nothing_about_the_commit_is_refused(window: Window, word: str) -> None:
    """Short ones can be chosen well, old ones are over."""
    line = workflow(*changes(20), change(300), whole=False)
    found = requests(evidence(line, forge(*records(20), window=window)), PARAMETERS)
    assert isinstance(found, Verdict)
    assert found.outcome is Outcome.NOT_ASSESSED
    assert word in found.reason


def test_a_young_project_has_no_long_window() -> None:
    """Its window reaches its first commit."""
    window = Window(Time(NOW - 30 * DAY), Time(NOW))
    assert len(_bound(forge(*records(20), window=window)).records) == 20


def test_a_window_beyond_what_was_walked_is_refused() -> None:
    """Changes that were not looked at cannot be held against anything."""
    found = requests(evidence(workflow(*changes(20), whole=False), forge(*records(20))), PARAMETERS)
    assert isinstance(found, Verdict)
    assert "shorten it" in found.reason


def test_without_history_nothing_is_bound() -> None:
    """An archive has no line."""
    found = requests(archive(forge(*records(20))), PARAMETERS)
    assert isinstance(found, Verdict)
    assert found.outcome is Outcome.NOT_ASSESSED


def test_a_rebased_request_covers_its_commits_and_no_merge() -> None:
    """Beyond a merge something else begins."""
    line = workflow(*changes(3, how=DIRECT, merged=None, request=None), *changes(5, start=4))
    found = _bound(forge(record(1, commits=50, head_commit=None)), line)
    assert covered(found, line) == {one.commit for one in line.changes[:3]}


def test_a_share_is_judged_by_its_bounds() -> None:
    """Pass when the least is enough, fail when the most is not, open between."""

    def judged(good: int, unknown: int, minimum: float) -> Outcome:
        marked = [attrs.evolve(one, from_fork=one.number <= good or (None if one.number <= good + unknown else False))
                  for one in records(20)]  # fmt: skip
        found = _bound(forge(*marked))
        return share("X", found, lambda one: one.from_fork, minimum=minimum, what="", lacks="", required="").outcome

    assert judged(10, 0, 0.5) is Outcome.PASS
    assert judged(9, 0, 0.5) is Outcome.FAIL
    assert judged(9, 1, 0.5) is Outcome.NOT_ASSESSED
    assert judged(20, 0, 1.0) is Outcome.PASS
