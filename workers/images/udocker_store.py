"""The images that udocker holds for a user: found by content digest, made or loaded when they are missing."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from workers.emulation import host_arch
from workers.errors import EngineError, ImageError, PackageError
from workers.images.archive import write_archive
from workers.images.bootstrap import Bootstrap
from workers.images.contents import from_labels
from workers.images.recipe import ImageRecipe
from workers.images.store import Image, recipe_of
from workers.locks import locked

TIMEOUT_S = 30 * 60  # unpacking a large image on a slow, shared file system
_MB = 2**20


def udocker_folder() -> Path:
    """Where udocker keeps what it has, by udocker's own rule."""
    said = os.environ.get("UDOCKER_DIR")
    return Path(said) if said else Path.home() / ".udocker"


class UdockerStore:
    """udocker's repository, seen through the names our recipes give."""

    def __init__(self, bootstrap: Bootstrap | None = None) -> None:
        self._bootstrap = bootstrap or Bootstrap()

    def find(self, name: str, arch: str, system: tuple[str, ...] = ()) -> Image | None:
        """The image if it is here."""
        reference = recipe_of(name).reference(arch, system)
        said = _udocker("inspect", reference)
        return None if said is None else _image(reference, name, arch, said)

    def ensure(self, name: str, arch: str, system: tuple[str, ...], progress: Callable[[str], None]) -> Image:
        """The image, made now when it is not here; whoever asks for it meanwhile waits and gets the same.

        Raises ImageError with the reason, PackageError for a Debian package that does not exist.
        """
        recipe = recipe_of(name)
        reference = recipe.reference(arch, system)
        with locked(_lock(reference), lambda: progress(f"waiting for {reference}, which is being made")):
            if (image := self.find(name, arch, system)) is None:
                if refusal := self._bootstrap.refusal():
                    raise ImageError(
                        f"{name} for {arch} cannot be made here: {refusal}. On a machine with Docker: docker save"
                        f" {reference} -o image.tar; then here: udocker load -i image.tar"
                    )
                self._make(recipe, arch, system, progress)
                image = self.find(name, arch, system)
        if image is None:
            raise ImageError(f"the image {reference} was made but cannot be found again")
        return image

    def cannot_make(self, name: str, arch: str) -> str | None:
        """Why a missing image could not be made here; None when it can be tried."""
        if arch != host_arch():
            return f"udocker runs {host_arch()} images only"
        return None if self.find(name, arch) is not None else self._bootstrap.refusal()

    def tree(self, image: Image) -> Path:
        """The root folder of the image, unpacked once and shared by all cells, which can only read it."""
        container = image.name.replace("/", "-").replace(":", "-")
        with locked(_lock(container)):
            if (said := _udocker("inspect", "-p", container)) is None:
                if _udocker("--quiet", "create", f"--name={container}", image.name) is None:
                    raise ImageError(f"udocker could not unpack {image.name}; is the disk full?")
                said = _udocker("inspect", "-p", container)
        root = Path((said or "").strip())
        if not root.is_absolute() or not root.is_dir():
            raise ImageError(f"udocker does not say where it unpacked {image.name}")
        return root.resolve()

    def _make(self, recipe: ImageRecipe, arch: str, system: tuple[str, ...], progress: Callable[[str], None]) -> None:
        """All packages at once: a layer on top would need apt as root."""
        reference = recipe.reference(arch, system)
        base = f"debian {recipe.suite} by mmdebstrap"
        progress(f"making {reference} from Debian {recipe.suite}; minutes")
        with TemporaryDirectory(prefix="assay-image-") as name:
            layer, archive = Path(name) / "layer.tar", Path(name) / "image.tar"
            wanted = attrs.evolve(recipe, packages=(*recipe.packages, *system))
            try:
                contents = self._bootstrap.make(wanted, arch, layer)
            except ImageError as error:
                raise _named(error, system) from error
            labels = {"assay.image": recipe.name, "assay.arch": arch, "assay.reference": reference, "assay.base": base}
            write_archive(archive, layer, reference, arch, labels | contents.labels())
            layer.unlink()
            progress(f"loading {reference}")
            if _udocker("--quiet", "load", "-i", str(archive)) is None:
                raise ImageError(f"udocker could not load {reference}; is the disk full?")


def _named(error: ImageError, system: tuple[str, ...]) -> ImageError | PackageError:
    """Whoever wrote the name of a package can correct it; everything else is ours."""
    words = str(error).split()
    unknown = [name for name in system if name in words and "locate" in words]
    return PackageError(f"system: there is no Debian package {', '.join(unknown)} in this image") if unknown else error


def _image(reference: str, name: str, arch: str, said: str) -> Image:
    """From the configuration of the image, which holds the digests of its layers; its own digest names it."""
    try:
        facts: dict[str, Any] = json.loads(said)
        labels = dict((facts.get("config") or {}).get("Labels") or {})
    except (ValueError, TypeError, AttributeError) as error:
        raise ImageError(f"udocker says nothing readable about {reference}") from error
    claimed = (labels.get("assay.image"), labels.get("assay.arch"), labels.get("assay.reference", reference))
    if claimed != (name, arch, reference):
        raise ImageError(
            f"the image called {reference} was not made by Assay under that name; somebody moved the name."
            f" Remove it with: udocker rmi {reference}"
        )
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Image(
        name=reference,
        id=reference,
        digest=f"sha256:{digest}",
        platform=None,
        base=str(labels.get("assay.base", "unknown")),
        size=_size(reference),
        contents=from_labels(labels),
        made=str(labels.get("assay.made", "")),
    )


def _size(reference: str) -> int:
    """Bytes of the layers; 0 where udocker keeps them elsewhere."""
    repository, _, tag = reference.partition(":")
    folder = udocker_folder() / "repos" / repository / tag
    return sum(layer.stat().st_size for layer in folder.glob("*.layer"))


def _lock(name: str) -> Path:
    return udocker_folder() / "assay-locks" / name.replace("/", "-").replace(":", "-")


def _udocker(*arguments: str) -> str | None:
    """What udocker prints; None when it says no."""
    program = shutil.which("udocker")
    if program is None:
        raise EngineError("udocker is not installed (pip install udocker)")
    try:
        done = subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=TIMEOUT_S,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"udocker does not answer: {error}") from error
    return done.stdout if done.returncode == 0 else None
