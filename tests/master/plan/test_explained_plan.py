"""A plan as data: every cell and every point left out has its reasons, in the published form."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
from repos import snapshot_of

from master.plan.explained_plan import explained
from master.plan.plan import plan
from workers.matrix import Policy

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}
SCHEMA: dict[str, Any] = json.loads((files("master.plan") / "matrix-1.schema.json").read_text())


def shown(tmp_path: Path, contents: dict[str, str], arches: tuple[str, ...] | None = None) -> dict[str, Any]:
    snapshot = snapshot_of(tmp_path, {"README": "", **contents})
    made = plan(snapshot, config=None, arches=arches, offered=OFFERED, policy=Policy(), runnable=("amd64", "arm64"))
    data = explained(made, source="x", commit=snapshot.commit, arches_given=arches is not None, native="amd64")
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


def test_file(tmp_path: Path) -> None:
    """Every axis of every cell has a sentence; a point that is no cell has one too."""
    text = (
        "matrix: {image: [debian-12, debian-13], arch: [amd64, arm64], axes: {blas: [a, b]}, "
        "exclude: [{arch: arm64, blas: b}]}\ntest: make check\nemulated: {test: make quick}\n"
    )
    data = shown(tmp_path, {".assay.yml": text})
    assert [cell["id"] for cell in data["cells"]] == [
        "debian-12/amd64/py3.11/a", "debian-12/amd64/py3.11/b", "debian-12/arm64/py3.11/a",
        "debian-13/amd64/py3.13/a", "debian-13/amd64/py3.13/b", "debian-13/arm64/py3.13/a",
    ]  # fmt: skip
    assert [item["id"] for item in data["excluded"]] == ["debian-12/arm64/py3.11/b", "debian-13/arm64/py3.13/b"]
    emulated = data["cells"][2]
    assert (emulated["emulated"], emulated["subset"], emulated["test"]) == (True, True, ["make quick"])
    assert [reason.partition(":")[0] for reason in emulated["reasons"]] == [
        "debian-12", "arm64", "Python 3.11", "blas a", "fewer tests",
    ]  # fmt: skip


def test_detected(tmp_path: Path) -> None:
    """Without a file the decisions of detection are the reasons; architectures of the request are told as such."""
    data = shown(tmp_path, {"setup.py": "", "test_a.py": "def test_a(): pass\n"}, ("amd64",))
    assert data["origin"] == "detected"
    assert "1 test files are run with pytest" in data["reasons"]
    assert data["cells"][0]["reasons"][1] == "amd64: asked for on the command line; it is native here"


def test_nothing(tmp_path: Path) -> None:
    """No cells, with the reason."""
    data = shown(tmp_path, {})
    assert data["cells"] == []
    assert data["reasons"]
