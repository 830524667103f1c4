"""Fortran projects that fpm builds, the Fortran package manager."""

from collections.abc import Iterator, Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan import native_coverage
from master.plan.requirements import plain_file
from master.plan.scripts import as_tap
from master.plan.system_libraries import environment_for
from workers.cell import Recipe, Results

MANIFEST = "fpm.toml"
ARCH = "amd64"  # the package index has fpm for no other
# Libraries that a manifest may link with, and their Debian packages.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "blas": ("libopenblas-dev",), "openblas": ("libopenblas-dev",), "lapack": ("liblapack-dev", "libopenblas-dev"),
    "hdf5": ("libhdf5-dev",), "netcdf": ("libnetcdf-dev", "libnetcdff-dev"), "netcdff": ("libnetcdff-dev",),
    "fftw3": ("libfftw3-dev",), "mpi": ("libopenmpi-dev", "openmpi-bin"), "z": ("zlib1g-dev",),
    "curl": ("libcurl4-openssl-dev",), "sqlite3": ("libsqlite3-dev",), "ncurses": ("libncurses-dev",),
}  # fmt: skip
_OPTIONS = f"--profile debug --flag '{native_coverage.FLAGS}'"
# fpm itself says where the programs are: a runner that only tells its argument.
_PROGRAMS = f"$(fpm test {_OPTIONS} --runner echo)"


class FortranDetector:
    """fpm from the package index, for Debian has none; each test program is one test."""

    name = "fpm"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        entry = plain_file(snapshot, MANIFEST)
        if entry is None:
            return None
        try:
            manifest = load_toml(snapshot.read(entry), MANIFEST)
        except UntrustedInputError as error:
            return Recipe(reasons=(f"nothing is run: {MANIFEST} is not read: {error}",))
        tested = _has_tests(snapshot, manifest)
        libraries = tuple(dict.fromkeys(package for name in _linked(manifest) for package in LIBRARIES.get(name, ())))
        return Recipe(
            arches=(ARCH,),
            system=("gfortran", *libraries),
            environment=environment_for(libraries),
            build=(
                *((native_coverage.INSTALL,) if tested else ()),
                "python -m pip install fpm",
                f"fpm build {'--tests ' if tested else ''}{_OPTIONS}",
            ),
            test=(as_tap(_PROGRAMS, '"$name"', "fpm.tap"),) if tested else (),
            after_test=(native_coverage.REPORT,) if tested else (),
            results=Results(
                tests=("fpm.tap",) if tested else (), coverage=(native_coverage.REPORT_FILE,) if tested else ()
            ),
            reasons=tuple(_reasons(manifest, tested, libraries)),
        )


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _has_tests(snapshot: Snapshot, manifest: Mapping[str, Any]) -> bool:
    """Tests that are listed, or those in the folder `test` unless the manifest says that it is not searched."""
    if manifest.get("test"):
        return True
    searched = _table(manifest, "build").get("auto-tests", True) is not False
    return searched and any(
        entry.path.startswith("test/") and entry.name.lower().endswith((".f90", ".f", ".c", ".cpp"))
        for entry in snapshot.files()
    )


def _linked(manifest: Mapping[str, Any]) -> Iterator[str]:
    linked = _table(manifest, "build").get("link", [])
    for name in [linked] if isinstance(linked, str) else linked if isinstance(linked, list) else []:
        if isinstance(name, str):
            yield name.lower()
    for name, value in _table(manifest, "dependencies").items():
        if isinstance(value, str):  # `mpi = "*"`: a library of the system and not a project
            yield name.lower()


def _fetched(manifest: Mapping[str, Any]) -> Iterator[str]:
    tests = manifest.get("test")
    parts = [manifest, *(test for test in tests if isinstance(test, dict))] if isinstance(tests, list) else [manifest]
    for part in parts:
        for key in ("dependencies", "dev-dependencies"):
            for name, value in _table(part, key).items():
                if isinstance(value, dict) and "path" not in value:
                    yield name


def _reasons(manifest: Mapping[str, Any], tested: bool, libraries: tuple[str, ...]) -> Iterator[str]:
    yield f"{MANIFEST} is there: the project is built with fpm, which pip installs, for Debian has none"
    yield f"the architecture is {ARCH}: for others the package index has no fpm"
    if libraries:
        yield f"{', '.join(libraries)}: {MANIFEST} links with them"
    if fetched := list(dict.fromkeys(_fetched(manifest))):
        names = shown(", ".join(fetched), 200)
        yield f"{names}: downloaded while building; that fails where only package registries are reachable"
    if tested:
        yield "each test program of fpm is one test"
        yield native_coverage.REASON
    else:
        yield f"no tests found: {MANIFEST} lists none, and no sources in test are searched"
