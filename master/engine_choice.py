"""Which engine runs the cells of a run: the one that was named, or with `auto` the best one that can."""

from collections.abc import Callable
from contextlib import suppress

import attrs

from master.errors import MeasureError, UsageError
from workers.all_engines import ENGINES
from workers.cell import Cell
from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine
from workers.engines.host import BareHostEngine, HostEngine
from workers.errors import ImageError, InfrastructureError
from workers.images.recipe import recipes

AUTO = "auto"
NAMES = (AUTO, "docker", "host")
Say = Callable[[str], None]


@attrs.frozen
class Choice:
    """An engine that answers, what it can run here, and why it was taken."""

    engine: Engine
    name: str  # as `workers.all_engines` knows it
    isolation: str
    arches: tuple[str, ...]
    reason: str

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
    if name == "docker":
        return _docker()
    if name == "host":
        return _host(allow_host, "the host engine was asked for")
    try:
        return _docker(need_images=True)
    except MeasureError as error:
        return _host(allow_host, f"no container engine can be used: {error}")


def make_images(choice: Choice, cells: tuple[Cell, ...], say: Say) -> None:
    """Make the images the cells need. What cannot be made is said; its cells will be not assessed, for that reason."""
    if not isinstance(choice.engine, DockerEngine):
        return
    store = choice.engine.images()
    for name, arch, system in dict.fromkeys((cell.image, cell.arch, cell.system) for cell in cells):
        try:
            store.ensure(name, arch, system, say)
        except ImageError as error:
            say(str(error))


def _docker(*, need_images: bool = False) -> Choice:
    engine = ENGINES["docker"]()
    offer = engine.offer()
    if offer.refusal is not None:
        raise MeasureError(offer.refusal)
    refusals = {arch: _why_no_image(engine, arch) for arch in offer.arches}
    arches = tuple(arch for arch in offer.arches if refusals[arch] is None)
    if need_images and not arches:
        raise MeasureError(f"no image can be had, for no registry answers and {refusals[offer.arches[0]]}")
    # Where none can be had, the machine's own cell is tried all the same, and says what is wrong.
    return Choice(engine, "docker", offer.isolation, arches or offer.arches[:1], "a container engine answers")


def _why_no_image(engine: Engine, arch: str) -> str | None:
    """Why the default image of an architecture is neither here nor can be made."""
    if not isinstance(engine, DockerEngine):
        return None
    try:
        return engine.images().cannot_make(next(iter(recipes())), arch)
    except InfrastructureError as error:
        return str(error)


def _host(allow_bare: bool, why: str) -> Choice:
    shut_in = HostEngine()
    offer = shut_in.offer()
    if offer.refusal is None:
        return Choice(shut_in, "host", offer.isolation, offer.arches, why)
    if not allow_bare:
        raise MeasureError(
            f"{why}, and {offer.refusal}."
            " Put that right, or pass --allow-host to run the project's code without isolation, as pip install does"
        )
    bare = BareHostEngine()
    plain = bare.offer()
    return Choice(bare, "host-bare", plain.isolation, plain.arches, f"{why}, and {offer.refusal}")
