"""All detectors, in their order of precedence: of several that find tests, the first one's recipe is taken.

What supplements find is added to the recipe that was taken.
"""

from master.plan.detectors.autotools import AutotoolsDetector
from master.plan.detectors.cargo import CargoDetector
from master.plan.detectors.cmake import CMakeDetector
from master.plan.detectors.debian_control import DebianControl
from master.plan.detectors.detector import Detector, Supplement
from master.plan.detectors.dockerfile_packages import DockerfilePackages
from master.plan.detectors.fortran import FortranDetector
from master.plan.detectors.go import GoDetector
from master.plan.detectors.java import JavaDetector
from master.plan.detectors.jepl_file import JeplDetector
from master.plan.detectors.julia import JuliaDetector
from master.plan.detectors.make import MakeDetector
from master.plan.detectors.meson import MesonDetector
from master.plan.detectors.notebooks import NotebookDetector
from master.plan.detectors.npm import NpmDetector
from master.plan.detectors.python_package import PythonPackageDetector, PythonScriptsDetector
from master.plan.detectors.r import RDetector
from master.plan.detectors.repo2docker_files import Repo2dockerFiles
from master.plan.detectors.sage import SageDetector
from master.plan.detectors.subfolder import SubfolderDetector
from master.plan.detectors.system_libraries import SystemLibraries

# A build file in the top folder says what a repository is. A Python package stays one, whatever it compiles.
_BY_BUILD_FILE: tuple[Detector, ...] = (
    PythonPackageDetector(),
    RDetector(),
    JuliaDetector(),
    CargoDetector(),
    GoDetector(),
    CMakeDetector(),
    MesonDetector(),
    AutotoolsDetector(),
    FortranDetector(),
    NpmDetector(),
    JavaDetector(),
)

DETECTORS: tuple[Detector, ...] = (
    JeplDetector(),
    SageDetector(),
    *_BY_BUILD_FILE,
    SubfolderDetector(_BY_BUILD_FILE),
    PythonScriptsDetector(),
    MakeDetector(),
    NotebookDetector(),
)

SUPPLEMENTS: tuple[Supplement, ...] = (
    Repo2dockerFiles(),
    DebianControl(),
    DockerfilePackages(),
    SystemLibraries(),
)
