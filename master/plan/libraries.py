"""Which Debian packages bring a library that sources ask for: by header, and by its name in pkg-config."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import attrs
import yaml


@attrs.frozen
class Library:
    """One entry of `libraries.yaml`. A header that ends with a slash stands for all below it."""

    name: str
    packages: tuple[str, ...]
    headers: tuple[str, ...] = ()
    pkgconfig: tuple[str, ...] = ()
    cimports: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # images that cannot have it


@cache
def libraries() -> tuple[Library, ...]:
    """All libraries that are known, in the order of the table."""
    data: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
        (files("master.plan") / "libraries.yaml").read_text(encoding="utf-8")
    )
    return tuple(
        Library(name, **{field: tuple(values) for field, values in entry.items()}) for name, entry in data.items()
    )


def of_header(header: str) -> Library | None:
    """The library of a header, as it stands behind `#include`, e.g. "gmp.h" or "fplll/nr/nr.h"."""
    known, folder = _by_header(), header
    while folder:
        if found := known.get(header if folder == header else f"{folder}/"):
            return found
        folder = folder.rpartition("/")[0]
    return None


def of_pkgconfig(name: str) -> Library | None:
    """The library of a name that pkg-config knows, e.g. "fftw3"."""
    return _by_pkgconfig().get(name)


def of_cimport(module: str) -> Library | None:
    """The library behind a module that Cython sources cimport, by its top name, e.g. "gmpy2"."""
    return _by_cimport().get(module)


@cache
def _by_cimport() -> Mapping[str, Library]:
    return {module: library for library in libraries() for module in library.cimports}


@cache
def _by_header() -> Mapping[str, Library]:
    return {header: library for library in libraries() for header in library.headers}


@cache
def _by_pkgconfig() -> Mapping[str, Library]:
    return {name: library for library in libraries() for name in library.pkgconfig}
