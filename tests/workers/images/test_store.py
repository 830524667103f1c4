"""Images are found by their name, else made: from a registry by digest first, then from Debian, else refused."""

import io
import os
import tarfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from docker.errors import ImageNotFound
from docker_script import ScriptedApi, ScriptedClient, api_error
from hypothesis import given
from hypothesis import strategies as st

from workers.errors import EngineError, ImageError
from workers.images import store as store_of
from workers.images.contents import Contents
from workers.images.recipe import ImageRecipe, recipes
from workers.images.records import ImageRecords
from workers.images.store import ImageStore, recipe_of

NAME, RECIPE = next(iter(recipes().items()))
DIGEST = "sha256:" + "5f" * 32
MISSING = ImageNotFound("none", explanation="none")


class Shelf:
    """The engine's images: what is looked up is there once it was made."""

    def __init__(self, *here: str) -> None:
        self.here = set(here)
        self.made: list[str] = []
        self.labels: dict[str, dict[str, str]] = {}
        self.strict = False  # also what was pulled must have been added

    def inspect(self, name: str) -> dict[str, Any]:
        if name not in self.here and (self.strict or "@" not in name):
            raise MISSING
        labels = {"assay.image": NAME, "assay.arch": "amd64", "assay.base": "somewhere"}
        return {"Id": f"id of {name}", "Architecture": "amd64", "Config": {"Labels": labels}, "Size": 5}

    def add(self, name: str) -> None:
        self.here.add(name)
        self.made.append(name)


class FakeBootstrap:
    """mmdebstrap that writes a word, or refuses."""

    def __init__(self, refusal: str | None = None) -> None:
        self._refusal = refusal

    def refusal(self) -> str | None:
        return self._refusal

    def make(self, recipe: ImageRecipe, arch: str, layer: Path) -> Contents:
        layer.write_text(f"{recipe.name} {arch}")
        return Contents(("gcc=1",), "bookworm 2026-09-05T09:44:31Z")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_of, "host_arch", lambda: "amd64")
    monkeypatch.setattr(store_of, "emulator_registered", lambda _: False)


def store(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, *, registry: bool, refusal: str | None = None, **answers: Any
) -> ImageStore:
    def load(stream: Any, **_: Any) -> Any:
        with tarfile.open(fileobj=io.BytesIO(stream.read())) as archive:
            assert "manifest.json" in archive.getnames()
        shelf.add(RECIPE.reference("amd64"))
        return iter([{"stream": "Loaded"}])

    def installed(
        _api: Any, base: str, packages: tuple[str, ...], reference: str, labels: dict[str, str], *_: Any
    ) -> None:
        shelf.add(reference)
        shelf.labels[reference] = labels

    answer = {"Descriptor": {"digest": DIGEST}} if registry else api_error(500, "no route to the registry")
    remote = ScriptedApi(inspect_distribution=answer)
    monkeypatch.setattr(store_of.docker, "from_env", lambda **_: Closing(remote))
    monkeypatch.setattr(store_of, "install_packages", installed)
    api = ScriptedApi(inspect_image=shelf.inspect, load_image=load, **answers)
    result = ImageStore(ScriptedClient(api), FakeBootstrap(refusal))
    result.calls = api  # type: ignore[attr-defined]
    return result


class Closing(ScriptedClient):
    def close(self) -> None:
        return None


def said() -> tuple[list[str], Any]:
    sentences: list[str] = []
    return sentences, sentences.append


def test_what_is_here_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image that is found is taken as it is, without a word and without the network."""
    shelf = Shelf(RECIPE.reference("amd64"))
    sentences, say = said()
    image = store(shelf, monkeypatch, registry=True).ensure(NAME, "amd64", (), say)
    assert (image.name, image.platform, image.base, sentences, shelf.made) == (
        RECIPE.reference("amd64"), None, "somewhere", [], [],
    )  # fmt: skip


@pytest.mark.threat("T31")
def test_the_registry_comes_first_and_by_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a registry answers, its base is pulled by the digest it named and for the architecture wanted."""
    shelf = Shelf()
    images = store(shelf, monkeypatch, registry=True, refusal="must not be asked")
    sentences, say = said()
    assert images.ensure(NAME, "amd64", (), say).name == RECIPE.reference("amd64")
    ((args, more),) = images.calls.of("pull")  # type: ignore[attr-defined]
    assert args == (RECIPE.registry.partition(":")[0],)
    assert more == {"tag": DIGEST, "platform": "linux/amd64"}
    assert "load_image" not in images.calls.names  # type: ignore[attr-defined]
    assert DIGEST in sentences[0]


def test_debian_comes_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a registry the image is made from Debian's packages and loaded."""
    images = store(Shelf(), monkeypatch, registry=False)
    assert images.ensure(NAME, "amd64", (), lambda _: None).name == RECIPE.reference("amd64")
    assert "pull" not in images.calls.names  # type: ignore[attr-defined]


def test_a_refusal_names_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither can be had, the sentence says what was tried and why each failed."""
    images = store(Shelf(), monkeypatch, registry=False, refusal="mmdebstrap is not installed")
    with pytest.raises(ImageError, match=rf"no registry answers for {RECIPE.registry}, and mmdebstrap is not"):
        images.ensure(NAME, "amd64", (), lambda _: None)
    assert images.cannot_make(NAME, "amd64") == "mmdebstrap is not installed"


def test_what_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image that is here, or a registry, or mmdebstrap: each alone is enough."""
    here = Shelf(RECIPE.reference("amd64"))
    assert store(here, monkeypatch, registry=False, refusal="no").cannot_make(NAME, "amd64") is None
    assert store(Shelf(), monkeypatch, registry=True, refusal="no").cannot_make(NAME, "amd64") is None
    assert store(Shelf(), monkeypatch, registry=False).cannot_make(NAME, "amd64") is None


def test_packages_come_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image with packages of the recipe's own is made from the one without."""
    shelf = Shelf()
    store(shelf, monkeypatch, registry=False).ensure(NAME, "amd64", ("make",), lambda _: None)
    assert shelf.made == [RECIPE.reference("amd64"), RECIPE.reference("amd64", ("make",))]
    labels = shelf.labels[RECIPE.reference("amd64", ("make",))]
    assert (labels["assay.system"], labels["assay.base"]) == ("make", RECIPE.reference("amd64"))
    assert labels["assay.reference"] == RECIPE.reference("amd64", ("make",))


def test_an_architecture_without_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine cannot run is refused with what would make it able to."""
    with pytest.raises(ImageError, match="qemu-user-static"):
        store(Shelf(), monkeypatch, registry=True).ensure(NAME, "arm64", (), lambda _: None)


@pytest.mark.threat("F05")
@pytest.mark.parametrize("fault", [api_error(500, "dead"), requests.ReadTimeout("slow")])
def test_an_engine_that_does_not_answer_is_no_missing_image(fault: Exception) -> None:
    """Not to know is not the same as not to have: the fault is the engine's, and nothing is made."""
    with pytest.raises(EngineError, match="does not say whether it has"):
        ImageStore(ScriptedClient(ScriptedApi(inspect_image=fault))).find(NAME, "amd64")


def test_an_image_that_vanished(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image that was made and is not there afterwards is an error, not a loop."""
    images = store(Shelf(), monkeypatch, registry=True)
    monkeypatch.setattr(store_of, "install_packages", lambda *_: None)
    with pytest.raises(ImageError, match="cannot be found again"):
        images.ensure(NAME, "amd64", (), lambda _: None)


@pytest.mark.threat("T31")
@pytest.mark.parametrize("was_here", [False, True])
def test_the_name_of_a_pulled_base_does_not_stay(monkeypatch: pytest.MonkeyPatch, was_here: bool) -> None:
    """What was pulled for an image is kept by that image alone; a base that the user had pulled stays named."""
    base = f"{RECIPE.registry.partition(':')[0]}@{DIGEST}"
    shelf = Shelf(*([base] if was_here else []))
    shelf.strict = True
    images = store(shelf, monkeypatch, registry=True, pull=lambda *_, **__: shelf.add(base))
    images.ensure(NAME, "amd64", (), lambda _: None)
    removed = images.calls.of("remove_image")  # type: ignore[attr-defined]
    assert removed == ([] if was_here else [((base,), {})])


@pytest.mark.threat("T31")
@pytest.mark.parametrize(
    "labels",
    [
        {},
        {"assay.image": NAME},
        {"assay.image": "debian-99", "assay.arch": "amd64"},
        {"assay.image": NAME, "assay.arch": "arm64"},
        {"assay.image": NAME, "assay.arch": "amd64", "assay.reference": "assay/other:amd64-0000000000000000"},
    ],
)
def test_a_name_that_was_moved_to_another_image(labels: dict[str, str]) -> None:
    """Whoever puts one of our names on an image of another kind gets no cell run in it."""
    api = ScriptedApi(inspect_image={"Id": "sha256:evil", "Architecture": "amd64", "Config": {"Labels": labels}})
    with pytest.raises(ImageError, match="docker image rm"):
        ImageStore(ScriptedClient(api)).find(NAME, "amd64")


@pytest.mark.threat("T31")
@given(st.text(max_size=60))
def test_no_name_of_a_user_reaches_the_engine(name: str) -> None:
    """What is not the name of a recipe of ours is refused before the engine hears of it, tags and digests alike."""
    if name in recipes():
        return
    api = ScriptedApi()
    with pytest.raises(ImageError, match="no image is called"):
        ImageStore(ScriptedClient(api)).find(name, "amd64")
    assert api.calls == []


def test_two_that_ask_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The image is made once; the other one says that it waits, and gets the same image."""
    shelf, making, heard = Shelf(RECIPE.reference("amd64")), threading.Event(), threading.Event()

    def slowly(_api: Any, _base: str, _packages: tuple[str, ...], reference: str, *_: Any) -> None:
        making.set()
        assert heard.wait(60)  # until the other one waits
        shelf.add(reference)

    images = store(shelf, monkeypatch, registry=False)
    monkeypatch.setattr(store_of, "install_packages", slowly)
    sentences: list[str] = []

    def say(sentence: str) -> None:
        sentences.append(sentence)
        if sentence.startswith("waiting"):
            heard.set()

    with ThreadPoolExecutor(2) as both:
        first = both.submit(images.ensure, NAME, "amd64", ("make",), say)
        assert making.wait(60)
        second = both.submit(images.ensure, NAME, "amd64", ("make",), say)
        assert first.result() == second.result()
    assert shelf.made == [RECIPE.reference("amd64", ("make",))]
    assert len(sentences) == 2


@pytest.mark.threat("F16")
def test_a_making_that_failed_is_not_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """After one failure the next one makes the image, and nothing that the first one wrote is left."""
    shelf, records = Shelf(), ImageRecords()
    images = store(shelf, monkeypatch, registry=False)

    def fail(*_: Any) -> Contents:
        raise ImageError("the mirror broke off")

    with monkeypatch.context() as broken:
        broken.setattr(FakeBootstrap, "make", fail)
        with pytest.raises(ImageError, match="broke off"):
            images.ensure(NAME, "amd64", (), lambda _: None)
    assert [path for path in records.folder.rglob("*") if path.is_dir() and path.name != "making"] == []
    assert images.ensure(NAME, "amd64", (), lambda _: None).name == RECIPE.reference("amd64")


def test_use_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image that a run asks for was used now; one that is only looked for was not."""
    shelf, records = Shelf(RECIPE.reference("amd64")), ImageRecords()
    images = store(shelf, monkeypatch, registry=False)
    images.ensure(NAME, "amd64", (), lambda _: None)
    (record,) = records.folder.iterdir()
    os.utime(record, (5, 5))
    images.find(NAME, "amd64")
    assert records.last_used(RECIPE.reference("amd64")) == 5
    images.ensure(NAME, "amd64", (), lambda _: None)
    assert records.last_used(RECIPE.reference("amd64")) > 5


def test_an_unknown_name() -> None:
    """The names there are stand in the error."""
    with pytest.raises(ImageError, match=NAME):
        recipe_of("slackware")
