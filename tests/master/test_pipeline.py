"""Static evidence of the network: asked once, not at all offline, and the same for both sides of a change."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from repos import commit_tree

from criteria.evidence.web import Page, Web
from master import web
from master.commands.assess import Options, assess

ADDRESS = "https://star-map.readthedocs.io"
README = f"# Star Map\n\nThe documentation is at {ADDRESS} and explains all.\n"
PROJECT = "[project]\nname = 'star-map'\n"

Asked = list[tuple[list[str], frozenset[str]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the network was asked; every page answers with this project."""
    questions: Asked = []

    def capture(addresses: Iterable[str], names: frozenset[str], now: datetime) -> Web:
        listed = list(addresses)
        questions.append((listed, names))
        return Web("2024-05-01", {address: Page(True, True, "its text names the project") for address in listed})

    monkeypatch.setattr(web, "capture", capture)
    return questions


def assessed(tree: Path, tmp_path: Path, **more: Any) -> dict[str, Any]:
    file = tmp_path / "report.json"
    assess(Options(str(tree), None, "eosc-software-4.1", "json", file, "none", **more))
    data: dict[str, Any] = json.loads(file.read_bytes())
    rules = (rule for criterion in data["criteria"] for rule in criterion["subcriteria"])
    return {"change": data.get("change"), **next(rule for rule in rules if rule["id"] == "QC.Doc03")}


def test_the_network_is_asked_for_the_addresses_that_the_check_looks_at(asked: Asked, tmp_path: Path) -> None:
    """Those of the project, by its names; the capture is evidence of the verdict."""
    other = "See https://numpy.org/doc too.\n"
    commit_tree(tmp_path / "tree", {"README.md": README + other, "pyproject.toml": PROJECT})
    found = assessed(tmp_path / "tree", tmp_path, offline=False)
    ((addresses, names),) = asked
    assert (addresses, "starmap" in names) == ([ADDRESS], True)
    assert (found["verdict"], found["strength"]) == ("pass", "E3")
    assert "2024-05-01" in found["reason"]


def test_offline_nothing_is_asked(asked: Asked, tmp_path: Path) -> None:
    """The report says so."""
    commit_tree(tmp_path / "tree", {"README.md": README, "pyproject.toml": PROJECT})
    found = assessed(tmp_path / "tree", tmp_path, offline=True)
    assert not asked
    assert found["verdict"] == "not_assessed"
    assert "the network was not asked (--offline)" in found["reason"]


def test_both_sides_of_a_change_share_one_capture(asked: Asked, tmp_path: Path) -> None:
    """A network that changes its mind in between is no change of the project."""
    base = commit_tree(tmp_path / "tree", {"README.md": README, "pyproject.toml": PROJECT})
    commit_tree(tmp_path / "tree", {"README.md": README, "pyproject.toml": PROJECT, "a.py": "A = 1\n"})
    found = assessed(tmp_path / "tree", tmp_path, offline=False, since=base)
    assert len(asked) == 1
    assert found["verdict"] == "pass"
    assert "QC.Doc03" not in json.dumps(found["change"])
