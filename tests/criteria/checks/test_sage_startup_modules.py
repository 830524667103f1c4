"""sage-startup-modules: a change makes the start load no module more."""

from pathlib import Path

import pytest
from changesets import changeset, judged

from criteria.checks import sage_startup_modules as check
from criteria.evidence import startup
from criteria.evidence.startup import Startup, StartupPair, Startups
from criteria.model import Evidence, Outcome, Strength, Verdict

CODE = {"a.py": "x = 1\n"}


def _side(*modules: str) -> Startup:
    return Startup("star_map", (), modules)


def _judge(folder: Path, *pairs: StartupPair, after: dict[str, str] = CODE) -> Verdict:
    changed = changeset(folder, {"b.md": "x\n"}, {"b.md": "x\n", **after})
    return judged(check, changed, Evidence(startup.KIND, Startups(pairs), "test"))


def test_the_same_modules_or_fewer_pass(tmp_path: Path) -> None:
    verdict = _judge(tmp_path, StartupPair("debian/amd64", _side("abc", "json"), _side("abc")))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E4)
    assert verdict.reason == "none among the 1 modules of the head"


def test_a_module_more_in_any_cell_fails(tmp_path: Path) -> None:
    """Once, however many cells load it; a name from the cell is shown safely."""
    same = StartupPair("one", _side("abc"), _side("abc"))
    more = [StartupPair(name, _side("abc"), _side("abc", "a\u202e", "json")) for name in ("two", "three")]
    verdict = _judge(tmp_path, same, *more)
    assert verdict.outcome is Outcome.FAIL
    assert [one.message for one in verdict.findings] == [
        "a\\u202e is loaded at the start now, in two.",
        "json is loaded at the start now, in two.",
    ]
    assert verdict.reason == "2 more: a\\u202e, json"


def test_a_change_of_documents_alone_is_not_concerned(tmp_path: Path) -> None:
    verdict = _judge(tmp_path, StartupPair("one", _side("abc"), _side("json")), after={"c.md": "y\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "pairs",
    [
        (),
        (StartupPair("one", None, _side("abc")),),
        (StartupPair("one", _side("abc"), None),),
        (StartupPair("one", _side("abc"), _side()),),
        (StartupPair("one", _side("abc"), _side("abc")), StartupPair("two", None, None)),
    ],
)
def test_a_side_that_reported_nothing_leaves_it_open(tmp_path: Path, pairs: tuple[StartupPair, ...]) -> None:
    """No modules at all is no start at all."""
    assert _judge(tmp_path, *pairs).outcome is Outcome.NOT_ASSESSED
