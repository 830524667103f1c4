"""The image whose Debian has a toolchain that is new enough."""

from collections.abc import Iterable, Mapping

import attrs
from packaging.version import InvalidVersion, Version

from master.plan.debian_index import USUAL, debian_index


@attrs.frozen
class Toolchain:
    """`image` is None when no image has a package that is new enough; the reason then says what they have."""

    image: str | None
    package: str
    reason: str = ""


def choose_toolchain(packages: Iterable[str], minimum: str, asked: str, offered: Mapping[str, str]) -> Toolchain:
    """The first package in the first image that is at least `minimum`, the usual image first.

    `packages`: in the order of preference. `minimum`: empty for any. `asked`: who asks, as the subject of a sentence,
    e.g. "go.mod asks for Go 1.22".
    """
    names = list(packages)
    images = sorted(offered or (USUAL,), key=lambda image: (image != USUAL, image))
    for image in images:
        for package in names:
            here = debian_index(image).version(package)
            if here is not None and not _is_older(here, minimum):
                changed = f"the image is {image}: {asked}, it has {here}" if image != USUAL else ""
                return Toolchain(image, package, changed)
    having = ", ".join(f"{image} has {_newest(image, names)}" for image in images)
    return Toolchain(None, names[0], f"nothing is run: {asked}, and no image offers it: {having}")


def _is_older(here: Version, minimum: str) -> bool:
    try:
        return bool(minimum) and here < Version(minimum)
    except InvalidVersion:
        return False


def _newest(image: str, packages: Iterable[str]) -> str:
    versions = [version for name in packages if (version := debian_index(image).version(name)) is not None]
    return str(max(versions)) if versions else "none"
