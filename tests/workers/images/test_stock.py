"""Images of ours as things that take space: which they are, how much each frees, and that others are never touched."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from docker_script import ScriptedApi, ScriptedClient, api_error

from workers.errors import EngineError
from workers.images.recipe import recipes
from workers.images.records import ImageRecords
from workers.images.stock import REFERENCE, ImageStock
from workers.retention import BASE, LAYER, Item

BASE_NAME = "assay/debian-12:amd64-00000000000000aa"
LAYER_NAME = "assay/debian-12:amd64-00000000000000bb"


def image(name: str, base: str, size: int, *tags: str) -> dict[str, Any]:
    return {
        "Id": f"id of {name}",
        "RepoTags": [name, *tags],
        "Labels": {"assay.image": "debian-12", "assay.arch": "amd64", "assay.base": base},
        "Size": size,
    }


OURS = [image(BASE_NAME, "debian bookworm by mmdebstrap", 500), image(LAYER_NAME, BASE_NAME, 800)]


@pytest.fixture
def records(tmp_path: Path) -> ImageRecords:
    return ImageRecords(tmp_path)


def stock(records: ImageRecords, **answers: Any) -> tuple[ImageStock, ScriptedApi]:
    api = ScriptedApi(**{"images": OURS, **answers})
    return ImageStock(ScriptedClient(api), records), api  # type: ignore[arg-type]


def by_name(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.name: item for item in items}


def test_a_layer_stands_on_its_base(records: ImageRecords) -> None:
    """Its size is what it adds; the base cannot go before it."""
    images, _ = stock(records)
    items = by_name(images.items(time.time() + 60))
    assert (items[BASE_NAME].kind, items[BASE_NAME].size, items[BASE_NAME].stands_on) == (BASE, 500, None)
    assert (items[LAYER_NAME].kind, items[LAYER_NAME].size) == (LAYER, 300)
    assert items[LAYER_NAME].stands_on == BASE_NAME
    alone, _ = stock(records, images=OURS[1:])
    (layer,) = alone.items(time.time() + 60)
    assert (layer.kind, layer.size, layer.stands_on) == (LAYER, 800, None)


def test_a_layer_says_what_it_adds(records: ImageRecords) -> None:
    """Its packages are told beside its name; one that was made before they were written down tells none."""
    layer = image(LAYER_NAME, BASE_NAME, 800)
    layer["Labels"]["assay.system"] = "cmake gfortran"
    images, _ = stock(records, images=[OURS[0], layer])
    assert {item.name: item.about for item in images.items(0)} == {BASE_NAME: "", LAYER_NAME: "cmake gfortran"}


def test_what_is_busy(records: ImageRecords) -> None:
    """An image that a container uses, running or not, and one that a live run has used."""
    for name in (BASE_NAME, LAYER_NAME):
        records.used(name)
        os.utime(records.folder / name.replace("/", "_").replace(":", "_"), (100, 100))
    images, api = stock(records, containers=[{"ImageID": f"id of {LAYER_NAME}"}])
    assert [item.name for item in images.items(200) if item.busy] == [LAYER_NAME]
    assert api.of("containers") == [((), {"all": True})]
    images, _ = stock(records)
    assert [item.name for item in images.items(200) if item.busy] == []
    records.used(BASE_NAME)
    assert [item.name for item in images.items(200) if item.busy] == [BASE_NAME]


@pytest.mark.parametrize(
    "name",
    [
        "mine/tool:latest",
        "assay/debian-12:latest",
        "assay/debian-12:amd64-00000000000000aa-mine",
        "assay/debian-12:amd64-0000",
        "registry.example/assay/debian-12:amd64-00000000000000aa",
        "<none>:<none>",
    ],
)
def test_what_is_not_ours_is_not_seen(records: ImageRecords, name: str) -> None:
    """An image made from ours has inherited the label; without a name of ours it is its owner's."""
    images, api = stock(records, images=[image(name, BASE_NAME, 5), {"Id": "x", "RepoTags": None, "Size": 5}])
    assert images.items(0) == ()
    assert api.of("images") == [((), {"filters": {"label": "assay.image"}})]


def test_every_reference_of_ours_is_seen() -> None:
    """Whatever the recipe, the architecture and the packages."""
    for recipe in recipes().values():
        assert REFERENCE.match(recipe.reference("amd64"))
        assert REFERENCE.match(recipe.reference("arm64", ("libgmp-dev",)))


def test_removal_is_never_forced(records: ImageRecords) -> None:
    """The engine itself refuses what a container uses; then it stays, and its record too."""
    item = Item(LAYER_NAME, LAYER, 300, 0)
    records.used(LAYER_NAME)
    images, api = stock(records, remove_image=api_error(409, "image is being used by running container"))
    assert not images.remove(item)
    assert api.of("remove_image") == [((LAYER_NAME,), {})]
    assert list(records.folder.iterdir())
    for answer in (None, api_error(404, "no such image")):
        images, _ = stock(records, remove_image=answer)
        assert images.remove(item)
    assert list(records.folder.iterdir()) == []


def test_one_that_is_being_made_stays(records: ImageRecords) -> None:
    """Whoever makes an image holds its lock, and nobody removes it meanwhile."""
    images, api = stock(records)
    with records.making(LAYER_NAME, lambda: None):
        assert not images.remove(Item(LAYER_NAME, LAYER, 300, 0))
    assert "remove_image" not in api.names


@pytest.mark.threat("F16")
def test_containers_of_makers_that_died(records: ImageRecords) -> None:
    """Those of ours whose image nobody is making; not those of others, whose names are longer or not ours."""
    dead, live = records.workplace(LAYER_NAME), records.workplace(BASE_NAME)
    listed = [{"Names": [f"/{dead}"]}, {"Names": [f"/{live}"]}, {"Names": [f"/x-{dead}"]}]
    images, api = stock(records, containers=listed)
    with records.making(BASE_NAME, lambda: None):
        assert images.remove_abandoned() == 1
    assert [args for args, _ in api.of("remove_container")] == [(dead,)]


@pytest.mark.threat("F05")
@pytest.mark.parametrize("fault", [api_error(500, "dead"), requests.ReadTimeout("slow")])
def test_an_engine_that_fails(records: ImageRecords, fault: Exception) -> None:
    """What it does not say or do is an error of ours; leftovers can wait."""
    images, _ = stock(records, images=fault, remove_image=fault, containers=fault)
    with pytest.raises(EngineError, match="does not say which images"):
        images.items(0)
    with pytest.raises(EngineError, match="could not be removed"):
        images.remove(Item(LAYER_NAME, LAYER, 300, 0))
    assert images.remove_abandoned() == 0
