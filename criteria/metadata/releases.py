"""Reads release tags: what stands before the version, the scheme of the version, and its place in the order."""

import re
from functools import lru_cache
from typing import Any

import attrs
from packaging.version import InvalidVersion, Version

SEMVER, PEP440, CALVER = "semantic versioning", "PEP 440", "calendar versioning"
MAX_TAG = 100  # characters; a longer name is no release

_NUMBER = r"(?:0|[1-9]\d{0,17})"
_SEMVER = re.compile(rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-[0-9A-Za-z.-]{{1,60}})?(?:\+[0-9A-Za-z.-]{{1,60}})?$")
_YEAR = re.compile(r"^(?:(?:19|20)\d\d(?:[.-]?\d{1,2}){0,2}(?:\.\d{1,6})?|\d\d\.(?:0?[1-9]|1[0-2])(?:\.\d{1,4}){0,2})$")
_START = re.compile(r"^(?:[vV]\.?)?(?=\d)")
_SEPARATOR = re.compile(r"[-_/@](?=[vV]?\.?\d)|(?<=[a-z])(?=\d)")
_PIECE = re.compile(r"\d{1,18}|[a-z]{1,60}")
_COMMON = frozenset(("", "v", "r", "release", "releases", "rel", "version", "ver", "tag", "stable"))


@attrs.frozen
class Release:
    """A tag that names a release.

    `prefix` is what stood before the version, `scheme` the strictest scheme it follows.
    `final` is False for alphas, betas, candidates and development releases.
    """

    tag: str
    prefix: str
    version: str
    scheme: str
    final: bool
    commit: str
    time: int
    reachable: bool

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts by version."""
        return _order(self.version)[1]


@attrs.frozen
class Parsed:
    prefix: str
    version: str
    scheme: str
    final: bool
    order: tuple[Any, ...]


def parse(tag: str) -> Parsed | None:
    """None where the name holds no version. `name_1_2_3` reads as 1.2.3, `v1.2` as PEP 440, `2024.05` as a calendar."""
    if len(tag) > MAX_TAG:
        return None
    for prefix, rest in _splits(tag):
        for text in (rest, rest.replace("_", ".")):
            scheme = _scheme(text)
            if scheme is not None:
                final, order = _order(text)
                return Parsed(prefix, text, scheme, final, order)
    return None


def common_prefix(prefix: str, own: frozenset[str]) -> bool:
    """Whether the prefix belongs to the project as a whole: none, `v`, `release-`, or its own name."""
    word = re.sub(r"[\W_]", "", prefix.lower())
    return word in _COMMON or word in own or word.removesuffix("v") in own


def _splits(tag: str) -> list[tuple[str, str]]:
    """Where the version may begin: at once, after a `v`, or after a separator."""
    splits = []
    start = _START.match(tag)
    if start:
        splits.append((start.group(), tag[start.end() :]))
    for match in _SEPARATOR.finditer(tag):
        rest = tag[match.end() :]
        begin = _START.match(rest)
        if begin:
            splits.append((tag[: match.end()] + begin.group(), rest[begin.end() :]))
    return splits


def _scheme(text: str) -> str | None:
    if _SEMVER.match(text) and not _bad_prerelease(text):
        return SEMVER
    if _YEAR.match(text):
        return CALVER
    if "." not in text:
        return None
    try:
        Version(text)
    except (InvalidVersion, ValueError):
        return None
    return PEP440


def _bad_prerelease(text: str) -> bool:
    """Semantic versioning allows no empty part and no number with a leading zero before the plus sign."""
    core, plus, build = text.partition("+")
    parts = core.partition("-")[2].split(".") if "-" in core else []
    zero = any(part.isdigit() and len(part) > 1 and part.startswith("0") for part in parts)
    return zero or any(not part for part in parts) or (bool(plus) and any(not part for part in build.split(".")))


@lru_cache(maxsize=8192)
def _order(text: str) -> tuple[bool, tuple[Any, ...]]:
    try:
        version = Version(text)
    except (InvalidVersion, ValueError):
        core, dash, pre = text.partition("+")[0].partition("-")
        return not dash, (_numbers(core), 2 if not dash else 1, _pieces(pre))
    phase = 0 if version.is_devrelease else 1 if version.is_prerelease else 3 if version.is_postrelease else 2
    rest = _pieces(text.lower().partition("+")[0]) if phase != 2 else ()
    return not version.is_prerelease, (_trimmed(version.release), phase, rest)


def _numbers(core: str) -> tuple[int, ...]:
    return _trimmed(tuple(int(part) for part in re.findall(r"\d{1,18}", core)))


def _trimmed(numbers: tuple[int, ...]) -> tuple[int, ...]:
    while numbers and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


def _pieces(text: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by value and before words, as semantic versioning sorts pre-releases."""
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in _PIECE.findall(text.lower()))
