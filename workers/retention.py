"""What is removed when space runs short: a pure choice among layers, base images and build caches."""

from collections.abc import Iterable

import attrs

DAY_S = 86_400.0
GB = 10**9
LAYER, BASE, CACHE = "layer", "base image", "build cache"


@attrs.frozen
class Item:
    """One thing that takes space on this machine."""

    name: str
    kind: str  # LAYER, BASE or CACHE
    size: int  # bytes that its removal frees
    last_used: float  # seconds since 1970
    stands_on: str | None = None  # the item that cannot go before this one
    busy: bool = False  # in use now: it stays
    about: str = ""  # what it is, for people, where the name does not say


@attrs.frozen
class Keep:
    """How much is kept, and for how long."""

    days: float = 30  # what was not used for longer goes
    gb: float = 20  # of all together; beyond it the least recently used go, base images last


@attrs.frozen
class Removal:
    """One item that goes, and the reason in words."""

    item: Item
    why: str


def to_remove(items: Iterable[Item], keep: Keep, now: float) -> tuple[Removal, ...]:
    """What goes, in an order in which it can go: nothing before what stands on it.

    A busy item stays, and so does what an item that stays stands on. Where removing everything else is not enough
    for `keep.gb`, more is kept than it says.
    """
    order = sorted(items, key=lambda item: (item.kind == BASE, item.last_used, item.name))
    staying = {item.name: item for item in order}
    removals: list[Removal] = []

    def remove(item: Item, why: str) -> None:
        del staying[item.name]
        removals.append(Removal(item, why))

    def remove_old() -> None:
        for item in order:
            days = (now - item.last_used) / DAY_S
            if item.name in staying and days > keep.days and _can_go(item, staying):
                remove(item, f"not used for {days:.0f} days" if days >= 2 else f"not used for {days * 24:.0f} hours")

    remove_old()
    for item in order:
        if sum(other.size for other in staying.values()) <= keep.gb * GB:
            break
        if item.name in staying and _can_go(item, staying):
            remove(item, f"more than {keep.gb:g} GB are here, and this was used least recently")
    remove_old()  # a base that is old itself may have lost the last layer that stood on it
    return tuple(removals)


def _can_go(item: Item, staying: dict[str, Item]) -> bool:
    return not item.busy and all(other.stands_on != item.name for other in staying.values())
