"""sage-added-style: the analysers of style have nothing against the lines that a change adds."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from analyses import run, share
from changesets import changeset, cut_off, judged

from criteria.checks import sage_added_style as check
from criteria.evidence import style
from criteria.evidence.change import Changeset
from criteria.evidence.style import Style
from criteria.model import Evidence, Finding, Outcome, Strength, Verdict
from criteria.tools.tool import Left, Purpose, ToolRun

LEFT_OUT = ("F405",)


def _run(*findings: Finding, **more: Any) -> ToolRun:
    bare = run(Purpose.STYLE, findings=0)
    return attrs.evolve(bare, findings=findings, findings_total=len(findings), **more)


def _judge(changed: Changeset, *runs: ToolRun) -> Verdict:
    data = Style(runs or (_run(),), (share("Python", 10, 10),), 0)
    return judged(check, changed, Evidence(style.KIND, data, "test"), left_out=list(LEFT_OUT))


def _changed(folder: Path, name: str = "a.py") -> Changeset:
    return changeset(folder, {name: "import os\n"}, {name: "import os\nimport sys\n", "b.md": "x\n"})


def test_findings_on_other_lines_and_other_files_count_for_nothing(tmp_path: Path) -> None:
    """Nor do rules that the baseline leaves out."""
    old = Finding("F401", "os is not used", "a.py", 1)
    elsewhere = Finding("F401", "sys is not used", "c.py", 2)
    verdict = _judge(_changed(tmp_path), _run(old, elsewhere, Finding("F405", "by a star", "a.py", 2)))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert verdict.reason == "none on 1 added lines of 1 files"


def test_a_finding_on_an_added_line_fails(tmp_path: Path) -> None:
    new = Finding("F401", "sys is not used", "a.py", 2)
    verdict = _judge(_changed(tmp_path), _run(Finding("F401", "os", "a.py", 1), new))
    assert (verdict.outcome, verdict.findings) == (Outcome.FAIL, (new,))
    assert verdict.reason == "a.py, line 2: F401: sys is not used"


@pytest.mark.parametrize("name", ["sky/all.py", "all__star_map.py", "sky/__init__.py", "map_catalog.py"])
def test_a_module_that_collects_names_may_import_what_it_does_not_use(tmp_path: Path, name: str) -> None:
    """But for nothing else."""
    changed = _changed(tmp_path, name)
    assert _judge(changed, _run(Finding("F401", "sys", name, 2))).outcome is Outcome.PASS
    assert _judge(changed, _run(Finding("F811", "sys", name, 2))).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("comment", "passes"),
    [("# noqa: F401", True), ("# noqa: E402,F401", True), ("# noqa", False), ("# noqa: E402", False)],
)
def test_a_line_may_name_the_rule_that_it_breaks_on_purpose(tmp_path: Path, comment: str, passes: bool) -> None:
    """It is counted; a mark for every rule, or for another one, says nothing."""
    changed = changeset(tmp_path, {"a.py": "x = 1\n"}, {"a.py": f"x = 1\nimport sys  {comment}\n"})
    verdict = _judge(changed, _run(Finding("F401", "sys is not used", "a.py", 2)))
    assert (verdict.outcome is Outcome.PASS) is passes
    assert ("1 more marked by name" in (verdict.found or "")) is passes


def test_a_change_without_code_that_a_tool_reads_is_not_concerned(tmp_path: Path) -> None:
    after = {"b.md": "x\n", "vendor/a.py": "import sys\n"}
    assert _judge(changeset(tmp_path, {"a.py": ""}, {"a.py": "", **after})).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.threat("A14")
def test_what_was_not_examined_does_not_pass(tmp_path: Path) -> None:
    """A file that cannot be read, a tool that proved nothing, more findings than are kept, a change cut off."""
    changed = _changed(tmp_path)
    for broken in (
        _run(failed=(Left("a.py", "not valid Python"),)),
        _run(problem="the tool did not start"),
        attrs.evolve(_run(), findings_total=7),
    ):
        assert _judge(changed, broken).outcome is Outcome.NOT_ASSESSED
    assert _judge(changed, _run(failed=(Left("c.py", "not valid Python"),))).outcome is Outcome.PASS
    assert _judge(cut_off(tmp_path / "b", {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
