"""Paths that the project itself calls critical."""

from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import critical_paths

CODECOV = """
component_management:
  individual_components:
    - {component_id: core, paths: ['star/core/**', star/map.py]}
    - {component_id: docs, paths: [docs/**]}
"""


def test_components_with_such_a_name_are_read(tmp_path: Path) -> None:
    found = critical_paths.collect(snapshot_of(tmp_path / "r", {"codecov.yml": CODECOV}))
    assert (found.patterns, found.path) == (("star/core", "star/map.py"), "codecov.yml")


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "text",
    ["", "a: *b\n", "component_management: 3\n", "component_management: {individual_components: [1, {paths: 2}]}\n"],
)
def test_without_such_components_nothing_is_critical(tmp_path: Path, text: str) -> None:
    assert critical_paths.collect(snapshot_of(tmp_path / "r", {"codecov.yml": text})).patterns == ()
