from pathlib import Path

from gathered import forge, gathered

from criteria.checks import releases_signed
from criteria.evidence.forge import ForgeRelease
from criteria.model import Evidence, Outcome, Verdict

LIMITS = {"newest": 2}
SIGNED = ForgeRelease("v1.0.0", assets=("x.tar.gz",), signed=True, provenance=False)
BARE = ForgeRelease("v1.1.0", assets=("x.tar.gz",), signed=False, provenance=False)


def _judge(path: Path, *captured: Evidence) -> Verdict:
    return releases_signed.judge(gathered(path / "r", {"a.py": "x = 1\n"}, *captured), LIMITS)


def test_signed_releases_pass_and_bare_ones_fail(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", forge(releases=(SIGNED,))).outcome is Outcome.PASS
    verdict = _judge(tmp_path / "b", forge(releases=(SIGNED, BARE)))
    assert verdict.outcome is Outcome.FAIL
    assert "v1.1.0" in verdict.findings[0].message


def test_releases_without_files_and_captures_that_do_not_say(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", forge(releases=(ForgeRelease("v1", assets=()),))).outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "c", forge(releases=(ForgeRelease("v1", assets=("a",)),))).outcome is Outcome.NOT_ASSESSED
