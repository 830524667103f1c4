"""R: dependencies from Debian where it has them, tests with testthat and as scripts."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.r import RDetector
from workers.cell import Recipe, Results

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}
DESCRIPTION = """Package: wave
Depends: R (>= 3.5), methods
Imports: cli (>= 3.0.0),
    Rcpp
LinkingTo: Rcpp
Suggests: testthat (>= 3.0.0), withr, knitr, nowhere1
SystemRequirements: libxml2: libxml2-dev (deb), GNU make, GDAL (>= 2)
"""
TESTTHAT = {
    "tests/testthat/test-a.R": "withr::local_options()\nnowhere1::f()",
    "tests/testthat.R": "test_check('wave')",
}


def recipe(tmp_path: Path, description: str = DESCRIPTION, **files: str) -> Recipe:
    tree = {"DESCRIPTION": description, "NAMESPACE": "", **files}
    found = RDetector().detect(snapshot_of(tmp_path, tree), OFFERED)
    assert found is not None
    return found


def said(found: Recipe, text: str) -> bool:
    return any(text in reason for reason in found.reasons)


def test_package(tmp_path: Path) -> None:
    """Hard dependencies, those of Suggests that tests name, and libraries of the system; base packages are there."""
    found = recipe(tmp_path, **TESTTHAT)
    assert found.images == ("debian-12",)
    assert found.system == (
        "r-base-dev", "r-cran-cli", "r-cran-rcpp", "r-cran-testthat", "r-cran-withr", "libxml2-dev",
        "libgdal-dev",
    )  # fmt: skip
    assert found.build == ('mkdir -p "$HOME/R" && R_LIBS="$HOME/R" R CMD INSTALL --library="$HOME/R" .',)
    assert found.results == Results(tests=("testthat.tap",))
    assert said(found, "left out of Suggests (neither the code nor the tests name them): knitr")
    assert said(found, "left out of Suggests (Debian has no package of them): nowhere1")


def test_own_script(tmp_path: Path) -> None:
    """The project's script runs testthat with our reporter, unless it names one itself or there is none."""
    (own,) = recipe(tmp_path / "a", **TESTTHAT).test
    assert 'source("testthat.R")' in own
    (other,) = recipe(tmp_path / "b", **{**TESTTHAT, "tests/testthat.R": "test_check('w', reporter='x')"}).test
    assert 'test_dir("tests/testthat", package = "wave"' in other
    assert own.count("'") == other.count("'") == 2


def test_scripts(tmp_path: Path) -> None:
    """Scripts in tests are run one by one, but for the one that starts testthat, and whatever its tests did."""
    found = recipe(tmp_path, **TESTTHAT, **{"tests/plain.R": "stopifnot(TRUE)", "tests/sub/no.R": ""})
    (command,) = found.test
    assert command.startswith("ended=0; ( R_LIBS=")
    assert "for name in plain.R;" in command
    assert found.results.tests == ("testthat.tap", "scripts.tap")


def test_newer_image(tmp_path: Path) -> None:
    """The image whose Debian satisfies more is taken; what is too old even there comes from CRAN, and that is told."""
    newer = recipe(tmp_path / "a", "Package: x\nDepends: R (>= 4.4)\n")
    assert newer.images == ("debian-13",)
    missing = recipe(tmp_path / "b", "Package: x\nImports: cli (>= 99.0-1), Nowhere.pkg\n")
    assert missing.images == ("debian-12",)
    assert 'install.packages(c("cli", "Nowhere.pkg")' in missing.build[0]
    assert said(missing, "Nowhere.pkg is taken from CRAN: Debian has no package of it")
    assert said(missing, "older than 99.0.1")


def test_no_package(tmp_path: Path) -> None:
    """A DESCRIPTION without the name of a package, or without code, is none."""
    snapshot = snapshot_of(tmp_path / "a", {"DESCRIPTION": "Title: x\n", "NAMESPACE": ""})
    assert RDetector().detect(snapshot, OFFERED) is None
    assert RDetector().detect(snapshot_of(tmp_path / "b", {"DESCRIPTION": "Package: x\n"}), OFFERED) is None
    assert recipe(tmp_path / "c", "Package: x\n").test == ()


def test_hostile_names(tmp_path: Path) -> None:
    """What could end a word of R or of the shell is no name of a package."""
    found = recipe(tmp_path, "Package: x\nImports: a\"), b'; touch x, $(c), cli\n")
    assert "touch" not in "".join(found.build)
    assert '"a"' in "".join(found.build)
    snapshot = snapshot_of(tmp_path / "b", {"DESCRIPTION": 'Package: x"; y\n', "NAMESPACE": ""})
    assert RDetector().detect(snapshot, OFFERED) is None
