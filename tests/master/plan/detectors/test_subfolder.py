"""Build files one folder down: built there, with paths as they are seen from the top folder."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.cmake import CMakeDetector
from master.plan.detectors.meson import MesonDetector
from master.plan.detectors.subfolder import SubfolderDetector
from workers.cell import Recipe

DETECTOR = SubfolderDetector((CMakeDetector(), MesonDetector()))
MESON = "project('x', 'c')\ntest('a', e)\n"


def detected(tmp_path: Path, files: dict[str, str]) -> Recipe | None:
    return DETECTOR.detect(snapshot_of(tmp_path, {"README": "", **files}), {})


def test_folder(tmp_path: Path) -> None:
    """Commands go into the folder; reports of the tree are named from the top; coverage is not measured."""
    found = detected(tmp_path, {"core/meson.build": MESON, "other/CMakeLists.txt": "project(y)"})
    assert found is not None
    assert found.test == ("cd core || exit 1; meson test -C build --no-rebuild --print-errorlogs",)
    assert found.results.junit == ("core/build/meson-logs/testlog.junit.xml",)
    assert found.results.coverage == found.after_test == ()
    assert "that of core is built" in found.reasons[0]
    assert "other" in found.reasons[1]


def test_tests_before_order(tmp_path: Path) -> None:
    """A folder with tests goes before one that can only be built."""
    found = detected(tmp_path, {"a/CMakeLists.txt": "project(a)", "b/CMakeLists.txt": "project(b)\nadd_test(x)"})
    assert found is not None
    assert found.test[0].startswith("cd b ")


def test_top_folder(tmp_path: Path) -> None:
    """With a build file or Python in the top folder, or nothing but documents below, there is nothing to do."""
    for number, name in enumerate(("CMakeLists.txt", "Makefile", "requirements.txt", "run.py")):
        assert detected(tmp_path / str(number), {name: "", "core/meson.build": MESON}) is None
    assert detected(tmp_path / "docs", {"docs/meson.build": MESON}) is None
    assert detected(tmp_path / "odd", {"$(x)/meson.build": MESON}) is None
    assert detected(tmp_path / "deep", {"a/b/meson.build": MESON}) is None
