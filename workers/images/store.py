"""The images on this machine: found by content digest, made when they are missing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import docker
import requests
from docker.errors import DockerException, ImageNotFound

from workers.emulation import emulator_registered, host_arch
from workers.errors import EngineError, ImageError
from workers.images.archive import write_archive
from workers.images.bootstrap import Bootstrap
from workers.images.packages import install_packages
from workers.images.recipe import ImageRecipe, recipes

Progress = Callable[[str], None]
REGISTRY_TIMEOUT_S = 15


@attrs.frozen
class Image:
    """An image that is here. `platform` is set where the engine must be told the architecture."""

    name: str
    id: str
    digest: str
    platform: str | None
    base: str  # where it came from: a registry digest or a Debian suite
    size: int  # bytes


class ImageStore:
    """The engine's own store, seen through the names our recipes give."""

    def __init__(self, client: docker.DockerClient, bootstrap: Bootstrap | None = None) -> None:
        self._api: Any = client.api
        self._bootstrap = bootstrap or Bootstrap()

    def find(self, name: str, arch: str, system: tuple[str, ...] = ()) -> Image | None:
        """The image if it is here."""
        reference = recipe_of(name).reference(arch, system)
        try:
            facts = self._api.inspect_image(reference)
        except ImageNotFound:
            return None
        except (DockerException, requests.RequestException) as error:
            raise EngineError(f"the Docker engine does not say whether it has {reference}: {error}") from error
        return _image(reference, facts)

    def ensure(self, name: str, arch: str, system: tuple[str, ...], progress: Progress) -> Image:
        """The image, made now when it is not here.

        Raises ImageError with every way that was tried.
        """
        if (image := self.find(name, arch, system)) is not None:
            return image
        recipe = recipe_of(name)
        if arch != host_arch() and not emulator_registered(arch):
            raise ImageError(
                f"{name} for {arch} cannot be made here: this machine is {host_arch()} and has no emulator for {arch};"
                " install qemu-user-static and register it with binfmt_misc"
            )
        if system:
            self.ensure(name, arch, (), progress)
            progress(f"adding {', '.join(system)} to {name} for {arch}")
            base = recipe.reference(arch)
            install_packages(self._api, base, system, recipe.reference(arch, system), _labels(recipe, arch, base))
        else:
            self._make(recipe, arch, progress)
        image = self.find(name, arch, system)
        if image is None:
            raise ImageError(f"the image {recipe.reference(arch, system)} was made but cannot be found again")
        return image

    def cannot_make(self, name: str, arch: str) -> str | None:
        """Why a missing image could not be made here; None when it can be tried."""
        if self.find(name, arch) is not None:
            return None
        if self._registry_digest(recipe_of(name)) is not None:
            return None
        return self._bootstrap.refusal()

    def _make(self, recipe: ImageRecipe, arch: str, progress: Progress) -> None:
        digest = self._registry_digest(recipe)
        if digest is not None:
            self._make_from_registry(recipe, arch, digest, progress)
        elif refusal := self._bootstrap.refusal():
            raise ImageError(
                f"{recipe.name} for {arch} cannot be made here: no registry answers for"
                f" {recipe.registry}, and {refusal}"
            )
        else:
            self._make_from_debian(recipe, arch, progress)

    def _make_from_registry(self, recipe: ImageRecipe, arch: str, digest: str, progress: Progress) -> None:
        repository = recipe.registry.rpartition(":")[0]
        base = f"{repository}@{digest}"
        progress(f"pulling {base} for {arch}")
        try:
            self._api.pull(repository, tag=digest, platform=f"linux/{arch}")
            pulled = self._api.inspect_image(base)["Id"]
        except (DockerException, requests.RequestException) as error:
            raise ImageError(f"{base} for {arch} could not be pulled: {error}") from error
        progress(f"installing the toolchain of {recipe.name} for {arch}")
        install_packages(self._api, pulled, recipe.packages, recipe.reference(arch), _labels(recipe, arch, base))

    def _make_from_debian(self, recipe: ImageRecipe, arch: str, progress: Progress) -> None:
        progress(f"making {recipe.name} for {arch} from Debian {recipe.suite}; minutes, and longer when emulated")
        base = f"debian {recipe.suite} by mmdebstrap"
        with TemporaryDirectory(prefix="assay-image-") as folder:
            layer = Path(folder) / "layer.tar"
            self._bootstrap.make(recipe, arch, layer)
            archive = Path(folder) / "image.tar"
            write_archive(archive, layer, recipe.reference(arch), arch, _labels(recipe, arch, base))
            layer.unlink()
            progress(f"loading {recipe.name} for {arch}")
            with archive.open("rb") as stream:
                try:
                    for line in self._api.load_image(stream, quiet=True):
                        if error := line.get("error"):
                            raise ImageError(f"{recipe.name} for {arch} could not be loaded: {error}")
                except (DockerException, requests.RequestException) as error:
                    raise ImageError(f"{recipe.name} for {arch} could not be loaded: {error}") from error

    def _registry_digest(self, recipe: ImageRecipe) -> str | None:
        """The digest the registry names for the base now; None where no registry answers."""
        try:
            with closing(docker.from_env(timeout=REGISTRY_TIMEOUT_S)) as patient:
                api: Any = patient.api
                return str(api.inspect_distribution(recipe.registry)["Descriptor"]["digest"])
        except (DockerException, requests.RequestException, KeyError):
            return None


def recipe_of(name: str) -> ImageRecipe:
    try:
        return recipes()[name]
    except KeyError:
        raise ImageError(f"no image is called {name!r}; there are: {', '.join(recipes())}") from None


def _image(reference: str, facts: dict[str, Any]) -> Image:
    labels = (facts.get("Config") or {}).get("Labels") or {}
    declared = facts.get("Architecture", "")
    foreign = declared != host_arch() and declared == labels.get("assay.arch")
    return Image(
        name=reference,
        id=facts["Id"],
        digest=facts["Id"],
        platform=f"linux/{declared}" if foreign else None,
        base=labels.get("assay.base", "unknown"),
        size=int(facts.get("Size", 0)),
    )


def _labels(recipe: ImageRecipe, arch: str, base: str) -> dict[str, str]:
    return {"assay.image": recipe.name, "assay.arch": arch, "assay.base": base}
