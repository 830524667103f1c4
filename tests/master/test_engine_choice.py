"""Which engine runs a run: what was named, or the best that can, with the reason."""

from typing import Any

import pytest
from worker_cells import cell

from master import engine_choice
from master.engine_choice import Choice, choose, make_images
from master.errors import MeasureError, UsageError
from workers.engines.docker import DockerEngine
from workers.engines.engine import Offer
from workers.errors import EngineError, ImageError


class FakeStore:
    """Makes images, or says why not."""

    def __init__(self, refusal: str | Exception | None = None) -> None:
        self._refusal = refusal
        self.made: list[tuple[str, str]] = []

    def cannot_make(self, *_: str) -> str | None:
        if isinstance(self._refusal, Exception):
            raise self._refusal
        return self._refusal

    def ensure(self, name: str, arch: str, _system: tuple[str, ...], _say: Any) -> None:
        if self._refusal:
            raise ImageError(f"{name} for {arch} cannot be made")
        self.made.append((name, arch))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine on which each engine answers as told: None, or a refusal."""

    def set_up(docker: str | None, bubblewrap: str | None, images: str | Exception | None = None) -> FakeStore:
        store = FakeStore(images)
        offer = Offer("docker", "container", ("amd64",), docker)
        monkeypatch.setattr(DockerEngine, "offer", lambda _: offer)
        monkeypatch.setattr(DockerEngine, "images", lambda _: store)
        shut_in = Offer("host", "bubblewrap", ("amd64",), bubblewrap)
        monkeypatch.setattr(engine_choice.HostEngine, "offer", lambda _: shut_in)
        return store

    return set_up


def test_auto_takes_the_best(machine: Any) -> None:
    """A container engine that can have images, else bubblewrap; each with its reason."""
    machine(None, None)
    assert choose("auto", allow_host=False).name == "docker"
    machine("no socket", None)
    choice = choose("auto", allow_host=False)
    assert (choice.name, choice.isolation) == ("host", "bubblewrap")
    assert "no socket" in choice.reason
    machine(None, None, "mmdebstrap is not installed")
    assert "mmdebstrap is not installed" in choose("auto", allow_host=False).reason
    machine(None, None, EngineError("gone"))
    assert "gone" in choose("auto", allow_host=False).reason


@pytest.mark.threat("T25")
def test_a_named_engine_is_never_replaced(machine: Any) -> None:
    """Asked for docker and refused: an error, whatever else could run and whatever is allowed."""
    machine("no socket", None)
    with pytest.raises(MeasureError, match="no socket"):
        choose("docker", allow_host=True)
    machine(None, "no bubblewrap")
    with pytest.raises(MeasureError, match="no bubblewrap"):
        choose("host", allow_host=False)


@pytest.mark.threat("T25")
@pytest.mark.parametrize("name", ["auto", "host"])
def test_bare_only_with_consent(machine: Any, name: str) -> None:
    """Without isolation only where nothing else can be had and the user said so; the choice says what it is."""
    machine("no socket", "no bubblewrap")
    with pytest.raises(MeasureError, match="--allow-host"):
        choose(name, allow_host=False)
    choice = choose(name, allow_host=True)
    assert choice.name == "host-bare"
    assert choice.isolation.startswith("none")
    machine("no socket", None)
    assert choose(name, allow_host=True).name == "host"


def test_an_unknown_engine() -> None:
    """The names there are stand in the error; the bare one is none of them."""
    for name in ("podman", "host-bare"):
        with pytest.raises(UsageError, match="auto, docker, host"):
            choose(name, allow_host=True)


@pytest.mark.threat("F05")
def test_an_image_that_cannot_be_made_is_said(machine: Any) -> None:
    """Each image is made once; one that cannot be is told, and the others are made."""
    store = machine(None, None)
    said: list[str] = []
    make_images(choose("docker", allow_host=False), (cell(), cell(), cell(image="debian-13")), said.append)
    assert [name for name, _ in store.made] == ["debian-12", "debian-13"]
    machine(None, None, "never")
    make_images(choose("docker", allow_host=False), (cell(), cell(image="debian-13")), said.append)
    assert len(said) == 2
    make_images(choose("host", allow_host=False), (cell(),), said.append)
    assert len(said) == 2


@pytest.mark.threat("F04")
def test_a_sweep_of_an_engine_that_is_gone() -> None:
    """An engine that stopped answering does not turn the end of a run into an error."""

    class Gone:
        def sweep(self, _: str) -> int:
            raise EngineError("gone")

    Choice(Gone(), "docker", "", (), "").sweep("run-7")  # type: ignore[arg-type]
