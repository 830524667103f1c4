"""Caches on the disk: found by key, proved by digest, replaced as a whole or not at all."""

import os
import tarfile
import threading
from pathlib import Path

import attrs
import pytest

from workers.caches.shelf import CacheShelf
from workers.caches.spec import CacheSpec
from workers.locks import locked

SPEC = CacheSpec("a" * 64, None, 10, "debian-12, main line")
OTHER = attrs.evolve(SPEC, key="b" * 64)


@pytest.fixture
def shelf(tmp_path: Path) -> CacheShelf:
    return CacheShelf(tmp_path / "caches")


def publish(shelf: CacheShelf, content: bytes, spec: CacheSpec = SPEC) -> str:
    with shelf.incoming() as archive:
        archive.write_bytes(content)
        return shelf.publish(spec, archive)


def content(shelf: CacheShelf, spec: CacheSpec = SPEC) -> bytes | None:
    with shelf.opened(spec.key) as archive:
        return archive.read() if archive is not None else None


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_published_is_found(shelf: CacheShelf) -> None:
    """The last one that was published, under its key alone; there is no other file of it."""
    assert content(shelf) is None
    publish(shelf, b"one")
    digest = publish(shelf, b"two")
    assert (content(shelf), content(shelf, OTHER)) == (b"two", None)
    assert (shelf.digest(SPEC.key), shelf.digest(OTHER.key)) == (digest, None)
    (item,) = shelf.items()
    assert (item.name, item.size, item.about) == (SPEC.key, 3, SPEC.about)


def test_what_is_not_published_is_gone(shelf: CacheShelf, tmp_path: Path) -> None:
    """A build that failed changes nothing and leaves nothing."""
    publish(shelf, b"one")
    before = sorted(files(tmp_path))
    with pytest.raises(RuntimeError), shelf.incoming() as archive:
        archive.write_bytes(b"half of")
        raise RuntimeError
    assert sorted(files(tmp_path)) == before
    assert content(shelf) == b"one"


@pytest.mark.threat("F16", "T30")
def test_a_damaged_cache_is_dropped(shelf: CacheShelf, tmp_path: Path) -> None:
    """Whatever bytes were changed on the disk, nothing of it is restored, now or later."""
    publish(shelf, b"one")
    (archive,) = tmp_path.rglob("*.tar")
    archive.write_bytes(b"0ne")
    assert content(shelf) is None
    assert shelf.digest(SPEC.key) is None
    publish(shelf, b"new")
    assert content(shelf) == b"new"


def test_what_is_open_stays_as_it_is(shelf: CacheShelf) -> None:
    """A build that reads a cache is not disturbed by one that replaces it, drops it or removes it."""
    publish(shelf, b"one")
    with shelf.opened(SPEC.key) as archive:
        publish(shelf, b"two")
        shelf.drop(SPEC.key)
        assert archive is not None
        assert archive.read() == b"one"


def test_builds_that_end_together(shelf: CacheShelf) -> None:
    """Whichever of many is the last, one whole cache is there in the end."""
    contents = [str(number).encode() * 1000 for number in range(8)]
    threads = [threading.Thread(target=publish, args=(shelf, each)) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert content(shelf) in contents
    assert len(shelf.items()) == 1


def test_reading_a_cache_is_using_it(shelf: CacheShelf, tmp_path: Path) -> None:
    """One that is read was used now."""
    publish(shelf, b"one")
    (archive,) = tmp_path.rglob("*.tar")
    os.utime(archive, (5, 5))
    assert shelf.items()[0].last_used == 5
    content(shelf)
    assert shelf.items()[0].last_used > 5


def test_removal(shelf: CacheShelf, tmp_path: Path) -> None:
    """A cache is removed with all that belongs to it, but not while somebody replaces it."""
    publish(shelf, b"one")
    (item,) = shelf.items()
    with locked(tmp_path / "caches" / f"{SPEC.key}.lock"):
        assert not shelf.remove(item)
    assert shelf.remove(item)
    assert files(tmp_path) == []


def test_what_a_killed_build_had_begun(shelf: CacheShelf, tmp_path: Path) -> None:
    """Its file goes after a day; one that may still be written stays."""
    publish(shelf, b"one")
    for name, age in (("old", 5), ("new", None)):
        path = tmp_path / "caches" / f".new-{name}.tar"
        path.write_bytes(b"half of")
        if age is not None:
            os.utime(path, (age, age))
    assert shelf.remove_abandoned() == 1
    assert (tmp_path / "caches" / ".new-new.tar").exists()
    assert content(shelf) == b"one"


def test_only_its_owner_can_read_it(shelf: CacheShelf, tmp_path: Path) -> None:
    """A private project's objects are nobody else's on this machine."""
    publish(shelf, b"one")
    (archive,) = tmp_path.rglob("*.tar")
    assert (archive.stat().st_mode & 0o077, archive.parent.stat().st_mode & 0o077) == (0, 0)


@pytest.mark.threat("F16")
@pytest.mark.parametrize("said", ["", "[]", "{", '{"about": 5}'])
def test_what_it_is_was_damaged(shelf: CacheShelf, tmp_path: Path, said: str) -> None:
    """A cache that no longer says what it is can be used and removed all the same."""
    publish(shelf, b"one")
    next(iter(tmp_path.rglob("about.json"))).write_text(said)
    (item,) = shelf.items()
    assert item.about
    assert shelf.remove(item)


def test_an_empty_shelf(tmp_path: Path) -> None:
    """Where nothing was ever kept, nothing is listed, and nothing is made by looking."""
    shelf = CacheShelf(tmp_path / "none")
    assert (shelf.items(), shelf.remove_abandoned()) == ((), 0)
    assert not (tmp_path / "none").exists()


def test_archives_of_ours_are_archives(shelf: CacheShelf) -> None:
    """What is published is opened byte for byte, a tar archive stays one."""
    with shelf.incoming() as archive:
        tarfile.open(archive, "w").close()
        shelf.publish(SPEC, archive)
    with shelf.opened(SPEC.key) as file, tarfile.open(fileobj=file) as archive_again:
        assert archive_again.getnames() == []
