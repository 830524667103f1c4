"""Whether an image that is here still works, and is what was made: else it is dropped and made once more (F16).

An engine keeps layers as plain files and never looks at them again. A disk that lost some makes every cell fail in a
way that looks like the project's own fault.
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from docker.errors import APIError, NotFound

from workers.emulation import host_arch
from workers.engines.container_api import as_engine_error, patiently, remove_container, short
from workers.errors import EngineError, ImageError
from workers.images.records import ImageRecords
from workers.images.store import Image, ImageStore, recipe_of

Progress = Callable[[str], None]
EVERY_S = 7 * 86_400.0  # how often every file of an image is compared with what its packages say of it
TRIAL_S = 120  # for the short look, also when emulated
LOOK_S = 900
_KEPT = 4096  # bytes of what a look says
# What each cell needs first, and then all that dpkg knows the digest of. Settings ("c") and /var may differ.
_SHORT = "python3 -c 'import ssl, venv' && tar --version >/dev/null && rm --version >/dev/null"
_LONG = (
    "dpkg --verify | grep -E '^(missing|..5......) +/' | grep -vE ' /(var|etc)/' | head -5; test ${PIPESTATUS[0]} = 0"
)

_DAMAGE = re.compile(
    r"exec format error|executable file not found|no such file or directory|input/output error"
    r"|structure needs cleaning|error creating overlay mount|layer does not exist",
    re.IGNORECASE,
)
_KILLED = (137, 143)


class Soundness:
    """Looks into images of one engine."""

    def __init__(self, api: Any, store: ImageStore, records: ImageRecords | None = None) -> None:
        self._api = api
        self._store = store
        self._records = records or ImageRecords()

    def ensure(self, name: str, arch: str, system: tuple[str, ...], say: Progress) -> Image:
        """The image, made when it is missing, and made anew when it is damaged: alone first, then with its base.

        Raises ImageError when it cannot be made, or is damaged still; EngineError when the engine does not answer.
        """
        reference, base = recipe_of(name).reference(arch, system), recipe_of(name).reference(arch)
        for damaged in ((reference,), (reference, base)):
            image = self._store.ensure(name, arch, system, say)
            if (why := self.damage(image, arch)) is None:
                return image
            say(f"the image {reference} is damaged ({why}); it is made once more")
            for each in damaged:
                self._drop(each)
        image = self._store.ensure(name, arch, system, say)
        if (why := self.damage(image, arch)) is not None:
            raise ImageError(
                f"the image {reference} is damaged as soon as it is made ({why}): look at the machine's disk"
            )
        return image

    def damage(self, image: Image, arch: str) -> str | None:
        """What is wrong with it; None when it is sound. Now and then every file is looked at, where that is quick."""
        if (why := self._look(image, _SHORT, TRIAL_S)) is not None:
            return why
        if arch != host_arch() or not self._due(image):
            return None
        if (why := self._look(image, _LONG, LOOK_S)) is not None:
            return why
        with suppress(OSError):  # it is looked at again next time
            self._stamp(image).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._stamp(image).touch()
        return None

    def _look(self, image: Image, command: str, seconds: int) -> str | None:
        """What a look found; None for nothing. Only what speaks of the image's own files is taken for damage."""
        with as_engine_error("container engine", f"looking into {image.name}"):
            try:
                container = patiently(lambda: self._created(image, command))
                try:
                    self._api.start(container)
                    code = self._api.wait(container, timeout=seconds)["StatusCode"]
                    said = self._api.logs(container, tail=5)[-_KEPT:].decode(errors="replace").strip()
                finally:
                    remove_container(self._api, container)
            except APIError as error:
                if _DAMAGE.search(short(error)) and not isinstance(error, NotFound):
                    return short(error)
                raise
        if code in _KILLED:
            raise EngineError(f"a look into {image.name} was killed in the middle")
        return None if code == 0 and not said else said.partition("\n")[0][:200] or f"exit {code}"

    def _created(self, image: Image, command: str) -> str:
        options = {"network_mode": "none", "read_only": True, "cap_drop": ["ALL"], "log_config": {"Type": "json-file"}}
        return str(
            self._api.create_container(
                image.id,
                ["/bin/bash", "-o", "pipefail", "-c", command],
                environment={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                labels={"assay.check": image.name},
                host_config=self._api.create_host_config(**options),
                platform=image.platform,
            )["Id"]
        )

    def _drop(self, reference: str) -> None:
        with as_engine_error("container engine", f"removing {reference}"), suppress(NotFound):
            patiently(lambda: self._api.remove_image(reference, force=True))

    def _due(self, image: Image) -> bool:
        try:
            return time.time() - self._stamp(image).stat().st_mtime > EVERY_S
        except OSError:
            return True

    def _stamp(self, image: Image) -> Path:
        return self._records.folder / "sound" / image.id.rpartition(":")[2][:64]
