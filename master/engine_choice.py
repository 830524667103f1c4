"""Which engine runs the cells of a run: the one that was named, or with `auto` the best one that can."""

from collections.abc import Callable
from contextlib import suppress

import attrs

from master.errors import MeasureError, UsageError
from workers.all_engines import ENGINES
from workers.cell import Cell
from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine, ImageEngine, Walls
from workers.engines.podman import PodmanEngine
from workers.errors import ImageError, InfrastructureError
from workers.images.recipe import recipes
from workers.images.soundness import Soundness
from workers.images.store import ImageStore

AUTO = "auto"
IN_ORDER = ("docker", "podman", "udocker")  # what `auto` tries before the machine itself; the best walls first
HOST, BARE = "host", "host-bare"
NAMES = (AUTO, *(name for name in ENGINES if name != BARE))
Say = Callable[[str], None]


@attrs.frozen
class Choice:
    """An engine that answers, what it can run here, and why it was taken."""

    engine: Engine
    name: str  # as `workers.all_engines` knows it
    isolation: str
    arches: tuple[str, ...]
    reason: str
    walls: Walls = attrs.field(factory=Walls)

    def sweep(self, run: str) -> None:
        """Remove what a run left on the machine; an engine that is gone has nothing we could remove."""
        with suppress(InfrastructureError):
            self.engine.sweep(run)


def choose(name: str, *, allow_host: bool) -> Choice:
    """The engine for a run. One that was named is never replaced by another.

    Raises UsageError for an unknown name, MeasureError when nothing can run a cell.
    """
    if name not in NAMES:
        raise UsageError(f"no engine is called {name!r}; there are: {', '.join(NAMES)}")
    if name == AUTO:
        return _best(allow_host)
    if name == HOST:
        return _host(allow_host, "the host engine was asked for")
    return _named(name, f"the engine {name} was asked for")


def make_images(choice: Choice, cells: tuple[Cell, ...], say: Say) -> None:
    """Make the images the cells need. What cannot be made is said; its cells will be not assessed, for that reason."""
    if not isinstance(choice.engine, ImageEngine):
        return
    ensure = _ensure(choice.engine)
    for name, arch, system in dict.fromkeys((cell.image, cell.arch, cell.system) for cell in cells):
        try:
            ensure(name, arch, system, say)
        except ImageError as error:
            say(str(error))


def _ensure(engine: ImageEngine) -> Callable[[str, str, tuple[str, ...], Say], object]:
    """Makes an image that is missing, and where the engine lets us look into it, one that is damaged."""
    images = engine.images()
    if isinstance(engine, DockerEngine | PodmanEngine) and isinstance(images, ImageStore):
        return Soundness(engine.client.api, images).ensure
    return images.ensure


def _best(allow_host: bool) -> Choice:
    refusals: list[str] = []
    for name in IN_ORDER:
        try:
            reason = "; ".join(refusals)
            return _named(name, f"{reason}, and {name} answers" if reason else f"{name} answers", need_images=True)
        except MeasureError as error:
            refusals.append(str(error))
    return _host(allow_host, f"no container engine can be used: {'; '.join(refusals)}")


def _named(name: str, reason: str, *, need_images: bool = False) -> Choice:
    engine = ENGINES[name]()
    offer = engine.offer()
    if offer.refusal is not None:
        raise MeasureError(offer.refusal)
    arches = offer.arches
    if isinstance(engine, ImageEngine):
        refusals = {arch: _why_no_image(engine, arch) for arch in offer.arches}
        arches = tuple(arch for arch in offer.arches if refusals[arch] is None)
        if need_images and not arches:
            raise MeasureError(f"{name} can have no image, for no registry answers and {refusals[offer.arches[0]]}")
    # Where none can be had, the machine's own cell is tried all the same, and says what is wrong.
    return Choice(engine, name, offer.isolation, arches or offer.arches[:1], reason, offer.walls)


def _why_no_image(engine: ImageEngine, arch: str) -> str | None:
    """Why the default image of an architecture is neither here nor can be made."""
    try:
        return engine.images().cannot_make(next(iter(recipes())), arch)
    except InfrastructureError as error:
        return str(error)


def _host(allow_bare: bool, why: str) -> Choice:
    offer = ENGINES[HOST]().offer()
    if offer.refusal is None:
        return Choice(ENGINES[HOST](), HOST, offer.isolation, offer.arches, why, offer.walls)
    if not allow_bare:
        raise MeasureError(
            f"{why}, and {offer.refusal}."
            " Put that right, or pass --allow-host to run the project's code without isolation, as pip install does"
        )
    plain = ENGINES[BARE]().offer()
    return Choice(ENGINES[BARE](), BARE, plain.isolation, plain.arches, f"{why}, and {offer.refusal}", plain.walls)
