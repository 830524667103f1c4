from pathlib import Path

import attrs
import pytest
from gathered import forge, gathered

from criteria.checks import forge_rules
from criteria.evidence.forge import BranchRules
from criteria.model import Evidence, Outcome, Verdict

ASKED = {"reviews": 1, "checks": True, "no_force": True}
GOOD = BranchRules(protected=True, force_pushes=False, required_checks=("test",), required_reviews=1)


def _judge(path: Path, *captured: Evidence) -> Verdict:
    return forge_rules.judge(gathered(path / "r", {"a.py": "x = 1\n"}, *captured), ASKED)


def test_a_protected_branch_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path, forge(branch_rules=GOOD)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "change", [{"protected": False}, {"force_pushes": True}, {"required_checks": ()}, {"required_reviews": 0}]
)
def test_each_missing_rule_fails(tmp_path: Path, change: dict[str, object]) -> None:
    assert _judge(tmp_path, forge(branch_rules=attrs.evolve(GOOD, **change))).outcome is Outcome.FAIL


def test_what_the_forge_does_not_say_is_not_assessed(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", forge()).outcome is Outcome.NOT_ASSESSED
    silent = forge(branch_rules=attrs.evolve(GOOD, required_reviews=None))
    assert _judge(tmp_path / "c", silent).outcome is Outcome.NOT_ASSESSED
    foreign = forge(repository="github.com/other/x", branch_rules=GOOD)
    assert _judge(tmp_path / "d", foreign).outcome is Outcome.NOT_ASSESSED
