"""What is wrong with declared dependencies: look-alike names, and locks that do not fit what is declared (A20)."""

from collections.abc import Iterable, Iterator

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from criteria.dependencies.model import PYPI, RUNTIME, Dependency
from criteria.dependencies.names import nearly
from criteria.model import Finding
from criteria.printable import printable

TYPOSQUAT, NOT_LOCKED, LOCK_DIFFERS = "look-alike-dependency", "dependency-not-locked", "lock-differs"
_MOST = 200


def oddities(dependencies: Iterable[Dependency], locks: Iterable[str], lockable: frozenset[str]) -> tuple[Finding, ...]:
    """`locks` are paths of lock files, `lockable` those of the manifests that a lock file beside them belongs to."""
    listed = tuple(dependencies)
    return (*_look_alikes(listed), *_unlocked(listed, frozenset(locks), lockable))[:_MOST]


def _look_alikes(dependencies: tuple[Dependency, ...]) -> Iterator[Finding]:
    """Of what the project asks for itself: a lock lists what others chose."""
    asked = [one for one in dependencies if one.ecosystem == PYPI and not one.locked]
    near = {name: nearly(name) for name in {one.name for one in asked}}
    for one in asked:
        if known := near[one.name]:
            yield Finding(
                TYPOSQUAT,
                f"{printable(one.name)} is one letter away from {known}; correct the name, or make sure that it is "
                "the package you mean",
                one.path,
                one.line,
            )


def _unlocked(
    dependencies: tuple[Dependency, ...], locks: frozenset[str], lockable: frozenset[str]
) -> Iterator[Finding]:
    """What a lock file in the same folder leaves out, or locks at a version that the manifest refuses."""
    locked: dict[tuple[str, str], dict[str, list[Dependency]]] = {}
    for one in dependencies:
        if one.path in locks:
            place = locked.setdefault((_folder(one.path), one.ecosystem), {})
            place.setdefault(one.name, []).append(one)
    for one in dependencies:
        beside = locked.get((_folder(one.path), one.ecosystem))
        if beside is None or one.path not in lockable or one.scope != RUNTIME or _is_conditional(one):
            continue
        lock = next(iter(beside.values()))[0].path
        if one.name not in beside:
            yield Finding(
                NOT_LOCKED,
                f"{printable(one.name)} is declared and {printable(lock)} does not lock it; lock anew",
                one.path,
                one.line,
            )
        elif not any(_allows(one, entry.version) for entry in beside[one.name]):
            yield Finding(
                LOCK_DIFFERS,
                f"{printable(one.name)} {printable(one.constraint)} is declared and {printable(lock)} locks "
                f"{printable(beside[one.name][0].version or '')}; lock anew",
                one.path,
                one.line,
            )


def _is_conditional(one: Dependency) -> bool:
    """With a marker or from another place than a registry: whether it is locked depends on more than its name."""
    return ";" in one.constraint or one.source is not None


def _allows(one: Dependency, version: str | None) -> bool:
    """Whether the constraint admits the version; what we cannot compare is admitted."""
    if one.ecosystem != PYPI or version is None:
        return True
    try:
        return SpecifierSet(one.constraint).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return True


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
