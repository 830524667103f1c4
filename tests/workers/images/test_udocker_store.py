"""Images of udocker: found by their name and believed by what they say, made or refused, unpacked once."""

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from workers.emulation import host_arch
from workers.errors import EngineError, ImageError, PackageError
from workers.images import udocker_store as store_of
from workers.images.archive import write_archive
from workers.images.contents import Contents
from workers.images.recipe import ImageRecipe, recipes
from workers.images.udocker_store import UdockerStore, udocker_folder

NAME, RECIPE = next(iter(recipes().items()))
ARCH = host_arch()
REFERENCE = RECIPE.reference(ARCH)


class FakeUdocker:
    """udocker's answers; what is loaded is there afterwards, and what is created has a root folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.images: dict[str, Any] = {}
        self.trees: dict[str, Path] = {}
        self.calls: list[tuple[str, ...]] = []
        self.breaks: set[str] = set()

    def __call__(self, *arguments: str) -> str | None:
        words = tuple(word for word in arguments if word != "--quiet")
        self.calls.append(words)
        if words[0] in self.breaks:
            return None
        if words[:2] == ("inspect", "-p"):
            return f"{self.trees[words[2]]}\n" if words[2] in self.trees else None
        if words[0] == "inspect":
            return json.dumps(self.images[words[1]], indent=4) if words[1] in self.images else None
        if words[0] == "create":
            tree = self.folder / words[1].removeprefix("--name=")
            tree.mkdir()
            self.trees[tree.name] = tree
        if words[0] == "load":
            self.images[REFERENCE] = configuration()
        return ""


class FakeBootstrap:
    """mmdebstrap that writes a word, refuses, or fails."""

    def __init__(self, refusal: str | None = None, error: str = "") -> None:
        self._refusal, self._error = refusal, error
        self.asked: list[ImageRecipe] = []

    def refusal(self) -> str | None:
        return self._refusal

    def make(self, recipe: ImageRecipe, _arch: str, layer: Path) -> Contents:
        self.asked.append(recipe)
        if self._error:
            raise ImageError(self._error)
        layer.write_text("files")
        return Contents(("gcc=1",), "bookworm 2026-09-05T09:44:31Z")


def configuration(**labels: str) -> dict[str, Any]:
    said = {"assay.image": NAME, "assay.arch": ARCH, "assay.base": "debian", **labels}
    return {"architecture": ARCH, "config": {"Labels": said}, "rootfs": {"diff_ids": ["sha256:aa"]}}


@pytest.fixture
def udocker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeUdocker:
    fake = FakeUdocker(tmp_path)
    monkeypatch.setattr(store_of, "_udocker", fake)
    monkeypatch.setenv("UDOCKER_DIR", str(tmp_path / "udocker"))
    return fake


def store(bootstrap: FakeBootstrap | None = None) -> UdockerStore:
    return UdockerStore(bootstrap or FakeBootstrap())  # type: ignore[arg-type]


def test_an_image_is_found_by_its_name(udocker: FakeUdocker) -> None:
    """Its digest follows from what it is, not from where it is."""
    assert store().find(NAME, ARCH) is None
    udocker.images[REFERENCE] = configuration()
    image = store().find(NAME, ARCH)
    assert image is not None
    assert image.name == REFERENCE
    udocker.images[REFERENCE] = configuration(**{"assay.made": "2026-09-05T09:44:31Z"})
    later = store().find(NAME, ARCH)
    assert later is not None
    assert later.digest != image.digest


def test_the_digest_is_the_one_that_docker_gives(udocker: FakeUdocker, tmp_path: Path) -> None:
    """An image of ours has the same digest in both engines, so reports of both name the same image."""
    layer, archive = tmp_path / "layer", tmp_path / "image.tar"
    layer.write_text("files")
    write_archive(archive, layer, REFERENCE, ARCH, {"assay.image": NAME, "assay.arch": ARCH})
    with tarfile.open(archive) as opened:
        (member,) = [
            each for each in opened.getmembers() if each.name.endswith(".json") and each.name != "manifest.json"
        ]
        content = opened.extractfile(member)
        assert content is not None
        text = content.read()
    udocker.images[REFERENCE] = json.loads(text)
    image = store().find(NAME, ARCH)
    assert image is not None
    assert image.digest == f"sha256:{hashlib.sha256(text).hexdigest()}"


@pytest.mark.threat("T31")
@pytest.mark.parametrize(
    "labels", [{"assay.image": "other"}, {"assay.arch": "other"}, {"assay.reference": "assay/debian-12:other"}]
)
def test_a_moved_name_is_refused(udocker: FakeUdocker, labels: dict[str, str]) -> None:
    """An image of another origin under our name is not run, and the sentence says how to be rid of it."""
    udocker.images[REFERENCE] = configuration(**labels)
    with pytest.raises(ImageError, match="udocker rmi"):
        store().find(NAME, ARCH)


@pytest.mark.parametrize("said", [[], "text", None, {"config": 5}, {"config": {"Labels": 5}}])
def test_what_cannot_be_read_is_an_error_of_ours(udocker: FakeUdocker, said: Any) -> None:
    """Damaged metadata is told, and never crashes."""
    udocker.images[REFERENCE] = said
    with pytest.raises(ImageError):
        store().find(NAME, ARCH)


def test_a_missing_image_is_made_and_loaded(udocker: FakeUdocker) -> None:
    """Once; whoever asks again finds it."""
    bootstrap, said = FakeBootstrap(), []  # type: ignore[var-annotated]
    image = store(bootstrap).ensure(NAME, ARCH, (), said.append)
    assert image.name == REFERENCE
    assert [words[0] for words in udocker.calls].count("load") == 1
    assert store(bootstrap).ensure(NAME, ARCH, (), said.append) == image
    assert len(bootstrap.asked) == 1
    assert len(said) == 2


def test_packages_are_part_of_the_image(udocker: FakeUdocker) -> None:
    """There is no layer on top: what a cell asks for is installed with the rest."""
    bootstrap = FakeBootstrap()
    with pytest.raises(ImageError, match="cannot be found again"):
        store(bootstrap).ensure(NAME, ARCH, ("libgmp-dev",), lambda _: None)
    assert bootstrap.asked[0].packages == (*RECIPE.packages, "libgmp-dev")


def test_a_package_that_does_not_exist_is_the_projects(udocker: FakeUdocker) -> None:
    """Whoever wrote the name can correct it; any other failure is ours."""
    bootstrap = FakeBootstrap(error="mmdebstrap could not make x: E: Unable to locate package nosuch")
    with pytest.raises(PackageError, match="nosuch"):
        store(bootstrap).ensure(NAME, ARCH, ("nosuch", "libgmp-dev"), lambda _: None)
    bootstrap = FakeBootstrap(error="mmdebstrap could not make x: no space left")
    with pytest.raises(ImageError, match="no space left"):
        store(bootstrap).ensure(NAME, ARCH, ("nosuch",), lambda _: None)


def test_where_it_cannot_be_made_it_can_be_brought(udocker: FakeUdocker) -> None:
    """The refusal says how to carry it here from a machine that has it."""
    lame = store(FakeBootstrap("mmdebstrap is not installed"))
    assert lame.cannot_make(NAME, ARCH) == "mmdebstrap is not installed"
    with pytest.raises(ImageError, match=r"mmdebstrap is not installed.*docker save.*udocker load"):
        lame.ensure(NAME, ARCH, (), lambda _: None)
    udocker.images[REFERENCE] = configuration()
    assert lame.cannot_make(NAME, ARCH) is None
    assert "only" in str(store().cannot_make(NAME, "s390x"))


@pytest.mark.parametrize("breaks", ["create", "load"])
def test_a_full_disk_is_said(udocker: FakeUdocker, breaks: str) -> None:
    udocker.breaks.add(breaks)
    with pytest.raises(ImageError, match="is the disk full"):
        store().tree(store().ensure(NAME, ARCH, (), lambda _: None))


def test_a_tree_is_unpacked_once(udocker: FakeUdocker) -> None:
    """All cells of an image share its tree."""
    image = store().ensure(NAME, ARCH, (), lambda _: None)
    root = store().tree(image)
    assert root.is_dir()
    assert store().tree(image) == root
    assert [words[0] for words in udocker.calls].count("create") == 1
    root.rmdir()
    with pytest.raises(ImageError, match="where it unpacked"):
        store().tree(image)


def test_where_udocker_keeps_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UDOCKER_DIR", "/data/udocker")
    assert udocker_folder() == Path("/data/udocker")
    monkeypatch.delenv("UDOCKER_DIR")
    assert udocker_folder() == Path.home() / ".udocker"


@pytest.mark.threat("F05")
def test_udocker_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_of.shutil, "which", lambda _: None)
    with pytest.raises(EngineError, match="pip install udocker"):
        store().find(NAME, ARCH)
