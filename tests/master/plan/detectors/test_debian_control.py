"""debian/control: names of Build-Depends, without what only packaging needs."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detectors.debian_control import DebianControl
from master.plan.detectors.detector import Needs
from workers.cell import Recipe

CONTROL = """Source: x
Build-Depends: debhelper-compat (= 13), libgmp-dev (>= 6) | libgmp3-dev,
# a comment
 python3-all-dev:any, jq <!nocheck>, gcc-13 <cross>,
 libelf-dev [linux-any], ${misc:Depends},
Build-Depends-Indep: graphviz
Standards-Version: 4.6
Depends: never

Package: x
Depends: neither
"""


def needs(tmp_path: Path, files: dict[str, str]) -> Needs:
    return DebianControl().needs(snapshot_of(tmp_path, files), Recipe())


def test_names(tmp_path: Path) -> None:
    """The first of alternatives, for any architecture and for tests; no versions, no substitutions."""
    found = needs(tmp_path, {"debian/control": CONTROL})
    assert found.system == ("libgmp-dev", "jq", "libelf-dev", "graphviz")
    assert "debhelper-compat, python3-all-dev" in found.reasons[1]


def test_absent(tmp_path: Path) -> None:
    """No file, no needs."""
    assert needs(tmp_path, {"debian/rules": ""}) == Needs()


@pytest.mark.threat("T16")
def test_hostile(tmp_path: Path) -> None:
    """Whatever stands there, only names are taken."""
    text = "Build-Depends: $(id), -y, a b c, x;y, jq-, ../z, \0\n" + " a," * 50_000
    assert needs(tmp_path, {"debian/control": text}).system == ()
