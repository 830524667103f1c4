"""Takes away what a machine keeps for Assay and nobody needs: layers, base images, build caches."""

import time
from collections.abc import Iterator

import attrs

from workers.caches.shelf import CacheShelf
from workers.errors import InfrastructureError
from workers.images.stock import ImageStock
from workers.retention import CACHE, Item, Keep, Removal, to_remove


@attrs.frozen
class Upkeep:
    """What was found, what is to go, and what could not go because somebody uses it after all."""

    items: tuple[Item, ...]
    removals: tuple[Removal, ...]
    kept: tuple[Removal, ...] = ()
    trouble: tuple[str, ...] = ()

    @property
    def freed(self) -> int:
        """Bytes of what went."""
        return sum(removal.item.size for removal in self.removals)


def plan_upkeep(stock: ImageStock | None, shelf: CacheShelf, keep: Keep, busy_since: float) -> Upkeep:
    """What would go. `stock` is None without a container engine; what was used after `busy_since` stays."""
    images = stock.items(busy_since) if stock is not None else ()
    caches = tuple(attrs.evolve(item, busy=item.last_used >= busy_since) for item in shelf.items())
    items = (*images, *caches)
    return Upkeep(items, to_remove(items, keep, time.time()))


def do_upkeep(stock: ImageStock | None, shelf: CacheShelf, keep: Keep, busy_since: float) -> Upkeep:
    """Remove it. One thing that cannot be removed does not keep the others."""
    planned = plan_upkeep(stock, shelf, keep, busy_since)
    if stock is not None:
        stock.remove_abandoned()
    shelf.remove_abandoned()
    gone: list[Removal] = []
    trouble: list[str] = []
    for removal in planned.removals:
        try:
            if _remove(stock, shelf, removal.item):
                gone.append(removal)
        except (InfrastructureError, OSError) as error:
            trouble.append(str(error))
    kept = tuple(removal for removal in planned.removals if removal not in gone)
    return Upkeep(planned.items, tuple(gone), kept, tuple(trouble))


def sentences(upkeep: Upkeep, verb: str) -> Iterator[str]:
    """One per removal, for people; `verb` is "removed" or "would remove"."""
    for removal in upkeep.removals:
        item = removal.item
        yield f"{verb} the {item.kind} {shown(item)}, {item.size // 10**6} MB: {removal.why}"


def shown(item: Item) -> str:
    """The name, and what it is; of a cache's key the beginning is enough to tell which one."""
    name = item.name[:16] if item.kind == CACHE else item.name
    return f"{name} ({item.about})" if item.about else name


def _remove(stock: ImageStock | None, shelf: CacheShelf, item: Item) -> bool:
    if item.kind == CACHE:
        return shelf.remove(item)
    return stock is not None and stock.remove(item)
