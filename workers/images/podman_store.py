"""The images of podman, which says what a registry holds only by pulling it."""

from contextlib import suppress
from typing import Any

import requests
from docker.errors import DockerException

from workers.emulation import host_arch
from workers.errors import ImageError
from workers.images.packages import patient
from workers.images.recipe import ImageRecipe
from workers.images.store import ImageStore, Progress


class PodmanStore(ImageStore):
    """A base is pulled by its name, and from then on named by the digest that it came with."""

    def _registry_digest(self, recipe: ImageRecipe) -> str | None:
        pulled = self._pulled(recipe, host_arch())
        return pulled["Digest"] if pulled is not None else None

    def _make_from_registry(self, recipe: ImageRecipe, arch: str, digest: str, progress: Progress) -> None:
        """`digest` is that of this machine's architecture; each has its own."""
        repository = recipe.registry.rpartition(":")[0]
        progress(f"pulling {recipe.registry} for {arch}")
        pulled = self._pulled(recipe, arch)
        if pulled is None:
            raise ImageError(f"{recipe.registry} for {arch} could not be pulled; for {host_arch()} it is {digest}")
        progress(f"installing the toolchain of {recipe.name} for {arch}")
        try:
            base = f"{repository}@{pulled['Digest']}"
            self._install(pulled["Id"], recipe.packages, recipe.reference(arch), recipe, arch, base)
        finally:
            with suppress(DockerException, requests.RequestException):
                self._api.remove_image(recipe.registry)

    def _pulled(self, recipe: ImageRecipe, arch: str) -> dict[str, Any] | None:
        """What podman says of the base once it is here; None where no registry answers."""
        repository, _, tag = recipe.registry.rpartition(":")
        try:
            with patient(self._api):
                self._api.pull(repository, tag=tag, platform=f"linux/{arch}")
            listed = self._api.images()
        except (DockerException, requests.RequestException):
            return None
        for image in listed:  # a pull that failed says so only among its progress, so we look for what came
            names = [name for name in image.get("RepoTags") or () if f"/{name}".endswith(f"/{recipe.registry}")]
            if names and image.get("Digest") and self._is_of(image["Id"], arch):
                return dict(image)
        return None

    def _is_of(self, image: str, arch: str) -> bool:
        return bool(self._api.inspect_image(image).get("Architecture") == arch)
