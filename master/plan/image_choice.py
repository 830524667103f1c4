"""The image whose Python a repository can use: what it requires decides, what it wishes for comes second."""

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from master.plan.requirements import plain_file
from workers.cell import Recipe

MAX_BYTES = 2**10
_RUNTIME = re.compile(r"python-(3\.[0-9]{1,2})(?:\.[0-9]{1,3})?\s*\Z")
_PYENV = re.compile(r"(?:cpython-)?(3\.[0-9]{1,2})(?:\.[0-9]{1,3})?\s")
_FILES = (
    ("runtime.txt", _RUNTIME),
    ("binder/runtime.txt", _RUNTIME),
    (".binder/runtime.txt", _RUNTIME),
    (".python-version", _PYENV),
)


@attrs.frozen
class Wish:
    """A Python version such as "3.10", and the file that names it."""

    python: str
    source: str


@attrs.frozen
class ImageChoice:
    """`images` is empty when none has a Python that the project allows; the reason then says so."""

    images: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def wishes(snapshot: Snapshot) -> Iterator[Wish]:
    """The Pythons that small files name, the file for repo2docker first."""
    for path, pattern in _FILES:
        entry = snapshot.by_path.get(path) if path.startswith(".") else plain_file(snapshot, path)
        if entry is not None and entry.is_file:
            match = pattern.match(snapshot.text(entry, MAX_BYTES).strip() + "\n")
            if match:
                yield Wish(match.group(1), path)


def choose_image(requires_python: str, wished: Iterable[Wish], offered: Mapping[str, str]) -> ImageChoice:
    """One image of those that are offered (name -> its Python); the usual one where several will do."""
    usual = Recipe().images
    allowed = [image for image in offered if _allows(requires_python, offered[image])]
    if not offered:
        return ImageChoice(usual)
    if not allowed:
        asked = shown(requires_python, 100)
        return ImageChoice(
            (), (f"nothing is run: the project asks for Python {asked}, and no image offers it: {_having(offered)}",)
        )
    wish = next(iter(wished), None)
    fitting = [image for image in allowed if wish is not None and offered[image] == wish.python]
    image = min(fitting or allowed, key=lambda name: name not in usual)
    reasons = []
    if wish is not None and fitting:
        reasons.append(f"the image is {image}: {wish.source} asks for Python {wish.python}")
    elif image not in usual:
        reasons.append(f"the image is {image}: the project asks for Python {requires_python}, it has {offered[image]}")
    if wish is not None and not fitting:
        reasons.append(
            f"{wish.source} asks for Python {wish.python}, which no image has that the project allows;"
            f" it is built with {offered[image]} of {image}"
        )
    return ImageChoice((image,), tuple(reasons))


def _allows(requires_python: str, python: str) -> bool:
    try:
        wanted = SpecifierSet(requires_python[:200])
    except InvalidSpecifier:
        return True
    # The last digit is not known here: `>=3.11.2` is taken to hold for 3.11.
    return any(wanted.contains(f"{python}.{patch}") for patch in (0, 5, 99))


def _having(offered: Mapping[str, str]) -> str:
    return ", ".join(f"{image} has {python}" for image, python in offered.items())
