"""The build cache of a cell: what it begins as, where it ends, and that no change ever reaches the main line's."""

import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worker_cells import cell

from workers import sandbox
from workers.build_cache import OWN, SEED, CellCache, cache_of
from workers.caches.shelf import CacheShelf
from workers.caches.spec import CacheSpec, Owner, cache_spec
from workers.cell import Limits
from workers.engines.archive_file import TooLargeError
from workers.engines.engine import Ended, Patience
from workers.errors import EngineError
from workers.log import CappedLog

PROJECT, IMAGE = "p" * 64, "assay/debian-12:amd64-0123@sha256:aa"
TOOLS = ("ccache", "pip")


class PlainSession:
    """A session that cannot copy folders."""

    work = "/work"

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.ends: Ended = Ended(0)

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        self.commands.append(command)
        return self.ends


class CopyingSession(PlainSession):
    """Its cache folder is bytes: what was put there, and what a build makes of it."""

    def __init__(self, room: int = 10**7) -> None:
        super().__init__()
        self.cache = b""
        self.fault: EngineError | None = None
        self.put = 0
        self._room = room

    def put_tree(self, archive: BinaryIO) -> None:
        self.put += 1
        if self.fault:
            raise self.fault
        self.cache = archive.read()

    def take_tree(self, name: str, archive: Path, limit: int) -> bool:
        if self.fault:
            raise self.fault
        if len(self.cache) > min(limit, self._room):
            raise TooLargeError("too large")
        archive.write_bytes(self.cache)
        return bool(self.cache)


@pytest.fixture
def shelf(tmp_path: Path) -> CacheShelf:
    return CacheShelf(tmp_path / "caches")


def spec_of(change: str = "") -> CacheSpec:
    return cache_spec(Owner(PROJECT, change), "amd64", IMAGE, Limits())


def built(shelf: CacheShelf, spec: CacheSpec, writes: bytes, **more: object) -> tuple[CellCache, CopyingSession]:
    """A build that reads its cache and adds to it."""
    session, cache = CopyingSession(), CellCache(shelf, spec, TOOLS)
    cache.begin(session)  # type: ignore[arg-type]
    session.seen = session.cache  # type: ignore[attr-defined]
    session.cache += writes
    if not more.get("fails"):
        cache.end(session)  # type: ignore[arg-type]
    return cache, session


def read(shelf: CacheShelf, spec: CacheSpec) -> bytes | None:
    with shelf.opened(spec.key) as archive:
        return archive.read() if archive is not None else None


@pytest.mark.threat("T30")
def test_what_a_change_builds_never_reaches_the_main_line(shelf: CacheShelf) -> None:
    """A change begins with a copy; what it writes is in its own next build, in nobody else's, and not in main's."""
    main, change = spec_of(), spec_of("12")
    built(shelf, main, b"good ")
    before = shelf.digest(main.key)
    cache, session = built(shelf, change, b"poison ")
    assert cache.began_as == SEED
    assert session.cache == b"good poison "
    assert shelf.digest(main.key) == before
    for spec, name, seen in (
        (main, OWN, b"good "),
        (change, OWN, b"good poison "),
        (spec_of("13"), SEED, b"good "),
    ):
        cache, session = built(shelf, spec, b"", fails=True)
        assert (cache.began_as, session.seen) == (name, seen)  # type: ignore[attr-defined]


@pytest.mark.threat("T30")
@given(st.lists(st.tuples(st.sampled_from(["", "1", "2"]), st.booleans()), max_size=8))
def test_whatever_runs_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, builds: list[tuple[str, bool]]
) -> None:
    """Of any sequence of builds, what the main line reads was written by the main line alone."""
    shelf = CacheShelf(tmp_path_factory.mktemp("shelf"))
    for change, fails in builds:
        cache, session = built(shelf, spec_of(change), f"[{change or 'main'}]".encode(), fails=fails)
        seen = session.seen.decode()  # type: ignore[attr-defined]
        allowed = {"[main]"} | ({f"[{change}]"} if change else set())
        assert {f"[{each}" for each in seen.split("[")[1:]} <= allowed
        if fails:
            cache.drop()


def test_a_build_that_failed_keeps_nothing(shelf: CacheShelf) -> None:
    """Only a build that ended well replaces the cache."""
    built(shelf, spec_of(), b"good ")
    built(shelf, spec_of(), b"half ", fails=True)
    assert read(shelf, spec_of()) == b"good "


@pytest.mark.threat("F16")
def test_a_cache_at_fault_is_dropped(shelf: CacheShelf) -> None:
    """Only a build that began with something can have failed for it; once that is known, nobody gets it again."""
    assert not built(shelf, spec_of(), b"bad ")[0].may_be_at_fault
    cache, _ = built(shelf, spec_of(), b"", fails=True)
    assert cache.may_be_at_fault
    cache.drop()
    assert "dropped" in cache.remarks[0]
    cache, session = built(shelf, spec_of(), b"new ")
    assert (cache.began_as, session.cache) == ("", b"new ")


@pytest.mark.threat("F16", "T30")
def test_a_change_decides_nothing_about_the_main_line(shelf: CacheShelf) -> None:
    """A change that fails with a copy of main's cache begins with an empty one from then on; main's stays."""
    built(shelf, spec_of(), b"good ")
    before = shelf.digest(spec_of().key)
    cache, _ = built(shelf, spec_of("12"), b"", fails=True)
    assert cache.began_as == SEED
    cache.drop()
    assert shelf.digest(spec_of().key) == before
    again, session = built(shelf, spec_of("12"), b"", fails=True)
    assert again.began_as == OWN
    with shelf.opened(spec_of("12").key) as archive, tarfile.open(fileobj=archive) as names:
        assert names.getnames() == []
    assert b"good" not in session.cache


@pytest.mark.threat("F16")
def test_a_cache_that_cannot_be_restored(shelf: CacheShelf) -> None:
    """What was half restored is cleared away, the build goes on without, and the report says so."""
    built(shelf, spec_of(), b"good ")
    session, cache = CopyingSession(), CellCache(shelf, spec_of(), TOOLS)
    session.fault = EngineError("no space left")
    cache.begin(session)  # type: ignore[arg-type]
    assert (cache.began_as, session.commands) == ("", ["/bin/rm -rf /work/cache"])
    assert "no space left" in cache.remarks[0]
    session.ends = Ended(1)
    with pytest.raises(EngineError):
        CellCache(shelf, spec_of(), TOOLS).begin(session)  # type: ignore[arg-type]


@pytest.mark.threat("T03")
def test_a_cache_that_is_too_large(shelf: CacheShelf) -> None:
    """It is emptied, and said so; one that is larger than this cell may have is not even begun with."""
    small = attrs.evolve(spec_of(), limit_mb=1)
    cache, _ = built(shelf, small, b"x" * (2**20 + 1))
    assert "more than 1 MB" in cache.remarks[0]
    assert shelf.digest(small.key) is None
    built(shelf, spec_of(), b"x" * (2**20 + 1))  # in a cell of another size
    cache, session = built(shelf, small, b"", fails=True)
    assert (cache.began_as, session.put) == ("", 0)
    assert shelf.digest(small.key) is not None


@pytest.mark.threat("F05")
def test_a_cache_that_cannot_be_kept_costs_only_itself(shelf: CacheShelf) -> None:
    """Whatever fails while it is kept or cleared away, the cell goes on, and the last cache stays."""
    built(shelf, spec_of(), b"good ")
    session, cache = CopyingSession(), CellCache(shelf, spec_of(), TOOLS)
    cache.begin(session)  # type: ignore[arg-type]
    session.fault, session.ends = EngineError("the engine stopped"), Ended(None, "the cell ended")
    cache.end(session)  # type: ignore[arg-type]
    assert "the engine stopped" in cache.remarks[0]
    assert read(shelf, spec_of()) == b"good "


def test_the_tests_do_not_see_it(shelf: CacheShelf) -> None:
    """When the build has ended, what no test needs is removed from the cell, after it was kept."""
    _, session = built(shelf, spec_of(), b"good ")
    assert session.commands == ["/bin/rm -rf /work/cache"]


@pytest.mark.parametrize(
    ("session", "tools"), [(PlainSession(), TOOLS), (CopyingSession(), ()), (CopyingSession(), ("conda",))]
)
def test_without_a_cache(shelf: CacheShelf, session: PlainSession, tools: tuple[str, ...]) -> None:
    """Where the engine cannot copy folders, or no tool that is known is asked for, nothing is different."""
    cache, plain = CellCache(shelf, spec_of(), tools), sandbox.environment("/work")
    cache.begin(session)  # type: ignore[arg-type]
    assert cache.environment(plain, "/work") == plain
    cache.end(session)  # type: ignore[arg-type]
    assert (session.commands, shelf.items(), cache.may_be_at_fault) == ([], (), False)


def test_the_cache_of_a_cell(shelf: CacheShelf) -> None:
    """A cell says which tools; whose build it is decides the rest, and a build that is nobody's has none."""
    planned, session = cell(caches=("pip",)), CopyingSession()
    session.cache = b"good "
    nobody = cache_of(None, planned, IMAGE, shelf)
    nobody.begin(session)  # type: ignore[arg-type]
    nobody.end(session)  # type: ignore[arg-type]
    assert shelf.items() == ()
    own = cache_of(Owner(PROJECT), planned, IMAGE, shelf)
    own.begin(session)  # type: ignore[arg-type]
    assert set(own.environment({}, "/work")) == {"PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"}
    own.end(session)  # type: ignore[arg-type]
    assert shelf.digest(cache_spec(Owner(PROJECT), planned.arch, IMAGE, planned.limits).key)


def test_the_tools_are_led_to_it(shelf: CacheShelf) -> None:
    """The build finds the caches by the tools' own variables; the tests do not."""
    cache = CellCache(shelf, spec_of(), TOOLS)
    cache.begin(CopyingSession())  # type: ignore[arg-type]
    plain = sandbox.environment("/work")
    assert cache.environment(plain, "/work")["PIP_CACHE_DIR"] == "/work/cache/pip"
    assert cache.environment(plain, "/work", testing=True) == plain
