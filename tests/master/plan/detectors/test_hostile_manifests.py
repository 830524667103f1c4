"""Whatever stands in a build file, a detector gives a recipe or None, in words that a terminal may show."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import snapshot_of

from master.plan.detectors.autotools import AutotoolsDetector
from master.plan.detectors.cargo import CargoDetector
from master.plan.detectors.cmake import CMakeDetector
from master.plan.detectors.detector import Detector
from master.plan.detectors.fortran import FortranDetector
from master.plan.detectors.go import GoDetector
from master.plan.detectors.java import JavaDetector
from master.plan.detectors.julia import JuliaDetector
from master.plan.detectors.make import MakeDetector
from master.plan.detectors.meson import MesonDetector
from master.plan.detectors.npm import NpmDetector
from master.plan.detectors.r import RDetector
from workers.packages import package_problem

WORDS = [
    "project(", "find_package(", "pkg_check_modules(A ", "option(", "dependency('", "PKG_CHECK_MODULES([A],[", "test(",
    "add_custom_target(", "cmake_minimum_required(VERSION ", "meson_version: '>=", "Package: ", "Imports: ", "go ",
    '{"scripts":{"test":"', '"engines":{"node":"', "[package]\n", 'edition="', 'rust-version="', "<release>", "check:",
    "AC_INIT", "AM_INIT_AUTOMAKE", "REQUIRED", "x", "9" * 30, "1.2", "'", '"', "(", ")", "[", "]", "{", "}", ",", "\n",
    ";", "$(id)", "`id`", "\x1b[2J", "\u202e", "\x00", "é", "#", "\\", " ",
]  # fmt: skip
CASES: list[tuple[Detector, str]] = [
    (CMakeDetector(), "CMakeLists.txt"),
    (MesonDetector(), "meson.build"),
    (AutotoolsDetector(), "configure.ac"),
    (MakeDetector(), "Makefile"),
    (FortranDetector(), "fpm.toml"),
    (RDetector(), "DESCRIPTION"),
    (JuliaDetector(), "Project.toml"),
    (NpmDetector(), "package.json"),
    (CargoDetector(), "Cargo.toml"),
    (GoDetector(), "go.mod"),
    (JavaDetector(), "pom.xml"),
]


@pytest.mark.parametrize(("detector", "name"), CASES, ids=lambda value: getattr(value, "name", value))
@settings(max_examples=40, deadline=None)
@given(text=st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
def test_any_text(detector: Detector, name: str, text: str) -> None:
    """Nothing raises; sentences hold no control characters; every Debian package has a name of Debian's."""
    with TemporaryDirectory() as folder:
        files = {name: text, "NAMESPACE": "", "x.c": "", "a.jl": "", "src/test/java/T.java": "", "x_test.go": ""}
        found = detector.detect(snapshot_of(Path(folder), files), {"debian-12": "3.11", "debian-13": "3.13"})
    if found is not None:
        assert found.reasons
        assert all(reason.isprintable() for reason in found.reasons), found.reasons
        assert not any(package_problem(package) for package in found.system)
