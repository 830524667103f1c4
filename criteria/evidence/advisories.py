"""Which components of the snapshot a security advisory names: matched against OSV data that the user mirrored.

The data are dated by their newest record and named by their digest: another day's data are another evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from criteria.advisories.ranges import ECOSYSTEMS, fixed_in, is_affected, key_of
from criteria.advisories.records import digest
from criteria.advisories.relevant import Package, Relevant, Tally, relevant
from criteria.advisories.severity import ORDER, UNKNOWN, severity_of
from criteria.dependencies.model import BUILD, PYPI, RUNTIME, Dependency

KIND = "advisories"
ABSENT = "no OSV data was given; mirror it and pass it with --osv"
MOST = 2000  # of each kind kept
_LONGEST = 200  # characters of a text from a record


@attrs.frozen
class Advisory:
    """One advisory on one component. `severity` is critical, high, medium, low or unknown; `score` is of CVSS."""

    id: str
    aliases: tuple[str, ...]
    ecosystem: str
    name: str
    version: str
    severity: str
    score: float | None
    summary: str
    fixed: tuple[str, ...]
    path: str
    line: int | None
    scope: str

    @property
    def concerns(self) -> bool:
        """Whether it is about what is run or built with, not about what only tests and documents need."""
        return self.scope in (RUNTIME, BUILD)


@attrs.frozen
class Possible:
    """A dependency without an exact version: advisories name versions that its constraint admits."""

    ecosystem: str
    name: str
    constraint: str
    path: str
    advisories: tuple[str, ...]


@attrs.frozen
class Advisories:
    """`components`: of one exact version, in ecosystems of which the data have records; `uncovered`: in others.

    `uncompared`: components whose versions could not be compared, with the advisory where it is known.
    `database_date` is the newest `modified` of the records.
    """

    affected: tuple[Advisory, ...]  # the most severe first
    affected_total: int
    possible: tuple[Possible, ...]
    components: int
    uncovered: Mapping[str, int]
    unpinned: int
    uncompared: tuple[str, ...]
    records: int
    withdrawn: int
    unreadable: int
    database_date: str | None
    database_digest: str

    def at_least(self, severity: str) -> tuple[Advisory, ...]:
        """Those of that severity or a worse one on what is run or built with."""
        least = ORDER.index(severity)
        return tuple(one for one in self.affected if one.concerns and ORDER.index(one.severity) >= least)

    @property
    def unrated(self) -> tuple[Advisory, ...]:
        return tuple(one for one in self.affected if one.concerns and one.severity == UNKNOWN)


def match(dependencies: Iterable[Dependency], path: Path) -> Advisories:
    """What the OSV data at `path` say of the dependencies. Streamed: memory does not grow with the data.

    Raises `UntrustedInputError` where `path` cannot be read as OSV data.
    """
    listed = tuple(dependencies)
    exact, loose = _sorted_out(listed)
    tally, found = Tally(), _Found()
    for one in relevant(path, exact.keys() | loose.keys(), tally):
        for version, dependency in exact.get(one.package, {}).items():
            found.add(one, dependency, version)
        if one.package in loose and _admits(loose[one.package], one):
            found.possible.setdefault(one.package, []).append(_text(one.record["id"]))
    affected = sorted((one for group in found.affected.values() for one in _merged(group)), key=_worst_first)
    pinned = {(one.ecosystem, one.name, one.version) for one in listed if one.version}
    odd = {f"{name} {version}" for ecosystem, name, version in pinned if _is_odd(ecosystem, version)}
    counts = Counter(ecosystem for ecosystem, _, version in pinned if not _is_odd(ecosystem, version))
    return Advisories(
        affected=tuple(affected[:MOST]),
        affected_total=len(affected),
        possible=tuple(_possible(loose, found.possible))[:MOST],
        components=sum(count for ecosystem, count in counts.items() if ecosystem in tally.ecosystems),
        uncovered={one: count for one, count in sorted(counts.items()) if one not in tally.ecosystems},
        unpinned=len(loose),
        uncompared=tuple(sorted(found.uncompared | {_text(one) for one in odd})[:MOST]),
        records=tally.records,
        withdrawn=tally.withdrawn,
        unreadable=tally.unreadable,
        database_date=tally.newest or None,
        database_digest=digest(path),
    )


Exact = dict[Package, dict[str, Dependency]]
Loose = dict[Package, Dependency]


def _sorted_out(dependencies: Iterable[Dependency]) -> tuple[Exact, Loose]:
    """Each component once, with the place that is shown for it; loose ones that are exact nowhere."""
    exact: Exact = {}
    loose: Loose = {}
    for one in sorted(dependencies, key=_importance):
        if one.ecosystem not in ECOSYSTEMS.values():
            continue
        package = (one.ecosystem, one.name)
        if one.version is None:
            loose.setdefault(package, one)
        elif key_of(one.version, one.ecosystem) is not None:
            exact.setdefault(package, {}).setdefault(one.version, one)
    return exact, {package: one for package, one in loose.items() if package not in exact}


def _is_odd(ecosystem: str, version: str | None) -> bool:
    """Exact and still not to be compared: a commit, where versions are asked for."""
    return ecosystem in ECOSYSTEMS.values() and key_of(version or "", ecosystem) is None


def _importance(one: Dependency) -> tuple[int, bool, str, int]:
    """Where it is run before where it is tested, declared before locked."""
    return {RUNTIME: 0, BUILD: 1}.get(one.scope, 2), one.locked, one.path, one.line or 0


@attrs.define
class _Found:
    affected: dict[tuple[Package, str], list[Advisory]] = attrs.field(factory=dict)
    possible: dict[Package, list[str]] = attrs.field(factory=dict)
    uncompared: set[str] = attrs.field(factory=set)

    def add(self, one: Relevant, dependency: Dependency, version: str) -> None:
        hit = is_affected(version, one.affected, dependency.ecosystem)
        if hit:
            self.affected.setdefault((one.package, version), []).append(_advisory(one, dependency, version))
        elif hit is None:
            self.uncompared.add(f"{_text(one.record['id'])} on {dependency.name} {version}")


def _advisory(one: Relevant, dependency: Dependency, version: str) -> Advisory:
    severity, score = severity_of(one.record, one.affected)
    aliases = one.record.get("aliases")
    return Advisory(
        id=_text(one.record["id"]),
        aliases=tuple(sorted({_text(alias) for alias in aliases[:50]})) if isinstance(aliases, list) else (),
        ecosystem=dependency.ecosystem,
        name=dependency.name,
        version=version,
        severity=severity,
        score=score,
        summary=_text(one.record.get("summary") or ""),
        fixed=tuple(fixed_in(one.affected)),
        path=dependency.path,
        line=dependency.line,
        scope=dependency.scope,
    )


def _merged(group: list[Advisory]) -> list[Advisory]:
    """Records that are aliases of each other as one, with the worst severity and the first id."""
    merged: list[Advisory] = []
    for one in sorted(group, key=lambda item: item.id):
        names = {one.id, *one.aliases}
        same = next((number for number, other in enumerate(merged) if names & {other.id, *other.aliases}), None)
        if same is None:
            merged.append(one)
            continue
        other = merged[same]
        worst = max(other, one, key=lambda item: (ORDER.index(item.severity), item.score or 0))
        merged[same] = attrs.evolve(
            other,
            aliases=tuple(sorted((names | set(other.aliases)) - {other.id})),
            severity=worst.severity,
            score=worst.score,
            summary=other.summary or one.summary,
            fixed=tuple(dict.fromkeys((*other.fixed, *one.fixed))),
        )
    return merged


def _worst_first(one: Advisory) -> tuple[int, float, str, str, str]:
    return -ORDER.index(one.severity), -(one.score or 0), one.name, one.version, one.id


def _admits(one: Dependency, hit: Relevant) -> bool:
    """Whether the constraint lets in a version that the record lists; where that cannot be told, it may."""
    versions = hit.affected.get("versions")
    if one.ecosystem != PYPI or not one.constraint or not isinstance(versions, list) or not versions:
        return True
    try:
        admitted = SpecifierSet(one.constraint.partition(";")[0])
    except InvalidSpecifier:
        return True
    listed = (version for version in versions[:5000] if isinstance(version, str))
    return any(key_of(version, PYPI) is not None and admitted.contains(version) for version in listed)


def _possible(loose: Loose, found: Mapping[Package, list[str]]) -> Iterator[Possible]:
    for package, ids in sorted(found.items()):
        one = loose[package]
        yield Possible(one.ecosystem, one.name, one.constraint, one.path, tuple(sorted(set(ids))[:20]))


def _text(value: object) -> str:
    return str(value)[:_LONGEST]
