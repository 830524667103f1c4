"""`.sqa/config.yml` says which tests run; how they are built and run well is found out as always."""

import json
from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detect import detect
from master.plan.jepl import FILE
from workers.cell import Recipe
from workers.matrix import Policy, expand

OFFERED = {"debian-12": "3.11"}
PYTHON = {"setup.py": "", "test_a.py": "import mock\ndef test_a(): pass\n"}


def step(**keys: object) -> str:
    return json.dumps({"sqa_criteria": {"qc_uni": {"repos": {"x": {"container": "t", **keys}}}}})


def recipe(tmp_path: Path, text: str, files: dict[str, str]) -> Recipe:
    return detect(snapshot_of(tmp_path, {FILE: text, **files}), offered=OFFERED)


def test_tox(tmp_path: Path) -> None:
    """An environment of tox is made without tox: its dependencies, and the choice of its command."""
    tox = "[testenv:unit]\ndeps = mock\ncommands = pytest unit\n"
    files = {**PYTHON, "tox.ini": tox, "unit/test_b.py": "def test_b(): pass\n"}
    for number, text in enumerate((step(tox={"testenv": ["unit"]}), step(commands=["pip install tox && tox -e unit"]))):
        found = recipe(tmp_path / str(number), text, files)
        assert found.origin == FILE
        assert found.build == ("python -m pip install -e . mock pytest coverage",)
        assert found.test[0].endswith("-m pytest unit")


def test_other_languages(tmp_path: Path) -> None:
    """Commands of other tools are run as they stand; what is more than words is not."""
    found = recipe(tmp_path, step(commands=["./check --all", "sh -c 'x $HOME'", "flake8"]), {"main.xyz": ""})
    assert found.test == ("./check --all",)
    assert any("more than plain words" in reason for reason in found.reasons)


def test_build_of_another(tmp_path: Path) -> None:
    """Where only the tests are named, the build is that of the kind of project it is."""
    files = {"CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(x C)\nadd_executable(x x.c)\n", "x.c": ""}
    found = recipe(tmp_path, step(commands=["./check"]), files)
    assert found.test == ("./check",)
    assert found.build


def test_without_unit_tests(tmp_path: Path) -> None:
    """A file without unit tests changes nothing."""
    found = recipe(tmp_path, "sqa_criteria: {qc_style: {repos: {}}}", PYTHON)
    assert (found.origin, bool(found.test)) == ("detected", True)


@pytest.mark.threat("T16", "T23")
def test_rights(tmp_path: Path) -> None:
    """Images, volumes, privileges, credentials and thresholds of the file reach nothing of the cell."""
    compose = "services: {t: {image: evil/x, privileged: true, volumes: ['/:/host'], network_mode: host}}\n"
    text = json.loads(step(commands=["pytest"]))
    text |= {"config": {"credentials": [{"id": "x"}]}, "environment": {"LD_PRELOAD": "x", "A": "b"}, "timeout": 10**9}
    found = recipe(tmp_path, json.dumps(text), {**PYTHON, ".sqa/docker-compose.yml": compose})
    cell = expand(found, offered=OFFERED, policy=Policy()).cells[0]
    assert (cell.image, dict(cell.environment), cell.limits) == ("debian-12", {}, Recipe().limits)
    assert "evil" not in "".join((*cell.build, *cell.test, *cell.system))
