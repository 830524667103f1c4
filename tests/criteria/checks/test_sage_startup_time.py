"""sage-startup-time: a change does not make the start slower."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from changesets import changeset, judged

from criteria.checks import sage_startup_time as check
from criteria.evidence import startup
from criteria.evidence.startup import Startup, StartupPair, Startups
from criteria.model import Evidence, Outcome, Strength, Verdict

CODE = {"a.py": "x = 1\n"}
TIMES = [1 + number / 1000 for number in range(20)]  # one second and up to 2 % more


def _pair(base: Sequence[float], head: Sequence[float], *, emulated: bool = False) -> StartupPair:
    return StartupPair("one", *(Startup("star_map", tuple(side), ()) for side in (base, head)), emulated=emulated)


def _judge(folder: Path, *pairs: StartupPair, after: dict[str, str] = CODE) -> Verdict:
    changed = changeset(folder, {"b.md": "x\n"}, {"b.md": "x\n", **after})
    limits = {"minimum_samples": 20, "minimum_confidence": 0.95, "maximum_slowdown": 0.01}
    return judged(check, changed, Evidence(startup.KIND, Startups(pairs), "test"), **limits)


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.005])
def test_a_start_as_fast_or_hardly_slower_passes(tmp_path: Path, factor: float) -> None:
    """A slowdown that is borne is none, however sure it is."""
    verdict = _judge(tmp_path, _pair(TIMES, [time * factor for time in TIMES]))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)
    assert "the medians of 20 and 20 starts in one" in verdict.reason


def test_a_slower_start_fails_in_any_cell(tmp_path: Path) -> None:
    """With both medians. One start that is far off on either side does not hide it."""
    slower = [*(time * 1.05 for time in TIMES[:-1]), 0.01]
    verdict = _judge(tmp_path, _pair(TIMES, TIMES), _pair([*TIMES[:-1], 60.0], slower))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.reason.startswith("star_map starts in 1.059 s after 1.010 s (+4.9%)")


def test_a_change_of_documents_alone_is_not_concerned(tmp_path: Path) -> None:
    slower = _pair(TIMES, [2 * time for time in TIMES])
    assert _judge(tmp_path, slower, after={"c.md": "y\n"}).outcome is Outcome.NOT_APPLICABLE


def test_too_few_starts_and_an_emulated_machine_say_nothing(tmp_path: Path) -> None:
    """Neither for nor against."""
    twice = [2 * time for time in TIMES]
    for number, pairs in enumerate(
        ((), (_pair(TIMES[:19], twice),), (_pair(TIMES, twice, emulated=True),), (StartupPair("one", None, None),))
    ):
        assert _judge(tmp_path / str(number), *pairs).outcome is Outcome.NOT_ASSESSED
