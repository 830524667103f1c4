"""The images on this machine: found by content digest, made when they are missing."""

from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

import attrs
import docker
import requests
from docker.errors import DockerException, ImageNotFound

from workers.emulation import emulator_registered, host_arch
from workers.errors import EngineError, ImageError
from workers.images.archive import write_archive
from workers.images.bootstrap import Bootstrap
from workers.images.contents import Contents, from_labels
from workers.images.packages import install_packages, patient
from workers.images.recipe import ImageRecipe, recipes
from workers.images.records import ImageRecords
from workers.images.stock import ImageStock

Progress = Callable[[str], None]
REGISTRY_TIMEOUT_S = 15


@attrs.frozen
class Image:
    """An image that is here. `platform` is set where the engine must be told the architecture."""

    name: str
    id: str
    digest: str
    platform: str | None
    base: str  # where it came from: another image of ours, a registry digest or a Debian suite
    size: int  # bytes
    contents: Contents = attrs.field(factory=Contents)
    made: str = ""  # UTC, as 2026-09-05T09:44:31Z; empty for one that does not say


class ImageStore:
    """The engine's own store, seen through the names our recipes give."""

    def __init__(
        self,
        client: docker.DockerClient,
        bootstrap: Bootstrap | None = None,
        records: ImageRecords | None = None,
    ) -> None:
        self._client = client
        self._api: Any = client.api
        self._bootstrap = bootstrap or Bootstrap()
        self._records = records or ImageRecords()

    def find(self, name: str, arch: str, system: tuple[str, ...] = ()) -> Image | None:
        """The image if it is here."""
        reference = recipe_of(name).reference(arch, system)
        try:
            facts = self._api.inspect_image(reference)
        except ImageNotFound:
            return None
        except (DockerException, requests.RequestException) as error:
            raise EngineError(f"the Docker engine does not say whether it has {reference}: {error}") from error
        _check_ours(reference, name, arch, facts)
        return _image(reference, facts)

    def ensure(self, name: str, arch: str, system: tuple[str, ...], progress: Progress) -> Image:
        """The image, made now when it is not here. Whoever asks for it meanwhile waits and gets the same.

        That it is used is noted, for what was used last is kept longest. Raises ImageError with every way that was
        tried.
        """
        image = self.find(name, arch, system) or self._made(recipe_of(name), arch, system, progress)
        with suppress(OSError):  # a full disk must not keep a cell from running
            self._records.used(image.name)
        return image

    def _made(self, recipe: ImageRecipe, arch: str, system: tuple[str, ...], progress: Progress) -> Image:
        if arch != host_arch() and not emulator_registered(arch):
            raise ImageError(
                f"{recipe.name} for {arch} cannot be made here: this machine is {host_arch()} and has no emulator for"
                f" {arch}; install qemu-user-static and register it with binfmt_misc"
            )
        reference = recipe.reference(arch, system)
        with self._records.making(reference, lambda: progress(f"waiting for {reference}, which is being made")):
            if (image := self.find(recipe.name, arch, system)) is not None:
                return image  # whoever was waited for has made it
            if system:
                self._add_packages(recipe, arch, system, progress)
            else:
                self._make(recipe, arch, progress)
            image = self.find(recipe.name, arch, system)
        if image is None:
            raise ImageError(f"the image {reference} was made but cannot be found again")
        return image

    def _add_packages(self, recipe: ImageRecipe, arch: str, system: tuple[str, ...], progress: Progress) -> None:
        self.ensure(recipe.name, arch, (), progress)
        progress(f"adding {', '.join(system)} to {recipe.name} for {arch}")
        self._install(recipe.reference(arch), system, recipe.reference(arch, system), recipe, arch)

    def _install(
        self, base: str, packages: tuple[str, ...], reference: str, recipe: ImageRecipe, arch: str, origin: str = ""
    ) -> None:
        labels = _labels(recipe, arch, reference, origin or base)
        if not origin:
            labels["assay.system"] = " ".join(sorted(packages))
        install_packages(self._api, base, packages, reference, labels, self._records.workplace(reference))

    def stock(self) -> ImageStock:
        """All images of ours that the engine holds, also those of recipes that are no longer offered."""
        return ImageStock(self._client, self._records)

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
            was_here = self._has(base)
            self._api.pull(repository, tag=digest, platform=f"linux/{arch}")
            pulled = self._api.inspect_image(base)["Id"]
        except (DockerException, requests.RequestException) as error:
            raise ImageError(f"{base} for {arch} could not be pulled: {error}") from error
        progress(f"installing the toolchain of {recipe.name} for {arch}")
        try:
            self._install(pulled, recipe.packages, recipe.reference(arch), recipe, arch, base)
        finally:
            if not was_here:  # else its name would stay for ever, for it is not ours to remove later
                with suppress(DockerException, requests.RequestException):
                    self._api.remove_image(base)

    def _has(self, reference: str) -> bool:
        try:
            self._api.inspect_image(reference)
        except ImageNotFound:
            return False
        return True

    def _make_from_debian(self, recipe: ImageRecipe, arch: str, progress: Progress) -> None:
        progress(f"making {recipe.name} for {arch} from Debian {recipe.suite}; minutes, and longer when emulated")
        reference = recipe.reference(arch)
        with self._records.scratch(reference) as folder:
            layer, archive = folder / "layer.tar", folder / "image.tar"
            contents = self._bootstrap.make(recipe, arch, layer)
            labels = _labels(recipe, arch, reference, f"debian {recipe.suite} by mmdebstrap") | contents.labels()
            write_archive(archive, layer, reference, arch, labels)
            layer.unlink()
            progress(f"loading {recipe.name} for {arch}")
            with archive.open("rb") as stream, patient(self._api):
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
        contents=from_labels(labels),
        made=labels.get("assay.made", ""),
    )


def _check_ours(reference: str, name: str, arch: str, facts: dict[str, Any]) -> None:
    """A name on this machine can be moved to any other image; ours say what they are (T31)."""
    labels = (facts.get("Config") or {}).get("Labels") or {}
    said = (labels.get("assay.image"), labels.get("assay.arch"), labels.get("assay.reference", reference))
    if said != (name, arch, reference):
        raise ImageError(
            f"the image called {reference} was not made by Assay under that name; somebody moved the name."
            f" Remove it with: docker image rm {reference}"
        )


def _labels(recipe: ImageRecipe, arch: str, reference: str, base: str) -> dict[str, str]:
    return {"assay.image": recipe.name, "assay.arch": arch, "assay.reference": reference, "assay.base": base}
