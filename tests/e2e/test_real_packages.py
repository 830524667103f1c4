"""The main job on real packages of the field, in real containers, through a real Buildbot master."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports.schema import report_schema
from workers.emulation import host_arch

pytestmark = pytest.mark.engine
OWN = host_arch()


def the_cell(report: dict[str, Any]) -> dict[str, Any]:
    (cell,) = report["cells"]
    return cell


@pytest.mark.usefixtures("engine")
def test_memory_allocator_builds_and_passes(assay: Any) -> None:
    """SageMath's own component: a Cython extension is built, and its doctests are counted."""
    ran = assay("run", "pypi:memory_allocator==0.1.4", "--engine", "docker", "--arch", OWN)
    assert ran.code == 0, ran.stderr
    cell = the_cell(ran.report)
    assert (cell["status"], cell["arch"], cell["machine"]) == ("passed", OWN, {"amd64": "x86_64"}.get(OWN, "aarch64"))
    assert cell["tests"] == {"total": 38, "passed": 38, "failed": 0, "errors": 0, "skipped": 0}
    assert "@sha256:" in cell["image"]
    assert cell["duration_s"] > 0
    Draft202012Validator(report_schema()).validate(ran.report)
    assert all(rule["reason"] for criterion in ran.report["criteria"] for rule in criterion["subcriteria"])
    assert (ran.folder / "badge.svg").read_text().startswith("<svg")
    assert "memory_allocator" in (ran.folder / "report.html").read_text()


def test_memory_allocator_on_the_other_architecture(assay: Any, emulated: str) -> None:
    """The same package in a cell of another architecture, which really is one."""
    ran = assay("run", "pypi:memory_allocator==0.1.4", "--engine", "docker", "--arch", emulated)
    assert ran.code == 0, ran.stderr
    cell = the_cell(ran.report)
    assert (cell["status"], cell["arch"]) == ("passed", emulated)
    assert cell["machine"] == {"arm64": "aarch64", "amd64": "x86_64"}[emulated]
    assert cell["emulated"] is True
    assert cell["tests"]["passed"] == 38


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("source", "tests"), [("pypi:udocker==1.3.17", 439), ("pypi:caso==5.2.2", 72)])
def test_every_test_of_the_suite_is_counted(assay: Any, source: str, tests: int) -> None:
    """Tests are counted as the suite reports them, with its test dependencies found."""
    ran = assay("run", source, "--engine", "docker", "--arch", OWN)
    assert ran.code == 0, ran.stderr
    assert the_cell(ran.report)["tests"] == {"total": tests, "passed": tests, "failed": 0, "errors": 0, "skipped": 0}
    by_id = {rule["id"]: rule for rule in ran.criterion("QC.Uni")["subcriteria"]}
    assert by_id["QC.Uni01@devel"]["verdict"] == "pass"
    assert by_id["QC.Uni01@devel"]["strength"] == "E4"
    assert the_cell(ran.report)["coverage"]["covered"] > 500


@pytest.mark.usefixtures("engine")
def test_no_tests_is_a_verdict_and_no_error(assay: Any) -> None:
    """IM builds, has no tests, and is told so."""
    ran = assay("run", "pypi:IM==2.0.0", "--engine", "docker", "--arch", OWN)
    assert ran.code == 1
    assert ran.criterion("QC.Uni")["verdict"] == "fail"
    assert "no tests found" in ran.criterion("QC.Uni")["reason"]
    builds = [command for command in the_cell(ran.report)["commands"] if command["phase"] == "build"]
    assert builds
    assert all(command["exit"] == 0 for command in builds)


@pytest.mark.usefixtures("engine")
def test_a_missing_library_is_the_projects_fault(assay: Any, tmp_path: Path) -> None:
    """A configuration that forgets the C library of fpylll: its build fails, and the report shows the telling line."""
    config = tmp_path / "forgets.yml"
    config.write_text("version: 1\nbuild: python -m pip install -e . cysignals pytest\ntest: python -m pytest\n")
    ran = assay("run", "pypi:fpylll==0.6.4", "--engine", "docker", "--arch", OWN, "--config", str(config))
    assert ran.code == 1
    cell = the_cell(ran.report)
    assert (cell["status"], cell["fault"], cell["phase"]) == ("failed", "project", "build")
    assert "No such file or directory" in cell["reason"]
    assert any("gmp.h" in line for line in cell["log_tail"])
    assert cell["reproduce"].startswith(f"assay reproduce {cell['id']} --source pypi:fpylll==0.6.4")
