"""`assay images`: make and list the images of cells."""

from rich.console import Console
from rich.table import Table

from master import output
from master.errors import MeasureError, UsageError
from workers.cell import ARCHES
from workers.engines.docker import DockerEngine
from workers.errors import ImageError
from workers.images.recipe import recipes


def build(names: tuple[str, ...], arches: tuple[str, ...]) -> int:
    """Make what is missing; the first image that cannot be made ends with its reason, after the others were tried."""
    for name in names:
        if name not in recipes():
            raise UsageError(f"no image is called {name!r}; there are: {', '.join(recipes())}")
    for arch in arches:
        if arch not in ARCHES:
            raise UsageError(f"no architecture is called {arch!r}; there are: {', '.join(ARCHES)}")
    engine = _engine()
    trouble: list[str] = []
    for arch in arches or engine.offer().arches:
        for name in names or tuple(recipes()):
            try:
                image = engine.images().ensure(name, arch, (), output.say)
                output.say(f"{image.name} is here ({image.size // 2**20} MB, {image.digest})")
            except ImageError as error:
                trouble.append(str(error))
    if trouble:
        raise MeasureError("\n".join(trouble))
    return 0


def show() -> int:
    engine = _engine()
    store = engine.images()
    table = Table("image", "python", "arch", "here", "base", box=None)
    for name, recipe in recipes().items():
        for arch in ARCHES:
            image = store.find(name, arch)
            here = f"yes, {image.size // 2**20} MB" if image else "no"
            table.add_row(name, recipe.python, arch, here, image.base if image else "")
    Console(highlight=False).print(table)
    return 0


def _engine() -> DockerEngine:
    engine = DockerEngine()
    refusal = engine.offer().refusal
    if refusal is not None:
        raise MeasureError(refusal)
    return engine
