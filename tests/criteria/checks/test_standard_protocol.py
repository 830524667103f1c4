from pathlib import Path

from gathered import PYPROJECT, gathered

from criteria.checks import standard_protocol
from criteria.model import Outcome, Strength, Verdict

ASKED = {"schemes": ["https", "ssh"]}


def _judge(path: Path, files: dict[str, str] | None = None, **fetched: object) -> Verdict:
    return standard_protocol.judge(gathered(path / "r", files or {"a.py": "x = 1\n"}, **fetched), ASKED)


def test_a_commit_that_was_fetched_over_it_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_another_scheme_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path, location="ftp://old.example.net/stars").outcome is Outcome.FAIL


def test_a_copy_says_nothing_about_the_forge(tmp_path: Path) -> None:
    local = {"how": "checkout", "location": "a folder", "anonymous": None, "reason": "the network was not asked"}
    assert _judge(tmp_path / "a", **local).outcome is Outcome.NOT_ASSESSED
    declared = _judge(tmp_path / "b", {"pyproject.toml": PYPROJECT}, **local)
    assert declared.outcome is Outcome.NOT_ASSESSED
    assert "https://github.com/example/star-map" in declared.reason
