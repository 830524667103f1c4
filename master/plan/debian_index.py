"""What Debian's packages bring for a build, by image: read without a network.

`scripts/make_debian_index.py` makes the files anew.
"""

import csv
import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import StringIO

import attrs
from packaging.version import Version

USUAL = "debian-12"  # the image of a recipe that names none


@attrs.frozen
class DebianIndex:
    """`pkgconfig` and `cmake`: the package that brings a module of pkg-config, or a package file of CMake (its name in
    lower case). `versions`: of R packages, by their Debian name, and of toolchains.
    """

    pkgconfig: Mapping[str, str]
    cmake: Mapping[str, str]
    versions: Mapping[str, str]

    def version(self, package: str) -> Version | None:
        """The upstream version of a package that is in the index."""
        text = self.versions.get(package)
        return Version(text) if text else None


@cache
def debian_index(image: str = USUAL) -> DebianIndex:
    """Empty for an image that has no index."""
    kinds: dict[str, dict[str, str]] = {"pkg-config": {}, "cmake": {}, "version": {}}
    file = files("master.plan") / "debian" / f"{image}.csv.gz"
    if file.is_file():
        for kind, name, value in csv.reader(StringIO(gzip.decompress(file.read_bytes()).decode())):
            kinds[kind][name] = value
    return DebianIndex(kinds["pkg-config"], kinds["cmake"], kinds["version"])
