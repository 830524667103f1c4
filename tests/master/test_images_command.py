"""`assay images` with several engines on one machine: which one's images are meant."""

from typing import Any

import pytest

from master.commands import images as command
from master.errors import MeasureError, UsageError
from workers.emulation import host_arch
from workers.engines.engine import Offer
from workers.images.recipe import recipes
from workers.images.store import Image


class FakeImages:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def find(self, *_: Any) -> None:
        return None

    def cannot_make(self, *_: Any) -> None:
        return None

    def ensure(self, name: str, arch: str, _system: Any, _say: Any) -> Image:
        self.asked.append((name, arch))
        return Image(name, "sha256:aa", "sha256:aa", None, "debian", 5)


class FakeEngine:
    """An engine with images, or without."""

    def __init__(self, name: str, refusal: str | None) -> None:
        self.name, self._refusal = name, refusal

    def offer(self) -> Offer:
        return Offer(self.name, "walls", (host_arch(),), self._refusal)

    def session(self, *_: Any) -> Any:
        raise AssertionError("nobody asks for one here")

    def sweep(self, _: str) -> int:
        return 0


class FakeImageEngine(FakeEngine):
    def __init__(self, name: str, refusal: str | None) -> None:
        super().__init__(name, refusal)
        self.store = FakeImages()

    def images(self) -> FakeImages:
        return self.store


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> dict[str, FakeEngine]:
    """Docker is away; podman and udocker answer; the host has no images."""
    made: dict[str, FakeEngine] = {
        "docker": FakeImageEngine("docker", "docker is away"),
        "podman": FakeImageEngine("podman", None),
        "udocker": FakeImageEngine("udocker", None),
        "host": FakeEngine("host", None),
    }
    monkeypatch.setattr(command, "ENGINES", {name: lambda engine=engine: engine for name, engine in made.items()})
    return made


def asked(engine: FakeEngine) -> list[tuple[str, str]]:
    assert isinstance(engine, FakeImageEngine)
    return engine.store.asked


def test_without_a_name_the_first_that_answers(engines: dict[str, FakeEngine]) -> None:
    """In the order of the table, and all images of the machine's architecture."""
    assert command.build((), ()) == 0
    assert asked(engines["podman"]) == [(name, host_arch()) for name in recipes()]
    assert asked(engines["udocker"]) == []


def test_a_named_engine_is_never_replaced(engines: dict[str, FakeEngine]) -> None:
    """The one that is named makes them, or its refusal is the answer."""
    assert command.build(("debian-12",), (), "udocker") == 0
    assert asked(engines["udocker"]) == [("debian-12", host_arch())]
    assert asked(engines["podman"]) == []
    with pytest.raises(MeasureError, match="docker is away"):
        command.build(("debian-12",), (), "docker")


def test_engines_without_images(engines: dict[str, FakeEngine]) -> None:
    """The host runs what is installed, so there is nothing to make; a name that is none has the others."""
    with pytest.raises(MeasureError, match="host has no images"):
        command.build((), (), "host")
    with pytest.raises(UsageError, match="docker, podman, udocker"):
        command.show("dokcer")
