"""Whether a version is affected, by the rules of the OSV schema: listed versions, and ranges of events in order."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from packaging.version import InvalidVersion, Version

from criteria.dependencies.model import CARGO, COMPOSER, CRAN, GEM, GO, JULIA, MAVEN, NPM, PYPI

# Ecosystems of OSV and what we call them.
ECOSYSTEMS: Mapping[str, str] = {
    "PyPI": PYPI, "npm": NPM, "crates.io": CARGO, "Go": GO, "RubyGems": GEM, "Packagist": COMPOSER, "Maven": MAVEN,
    "CRAN": CRAN, "Julia": JULIA,
}  # fmt: skip

Key = Any  # comparable with the keys of the same ecosystem

_SEMVER = re.compile(
    r"^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]{1,100}))?(?:\+[0-9A-Za-z.+-]{1,100})?$"
)
_NUMBERS = re.compile(r"^v?\d{1,9}(?:[.-]\d{1,9}){0,9}$")
_MOST_EVENTS = 2000


def is_affected(version: str, affected: Mapping[str, Any], ecosystem: str) -> bool | None:
    """None where the versions cannot be compared: neither affected nor safe is known then."""
    key = key_of(version, ecosystem)
    listed = [one for one in _list(affected.get("versions")) if isinstance(one, str)]
    if version in listed or (key is not None and any(key_of(one, ecosystem) == key for one in listed)):
        return True
    known: list[bool | None] = [
        _in_range(version, one, ecosystem)
        for one in _list(affected.get("ranges"))
        if isinstance(one, Mapping) and one.get("type") in ("SEMVER", "ECOSYSTEM")
    ]
    if any(known):
        return True
    return None if None in known or (not known and not listed) else False


def fixed_in(affected: Mapping[str, Any]) -> list[str]:
    """The versions that a range names as fixed."""
    return [
        str(event["fixed"])[:100]
        for one in _list(affected.get("ranges"))
        if isinstance(one, Mapping) and one.get("type") in ("SEMVER", "ECOSYSTEM")
        for event in _events(one)
        if "fixed" in event
    ][:10]


def _in_range(version: str, described: Mapping[str, Any], ecosystem: str) -> bool | None:
    """Events in the order of their versions turn the state on and off; the last one not above the version decides."""
    order = _semver if described.get("type") == "SEMVER" else _ORDERS[ecosystem]
    key = order(version)
    if key is None:
        return None
    events: list[tuple[Key | None, str]] = []
    for event in _events(described):
        for name, value in event.items():
            at = None if value == "0" and name == "introduced" else order(str(value)[:200])
            if at is None and value != "0":
                return None
            events.append((at, name))
    limits = [at for at, name in events if name == "limit" and at is not None]
    if limits and not any(key < limit for limit in limits):
        return False
    begun = sorted(((at, name) for at, name in events if at is not None), key=_first)
    affected = any(at is None for at, _ in events)
    for at, name in begun:
        if name == "introduced" and key >= at:
            affected = True
        elif (name == "fixed" and key >= at) or (name == "last_affected" and key > at):
            affected = False
    return affected


def _events(described: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [event for event in _list(described.get("events"))[:_MOST_EVENTS] if isinstance(event, Mapping)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(item: tuple[Key, str]) -> Key:
    return item[0]


def key_of(version: str, ecosystem: str) -> Key | None:
    """What orders the versions of an ecosystem; None for a text that is no version there."""
    return _ORDERS[ecosystem](version)


def _python(version: str) -> Key | None:
    try:
        return Version(version[:200])
    except InvalidVersion:
        return None


def _semver(version: str) -> Key | None:
    """Semantic Versioning 2.0.0, item 11: numbers before words, a pre-release before its release."""
    match = _SEMVER.match(version)
    if match is None:
        return None
    numbers = tuple(int(part or 0) for part in match.groups()[:3])
    parts = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in (match[4] or "").split(".") if part
    )
    return numbers, not parts, parts


def _numbers(version: str) -> Key | None:
    """Only plain numbers: what the words of these ecosystems mean in an order differs too much."""
    if not _NUMBERS.match(version):
        return None
    parts = [int(part) for part in re.split("[.-]", version.removeprefix("v"))]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


_ORDERS: Mapping[str, Callable[[str], Key | None]] = {
    PYPI: _python, NPM: _semver, CARGO: _semver, GO: _semver, JULIA: _semver,
    GEM: _numbers, COMPOSER: _numbers, MAVEN: _numbers, CRAN: _numbers,
}  # fmt: skip
