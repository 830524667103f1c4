"""Debian packages that a recipe asks for: names only, so that a list of packages can never carry options."""

import re
from collections.abc import Iterable

from workers.errors import MatrixError

MAX_PACKAGES = 200
# Debian Policy Manual 5.6.1: at least two characters, lower case letters, digits, plus, minus and period.
_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]{1,99}\Z")


def package_problem(name: str) -> str | None:
    """Why this is no name of a Debian package, or None."""
    if not _NAME.match(name):
        return (
            f"{_shown(name)} is no name of a Debian package: write lower case letters, digits, '+', '-' and '.', "
            "beginning with a letter or digit, without version or architecture"
        )
    if name.endswith("-"):  # apt-get install NAME- removes NAME
        return f"{_shown(name)} ends with '-', which would remove the package"
    return None


def check_packages(names: Iterable[str]) -> tuple[str, ...]:
    """The names once each, in their order; raises MatrixError for the first that is none."""
    unique = tuple(dict.fromkeys(names))
    if len(unique) > MAX_PACKAGES:
        raise MatrixError(f"system: {len(unique)} packages are more than the {MAX_PACKAGES} that a cell installs")
    for name in unique:
        if problem := package_problem(name):
            raise MatrixError(f"system: {problem}")
    return unique


def _shown(name: str) -> str:
    return ascii(name if len(name) <= 60 else name[:60] + "...")
