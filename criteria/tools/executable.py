"""Where the program of an installed distribution is. What else the machine has on its path decides nothing."""

import functools
import shutil
from importlib import metadata

from criteria.errors import ToolError


@functools.cache
def executable(distribution: str, name: str) -> str:
    """The path of the program `name` that `distribution` brought along; ToolError when it is not there."""
    try:
        files = metadata.distribution(distribution).files or ()
    except metadata.PackageNotFoundError as error:
        raise ToolError(f"{name} is not installed") from error
    for file in files:
        if file.name == name and not file.suffix:
            return str(file.locate())
    raise ToolError(f"{distribution} is installed without its program {name}")


@functools.cache
def installed(distribution: str) -> str | None:
    """The version of a distribution, or None where it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def system_program(name: str) -> str | None:
    """A program of the operating system itself, found where only its administrator can put one."""
    return shutil.which(name, path="/usr/bin:/bin")
