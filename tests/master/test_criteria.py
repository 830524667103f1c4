"""`assay criteria`: what a baseline asks, and where else the same is asked."""

import json
from pathlib import Path

import pytest

from criteria import baseline as baselines
from master.commands.criteria import crosswalk, listing, show
from master.errors import UsageError

MINE = """\
id: mine
version: "1"
title: Mine
source: me
levels: {}
criteria:
  A:
    title: A
    rules:
      A1:
        {requirement: MUST, check: QC.Lic02, weight: 2, accepts_attestation: true, group: legal, maturity: 3,
         same_as: ["elsewhere:9"]}
"""


@pytest.fixture
def mine(tmp_path: Path) -> str:
    (tmp_path / "mine.yaml").write_text(MINE)
    return str(tmp_path / "mine.yaml")


def test_a_rule_tells_what_the_baseline_says_of_it(mine: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Weight, group, maturity, attestation and crosswalk, in words and as data."""
    show("A1", mine)
    out = " ".join(capsys.readouterr().out.split())
    for said in ("Weight: 2", "Group: legal", "Maturity: 3 of 3", "statement of a person counts as met",
                 "The same in: elsewhere:9, eosc-software-4.1:QC.Lic02"):  # fmt: skip
        assert said in out
    listing(mine, "json")
    (fact,) = json.loads(capsys.readouterr().out)
    assert (fact["weight"], fact["group"], fact["maturity"], fact["same_as"]) == (2, "legal", 3, ["elsewhere:9"])


def test_the_crosswalk_goes_by_the_check() -> None:
    """A rule of one baseline of ours is the same as every rule of another that the same check judges."""
    for name in baselines.names():
        for rule in baselines.load(name).rules():
            for other in crosswalk(rule, name):
                assert not other.startswith(f"{name}:")


def test_an_unknown_rule_names_the_nearest(mine: str) -> None:
    with pytest.raises(UsageError, match="no rule 'A2'; there are: A1"):
        show("A2", mine)
