"""What an image is made of, and the name that follows from it."""

import hashlib
import json
from functools import cache
from importlib.resources import files

import attrs
import yaml

FORMAT = 1  # raise it when the way an image is made changes


@attrs.frozen
class ImageRecipe:
    """One image: a Debian suite with a toolchain. `registry` is its base where a registry answers."""

    name: str
    suite: str
    python: str
    registry: str
    packages: tuple[str, ...]

    def digest(self, arch: str, system: tuple[str, ...] = ()) -> str:
        """`sha256` over everything that decides the content: the recipe, the architecture, added Debian packages."""
        said = {"format": FORMAT, "arch": arch, "system": sorted(system), **attrs.asdict(self)}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def reference(self, arch: str, system: tuple[str, ...] = ()) -> str:
        """The image's name on a machine: one tag per architecture and content, never a moving one (T31)."""
        return f"assay/{self.name}:{arch}-{self.digest(arch, system)[:16]}"


@cache
def recipes() -> dict[str, ImageRecipe]:
    """All images Assay offers, by name."""
    data = yaml.safe_load((files("workers") / "images" / "recipes.yaml").read_bytes())
    return {
        name: ImageRecipe(name, entry["suite"], entry["python"], entry["registry"], tuple(entry["packages"]))
        for name, entry in data.items()
    }


def offered_pythons() -> dict[str, str]:
    """The Python of each image, for the matrix."""
    return {name: recipe.python for name, recipe in recipes().items()}
