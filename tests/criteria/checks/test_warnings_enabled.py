from pathlib import Path

import pytest
from collected import workflow
from gathered import changed, gathered

from criteria.checks import warnings_enabled
from criteria.evidence.style import Standard
from criteria.model import EvidenceSet, Outcome, Strength

CODE = {"stars.c": "int scale(int x) {\n    return x;\n}\n"}


def test_a_linter_that_runs_by_itself_is_stronger_than_one_that_is_configured(tmp_path: Path) -> None:
    run = warnings_enabled.judge(gathered(tmp_path / "a", {**CODE, **workflow("ruff check .")}), {})
    flags = warnings_enabled.judge(gathered(tmp_path / "b", {**CODE, "Makefile": "CFLAGS = -Wall -Wextra\n"}), {})
    table = changed(gathered(tmp_path / "c", CODE), "style", standards=(Standard("ruff", "ruff.toml"),))
    assert (run.outcome, run.strength) == (Outcome.PASS, Strength.E3)
    assert flags.strength is Strength.E2
    assert warnings_enabled.judge(table, {}).strength is Strength.E2


@pytest.mark.threat("A12")
@pytest.mark.parametrize("run", ["ruff check . || true", "echo ruff check ."])
def test_a_linter_that_cannot_fail_is_none(tmp_path: Path, run: str) -> None:
    assert warnings_enabled.judge(gathered(tmp_path / "r", {**CODE, **workflow(run)}), {}).outcome is Outcome.FAIL


def test_without_code_there_is_no_subject_and_without_style_nothing_is_said(tmp_path: Path) -> None:
    assert warnings_enabled.judge(gathered(tmp_path / "a", {"a.md": "x\n"}), {}).outcome is Outcome.NOT_APPLICABLE
    assert "style" in warnings_enabled.NEEDS
    assert EvidenceSet({}).why_missing("style")
