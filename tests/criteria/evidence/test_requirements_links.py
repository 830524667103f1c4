"""Links from tests to what was asked for."""

from pathlib import Path

import pytest
from scans import scanned

from criteria.evidence import requirements_links

FEATURE = "Feature: Maps\n  Scenario: A star\n    Given a star map\n    When I look\n    Then I see a star\n"


def test_scenarios_markers_ids_and_issues_are_counted(tmp_path: Path) -> None:
    files = {
        "features/map.feature": FEATURE,
        "tests/test_a.py": "@pytest.mark.requirement('REQ-12')\ndef test_a():\n    # issue #345, gh-77 and again "
        "issue #345\n    assert 1\n",
    }
    found = scanned(requirements_links, tmp_path / "r", files)
    assert (found.features, found.markers, found.ids, found.issues, found.test_files) == (1, 1, 1, 2, 1)


@pytest.mark.threat("A9")
@pytest.mark.parametrize("text", ["", "Feature: x\n", "Feature: x\n  Scenario: y\n", "Scenario: y\n Given nothing\n"])
def test_a_feature_file_without_steps_is_hollow(tmp_path: Path, text: str) -> None:
    found = scanned(requirements_links, tmp_path / "r", {"features/a.feature": text})
    assert (found.features, found.hollow) == (0, ("features/a.feature",))


def test_numbers_alone_are_no_links(tmp_path: Path) -> None:
    assert scanned(requirements_links, tmp_path / "r", {"tests/test_a.py": "assert f(12) == 345\n"}).issues == 0
