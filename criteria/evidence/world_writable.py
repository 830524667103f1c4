"""Where the project makes files that everybody on a machine may write, as its scripts and settings say."""

from collections.abc import Iterable
from typing import Any

import attrs

from criteria.census.apart import FIXTURE
from criteria.census.kinds import TESTS, in_test_folder
from criteria.census.languages import BUILD, BY_NAME, CONFIGURATION, PROGRAMMING
from criteria.census.world_writable import world_writable
from criteria.evidence.census import CensusFile
from criteria.snapshot import BLOB_LIMIT

KIND = "world_writable"
PER_FILE, MOST = 20, 1000

_SMALL = 256 * 1024  # bytes of a text in no known language, such as a unit of systemd


@attrs.frozen
class Place:
    """`how` is chmod, umask, install, mode or permissions; `in_tests`: it happens where nobody deploys."""

    path: str
    line: int
    how: str
    mode: str
    in_tests: bool


@attrs.frozen
class WorldWritable:
    found: tuple[Place, ...]  # by path and line
    total: int
    unread: tuple[str, ...]  # code that is larger than we read

    @property
    def deployed(self) -> tuple[Place, ...]:
        return tuple(place for place in self.found if not place.in_tests)


def wants(file: CensusFile) -> bool:
    """Code, build files and configuration, vendored or not; documentation speaks of modes and sets none."""
    language = BY_NAME.get(file.language or "")
    if language is None:
        return 0 < file.bytes <= _SMALL
    return language.group in (PROGRAMMING, BUILD, CONFIGURATION)


def read(file: CensusFile, content: bytes) -> list[Any] | None:
    """How many places, then `[line, how, mode]` of the first; `[]` where the file is too large."""
    if file.bytes > BLOB_LIMIT:
        return []
    places = world_writable(content, file.language)
    return [len(places), *places[:PER_FILE]] if places else None


def reduce(facts: Iterable[tuple[CensusFile, list[Any]]]) -> WorldWritable:
    found: list[Place] = []
    unread: list[str] = []
    total = 0
    for file, fact in facts:
        if not fact:
            unread.append(file.path)
            continue
        count, *places = fact
        total += count
        in_tests = _is_test(file)
        found += [Place(file.path, line, how, mode, in_tests) for line, how, mode in places]
    kept = sorted(found, key=lambda place: (place.in_tests, place.path, place.line))[:MOST]
    return WorldWritable(tuple(sorted(kept, key=lambda place: (place.path, place.line))), total, tuple(unread))


def _is_test(file: CensusFile) -> bool:
    return file.kind == TESTS or (file.apart or "").startswith(FIXTURE) or in_test_folder(file.path.split("/")[:-1])
