"""All images of ours that an engine holds, whatever recipe they were made from, and their removal."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import docker
import requests
from docker.errors import DockerException, NotFound

from workers.cell import ARCHES
from workers.errors import EngineError
from workers.images.packages import patient
from workers.images.records import ImageRecords
from workers.retention import BASE, LAYER, Item

# The form of ImageRecipe.reference; with the label, what tells an image of ours from any other, and from one that
# was made from ours and inherited the label.
REFERENCE = re.compile(rf"assay/[a-z0-9][a-z0-9.-]{{0,60}}:(?:{'|'.join(ARCHES)})-[0-9a-f]{{16}}\Z")
_REFUSED = 409  # the engine: a container uses the image


class ImageStock:
    """The images as things that take space."""

    def __init__(self, client: docker.DockerClient, records: ImageRecords | None = None) -> None:
        self._api: Any = client.api
        self._records = records or ImageRecords()

    def items(self, busy_since: float) -> tuple[Item, ...]:
        """Every image of ours. Busy is what a container uses, or what was used after `busy_since` (s since 1970)."""
        try:
            listed = self._api.images(filters={"label": "assay.image"})
            live = {container["ImageID"] for container in self._api.containers(all=True)}
        except (DockerException, requests.RequestException) as error:
            raise EngineError(f"the container engine does not say which images it has: {error}") from error
        facts = {name: image for image in listed for name in image.get("RepoTags") or () if REFERENCE.match(name)}
        return tuple(self._item(name, image, facts, live, busy_since) for name, image in sorted(facts.items()))

    def remove(self, item: Item) -> bool:
        """Remove one image; False when it is in use after all, or being made."""
        with self._records.removing(item.name) as free:
            if not free:
                return False
            try:
                with patient(self._api):
                    self._api.remove_image(item.name)  # without force: the engine refuses what a container uses
            except NotFound:
                pass
            except DockerException as error:
                if getattr(error, "status_code", None) == _REFUSED:
                    return False
                raise EngineError(f"{item.name} could not be removed: {error}") from error
            except requests.RequestException as error:
                raise EngineError(f"{item.name} could not be removed: {error}") from error
            self._records.forget(item.name)
            return True

    def remove_abandoned(self) -> int:
        """Remove the containers in which makers of ours that died had begun; returns their number."""
        removed = 0
        with suppress(DockerException, requests.RequestException):
            for name in self._workplaces():
                with self._records.removing(name.removeprefix(self._records.workplaces)) as free:
                    if free:
                        self._api.remove_container(name, v=True, force=True)
                        removed += 1
        return removed

    def _workplaces(self) -> Iterator[str]:
        """The names of containers in which images are made from here."""
        start = self._records.workplaces
        for container in self._api.containers(all=True, filters={"name": start}):
            yield from (name[1:] for name in container["Names"] if name.startswith(f"/{start}"))

    def _item(
        self, name: str, image: dict[str, Any], facts: dict[str, dict[str, Any]], live: set[str], busy_since: float
    ) -> Item:
        labels = image.get("Labels") or {}
        base = labels.get("assay.base", "")
        stands_on = base if base in facts else None
        size = int(image["Size"]) - (int(facts[base]["Size"]) if stands_on else 0)
        used = self._records.last_used(name)
        kind = LAYER if REFERENCE.match(base) else BASE
        busy = image["Id"] in live or used >= busy_since
        return Item(name, kind, max(0, size), used, stands_on, busy, labels.get("assay.system", ""))
