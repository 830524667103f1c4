"""Debian packages for the libraries that build files ask for by name: CMake's find_package, and pkg-config."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files

import attrs
import yaml

from criteria.marked_yaml import shown
from master.plan.debian_index import USUAL, debian_index
from master.plan.libraries import of_pkgconfig as _kept_by_hand

MAX_NAMED = 60  # libraries of one repository
# Tests often start more processes than a cell has processors; without this Open MPI refuses.
MPI_ENVIRONMENT = {"OMPI_MCA_rmaps_base_oversubscribe": "true"}


@attrs.frozen
class Asked:
    """A library, and whether the build ends without it."""

    name: str
    required: bool = True


@attrs.frozen
class Packages:
    """Debian packages, and a sentence for each library that was looked up."""

    system: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def __add__(self, other: "Packages") -> "Packages":
        return Packages(tuple(dict.fromkeys(self.system + other.system)), self.reasons + other.reasons)


def of_cmake(asked: Iterable[Asked], image: str = USUAL) -> Packages:
    """For names of find_package."""
    return _packages("find_package", asked, lambda name: of_find_package(name, image))


def of_pkgconfig(asked: Iterable[Asked], image: str = USUAL) -> Packages:
    """For modules of pkg-config."""
    return _packages("pkg-config", asked, lambda name: of_module(name, image))


def of_programs(names: Iterable[str]) -> Packages:
    """For names of find_program; a program that is not known is left to the build to miss."""
    return _packages("find_program", (Asked(name, required=False) for name in names), _by_hand()["find_program"].get)


def of_find_package(name: str, image: str = USUAL) -> tuple[str, ...] | None:
    """The packages for a name of find_package, in any case; None when none is known, empty when none is needed."""
    known = _by_hand()["find_package"].get(name.lower())
    if known is None and (package := debian_index(image).cmake.get(name.lower())):
        known = (package,)
    return known


def of_module(name: str, image: str = USUAL) -> tuple[str, ...] | None:
    """The packages for a module of pkg-config; None when none is known."""
    if library := _kept_by_hand(name):
        return library.packages
    package = debian_index(image).pkgconfig.get(name)
    return (package,) if package else None


def environment_for(system: Iterable[str]) -> dict[str, str]:
    """The variables that tests need with these Debian packages."""
    return dict(MPI_ENVIRONMENT) if "openmpi-bin" in system else {}


def _packages(how: str, asked: Iterable[Asked], known: Callable[[str], tuple[str, ...] | None]) -> Packages:
    required: dict[str, bool] = {}
    for library in asked:
        required[library.name] = required.get(library.name, False) or library.required
    system: list[str] = []
    reasons: list[str] = []
    for name, needed in list(required.items())[:MAX_NAMED]:
        packages = known(name)
        if packages:
            system += packages
            reasons.append(f"{', '.join(packages)}: {how} asks for {shown(name)}")
        elif packages is None and needed:
            reasons.append(f"{how} asks for {shown(name)}, for which no Debian package is known")
    return Packages(tuple(dict.fromkeys(system)), tuple(reasons))


@cache
def _by_hand() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load((files("master.plan") / "cmake_packages.yaml").read_bytes())
    return {how: {name: tuple(packages) for name, packages in table.items()} for how, table in data.items()}
