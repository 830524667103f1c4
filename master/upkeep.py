"""Space on this machine: layers, base images and build caches that nobody needs go, never those of a live run."""

import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from master.janitor import alive
from master.run_folder import RunFolder
from master.state import state_folder
from workers.caches.shelf import CacheShelf
from workers.engines.engine import Engine, ImageEngine
from workers.errors import InfrastructureError
from workers.images.stock import ImageStock
from workers.images.store import ImageStore
from workers.images.upkeep import Upkeep, do_upkeep, plan_upkeep, sentences, shown
from workers.retention import Keep

POLICY = Keep(days=30, gb=20)  # what holds without anybody's word
Say = Callable[[str], None]


def after_run(engine: Engine, say: Say) -> None:
    """What goes by itself at the end of a run. It never makes a run fail."""
    with suppress(InfrastructureError, OSError):
        tell(do_upkeep(stock_of(engine), CacheShelf(), POLICY, busy_since()), say, "removed")


def prune(engine: Engine | None, keep: Keep, say: Say, *, dry_run: bool) -> Upkeep:
    """What goes because somebody asked. Raises EngineError when the engine does not answer."""
    stock = stock_of(engine) if engine is not None else None
    act = plan_upkeep if dry_run else do_upkeep
    upkeep = act(stock, CacheShelf(), keep, busy_since())
    tell(upkeep, say, "would remove" if dry_run else "removed")
    return upkeep


def tell(upkeep: Upkeep, say: Say, verb: str) -> None:
    for sentence in sentences(upkeep, verb):
        say(sentence)
    for removal in upkeep.kept:
        say(f"{shown(removal.item)} stays: it is in use")
    for sentence in upkeep.trouble:
        say(sentence)


def stock_of(engine: Engine) -> ImageStock | None:
    """The images of an engine whose images are looked after."""
    images = engine.images() if isinstance(engine, ImageEngine) else None
    return images.stock() if isinstance(images, ImageStore) else None


def busy_since(runs: Path | None = None) -> float:
    """When the oldest run began that is alive now, seconds since 1970; infinity while there is none."""
    runs = runs or state_folder() / "runs"
    begun = [math.inf]
    with suppress(OSError):
        begun += [(path / "lock").stat().st_mtime for path in runs.iterdir() if alive(RunFolder(path))]
    return min(begun)
