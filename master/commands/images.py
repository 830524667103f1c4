"""`assay images`: make, list and remove the images of cells, and what was made on them."""

import math
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from master import output
from master import upkeep as upkeep_of
from master.engine_choice import AUTO
from master.errors import MeasureError, UsageError
from workers.all_engines import ENGINES
from workers.caches.shelf import CacheShelf
from workers.cell import ARCHES
from workers.engines.engine import ImageEngine
from workers.errors import ImageError
from workers.images.recipe import recipes
from workers.images.upkeep import shown
from workers.retention import GB, LAYER, Keep


def build(names: tuple[str, ...], arches: tuple[str, ...], engine_name: str = AUTO) -> int:
    """Make what is missing, for the engine of that name.

    The first image that cannot be made ends with its reason, after the others were tried.
    """
    for name in names:
        if name not in recipes():
            raise UsageError(f"no image is called {name!r}; there are: {', '.join(recipes())}")
    for arch in arches:
        if arch not in ARCHES:
            raise UsageError(f"no architecture is called {arch!r}; there are: {', '.join(ARCHES)}")
    engine = _engine(engine_name)
    trouble: list[str] = []
    for arch in arches or engine.offer().arches:
        for name in names or tuple(recipes()):
            try:
                image = engine.images().ensure(name, arch, (), output.say)
                output.say(f"{image.name} is here ({image.size // 10**6} MB, {image.digest})")
            except ImageError as error:
                trouble.append(str(error))
    if trouble:
        raise MeasureError("\n".join(trouble))
    return 0


def show(engine_name: str = AUTO) -> int:
    """The images that are offered, the layers that were made on them, and the build caches."""
    engine = _engine(engine_name)
    store, stock = engine.images(), upkeep_of.stock_of(engine)
    items = stock.items(math.inf) if stock is not None else ()
    offered = Table("image", "python", "arch", "here", "Debian of", "base", box=None)
    for name, recipe in recipes().items():
        for arch in ARCHES:
            image = store.find(name, arch)
            here = f"yes, {image.size // 10**6} MB" if image else "no"
            date = image.contents.snapshot.partition(",")[0].rpartition(" ")[2] if image else ""
            offered.add_row(name, recipe.python, arch, here, date, image.base if image else "")
    console = Console(highlight=False)
    console.print(offered)
    made = [*(item for item in items if item.kind == LAYER), *CacheShelf().items()]
    if made:
        kept = Table("kept", "name", "MB", "last used", box=None)
        for item in made:
            used = f"{datetime.fromtimestamp(item.last_used, UTC):%Y-%m-%d %H:%M}"
            kept.add_row(item.kind, Text(shown(item)), f"{item.size // 10**6}", used)
        console.print(kept)
    return 0


def prune(older_than: float, keep_gb: float, *, dry_run: bool) -> int:
    """Remove what was not used for `older_than` days, and of the rest what is beyond `keep_gb`, least used first."""
    if not older_than >= 0 or not keep_gb >= 0:
        raise UsageError("--older-than and --keep-gb cannot be less than 0")
    engine, refusal = _answering()
    if engine is None:
        output.say(f"Only build caches are looked at: {refusal}")
    upkeep = upkeep_of.prune(engine, Keep(older_than, keep_gb), output.say, dry_run=dry_run)
    left = sum(item.size for item in upkeep.items) - upkeep.freed
    would = "would free" if dry_run else "freed"
    output.say(f"{would} {upkeep.freed / GB:.2f} GB; {left / GB:.2f} GB {'would stay' if dry_run else 'stay'}")
    return 4 if upkeep.trouble else 0


def _engine(name: str = AUTO) -> ImageEngine:
    engine, refusal = _answering(name)
    if engine is None:
        raise MeasureError(refusal)
    return engine


def _answering(name: str = AUTO) -> tuple[ImageEngine | None, str]:
    """The first engine with images that can be used here, or the one of that name; or why none can."""
    if name != AUTO and name not in ENGINES:
        raise UsageError(f"no engine is called {name!r}; there are: {', '.join((AUTO, *ENGINES))}")
    refusals = []
    for known, make in ENGINES.items():
        if name not in (AUTO, known):
            continue
        engine = make()
        if isinstance(engine, ImageEngine):
            refusal = engine.offer().refusal
            if refusal is None:
                return engine, ""
            refusals.append(refusal)
    return None, "; ".join(refusals) or f"the engine {name} has no images: it runs what is on the machine"
