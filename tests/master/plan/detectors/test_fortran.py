"""fpm: installed by pip, each test program is one test."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.fortran import FortranDetector
from workers.cell import Recipe

MANIFEST = """
name = "wave"
[build]
link = ["lapack", "blas"]
[dependencies]
mpi = "*"
[[test]]
name = "a"
[test.dependencies]
test-drive.git = "https://example.org/test-drive"
"""


def recipe(tmp_path: Path, text: str, **files: str) -> Recipe:
    found = FortranDetector().detect(snapshot_of(tmp_path, {"fpm.toml": text, **files}), {})
    assert found is not None
    return found


def test_project(tmp_path: Path) -> None:
    """Built with its tests and measured; libraries come from Debian, other projects are told."""
    found = recipe(tmp_path, MANIFEST)
    assert found.arches == ("amd64",)
    assert found.build[1] == "python -m pip install fpm"
    assert found.build[2].startswith("fpm build --tests --profile debug")
    assert {"gfortran", "liblapack-dev", "libopenblas-dev", "libopenmpi-dev"} <= set(found.system)
    assert found.results.tests == ("fpm.tap",)
    assert found.environment == {"OMPI_MCA_rmaps_base_oversubscribe": "true"}
    assert any("'test-drive': downloaded" in reason for reason in found.reasons)


def test_folder_of_tests(tmp_path: Path) -> None:
    """Sources in `test` are tests, unless the manifest says that the folder is not searched."""
    assert recipe(tmp_path / "a", 'name="x"', **{"test/t.f90": ""}).test
    assert not recipe(tmp_path / "b", 'name="x"\n[build]\nauto-tests=false', **{"test/t.f90": ""}).test
    assert not recipe(tmp_path / "c", 'name="x"').test


def test_broken(tmp_path: Path) -> None:
    """A manifest that is no TOML is a reason; other shapes than expected are nothing."""
    assert "not read" in recipe(tmp_path / "a", "name=").reasons[0]
    assert recipe(tmp_path / "b", 'build=1\ndependencies=[]\ntest="x"\n').build
