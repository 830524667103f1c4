"""Removing what nobody needs: as planned, one by one, and never more than was planned."""

import os
from pathlib import Path

import attrs
import pytest

from workers.caches.shelf import CacheShelf
from workers.caches.spec import CacheSpec
from workers.errors import EngineError
from workers.images.upkeep import do_upkeep, plan_upkeep, sentences
from workers.retention import BASE, LAYER, Item, Keep

ALL = Keep(days=0, gb=0)


class FakeStock:
    """Images in memory; some refuse to go."""

    def __init__(self, *items: Item, refuses: tuple[str, ...] = (), broken: tuple[str, ...] = ()) -> None:
        self.here = list(items)
        self._refuses, self._broken = refuses, broken
        self.tidied = 0

    def items(self, busy_since: float) -> tuple[Item, ...]:
        return tuple(attrs.evolve(item, busy=item.last_used >= busy_since) for item in self.here)

    def remove(self, item: Item) -> bool:
        if item.name in self._broken:
            raise EngineError(f"{item.name} could not be removed: dead")
        if item.name in self._refuses:
            return False
        self.here = [other for other in self.here if other.name != item.name]
        return True

    def remove_abandoned(self) -> int:
        self.tidied += 1
        return 0


BASE_ITEM = Item("base", BASE, 500, 5)
LAYER_ITEM = Item("layer", LAYER, 300, 5, "base")


@pytest.fixture
def shelf(tmp_path: Path) -> CacheShelf:
    shelf = CacheShelf(tmp_path)
    with shelf.incoming() as archive:
        archive.write_bytes(b"x" * 10)
        shelf.publish(CacheSpec("a" * 64, None, 1, "debian-12, change 7"), archive)
    (kept,) = tmp_path.rglob("*.tar")
    os.utime(kept, (6, 6))
    return shelf


def test_a_plan_removes_nothing(shelf: CacheShelf) -> None:
    """It says what would go, in words, and everything stays."""
    stock = FakeStock(BASE_ITEM, LAYER_ITEM)
    upkeep = plan_upkeep(stock, shelf, ALL, 100)  # type: ignore[arg-type]
    assert {removal.item.name for removal in upkeep.removals} == {"base", "layer", "a" * 64}
    assert (len(stock.here), len(shelf.items()), stock.tidied, upkeep.freed) == (2, 1, 0, 810)
    said = list(sentences(upkeep, "would remove"))
    assert any("build cache aaaaaaaaaaaaaaaa (debian-12, change 7)" in sentence for sentence in said)
    assert all(sentence.startswith("would remove the ") for sentence in said)


def test_what_was_planned_goes(shelf: CacheShelf) -> None:
    """Images and caches alike; containers and files of makers that died as well."""
    stock = FakeStock(BASE_ITEM, LAYER_ITEM)
    upkeep = do_upkeep(stock, shelf, ALL, 100)  # type: ignore[arg-type]
    assert (stock.here, shelf.items(), stock.tidied, upkeep.freed) == ([], (), 1, 810)


def test_what_is_used_stays(shelf: CacheShelf) -> None:
    """What a live run has used since it began is not touched, whatever was asked for."""
    stock = FakeStock(BASE_ITEM, LAYER_ITEM)
    assert do_upkeep(stock, shelf, ALL, 5).removals == ()  # type: ignore[arg-type]
    assert (len(stock.here), len(shelf.items())) == (2, 1)


@pytest.mark.threat("F05")
def test_one_that_cannot_go_does_not_keep_the_others(shelf: CacheShelf) -> None:
    """It is told as kept, with the reason where there is one, and counts as no space freed."""
    stock = FakeStock(BASE_ITEM, LAYER_ITEM, Item("other", LAYER, 7, 5), refuses=("layer",), broken=("base",))
    upkeep = do_upkeep(stock, shelf, ALL, 100)  # type: ignore[arg-type]
    assert {removal.item.name for removal in upkeep.kept} == {"layer", "base"}
    assert upkeep.trouble == ("base could not be removed: dead",)
    assert upkeep.freed == 17


def test_without_a_container_engine(shelf: CacheShelf) -> None:
    """Build caches are looked after all the same."""
    assert do_upkeep(None, shelf, ALL, 100).freed == 10
