"""Images are found by their name, else made: from a registry by digest first, then from Debian, else refused."""

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
import requests
from docker.errors import ImageNotFound
from docker_script import ScriptedApi, ScriptedClient, api_error

from workers.errors import EngineError, ImageError
from workers.images import store as store_of
from workers.images.recipe import ImageRecipe, recipes
from workers.images.store import ImageStore, recipe_of

NAME, RECIPE = next(iter(recipes().items()))
DIGEST = "sha256:" + "5f" * 32
MISSING = ImageNotFound("none", explanation="none")


class Shelf:
    """The engine's images: what is looked up is there once it was made."""

    def __init__(self, *here: str) -> None:
        self.here = set(here)
        self.made: list[str] = []

    def inspect(self, name: str) -> dict[str, Any]:
        if name not in self.here and "@" not in name:
            raise MISSING
        labels = {"assay.arch": "amd64", "assay.base": "somewhere"}
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

    def make(self, recipe: ImageRecipe, arch: str, layer: Path) -> None:
        layer.write_text(f"{recipe.name} {arch}")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_of, "host_arch", lambda: "amd64")
    monkeypatch.setattr(store_of, "emulator_registered", lambda _: False)


def store(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, *, registry: bool, refusal: str | None = None) -> ImageStore:
    def load(stream: Any, **_: Any) -> Any:
        with tarfile.open(fileobj=io.BytesIO(stream.read())) as archive:
            assert "manifest.json" in archive.getnames()
        shelf.add(RECIPE.reference("amd64"))
        return iter([{"stream": "Loaded"}])

    def installed(_api: Any, base: str, packages: tuple[str, ...], reference: str, labels: dict[str, str]) -> None:
        shelf.add(reference)

    answer = {"Descriptor": {"digest": DIGEST}} if registry else api_error(500, "no route to the registry")
    remote = ScriptedApi(inspect_distribution=answer)
    monkeypatch.setattr(store_of.docker, "from_env", lambda **_: Closing(remote))
    monkeypatch.setattr(store_of, "install_packages", installed)
    api = ScriptedApi(inspect_image=shelf.inspect, load_image=load)
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


def test_an_unknown_name() -> None:
    """The names there are stand in the error."""
    with pytest.raises(ImageError, match=NAME):
        recipe_of("slackware")
