"""Which engine runs a run: what was named, or the best that can, with the reason."""

from functools import partial
from typing import Any

import pytest
from worker_cells import cell

from master import engine_choice
from master.engine_choice import Choice, choose, make_images
from master.errors import MeasureError, UsageError
from workers.engines.engine import Offer, Walls
from workers.errors import EngineError, ImageError


class FakeStore:
    """Makes images, or says why not."""

    def __init__(self, refusal: str | Exception | None = None) -> None:
        self._refusal = refusal
        self.made: list[tuple[str, str]] = []

    def find(self, *_: Any) -> None:
        return None

    def cannot_make(self, *_: str) -> str | None:
        if isinstance(self._refusal, Exception):
            raise self._refusal
        return self._refusal

    def ensure(self, name: str, arch: str, _system: tuple[str, ...], _say: Any) -> None:
        if self._refusal:
            raise ImageError(f"{name} for {arch} cannot be made")
        self.made.append((name, arch))


class FakeEngine:
    """An engine that only offers, or refuses."""

    def __init__(self, name: str, refusal: str | None) -> None:
        self.name = name
        self._offer = Offer(name, f"{name}: walls", ("amd64",), refusal, Walls(cuts_network=True))

    def offer(self) -> Offer:
        return self._offer

    def session(self, *_: Any) -> Any:
        raise AssertionError("nobody asks for one here")

    def sweep(self, _: str) -> int:
        return 0


class FakeImageEngine(FakeEngine):
    """One that has images as well."""

    def __init__(self, name: str, refusal: str | None, store: FakeStore) -> None:
        super().__init__(name, refusal)
        self._store = store

    def images(self) -> FakeStore:
        return self._store


AWAY = "is not here"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A machine on which each engine answers as told: None, or a refusal; those that are not named are away."""

    def set_up(images: str | Exception | None = None, **engines: str | None) -> FakeStore:
        store = FakeStore(images)
        for name in engine_choice.ENGINES:
            refusal = engines.get(name, f"{name} {AWAY}")
            if name in engine_choice.IN_ORDER:
                monkeypatch.setitem(engine_choice.ENGINES, name, partial(FakeImageEngine, name, refusal, store))
            elif name != "host-bare":
                monkeypatch.setitem(engine_choice.ENGINES, name, partial(FakeEngine, name, refusal))
        return store

    return set_up


@pytest.mark.parametrize(
    ("here", "taken"),
    [
        (("docker", "podman", "udocker", "host"), "docker"),
        (("podman", "udocker", "host"), "podman"),
        (("udocker", "host"), "udocker"),
        (("host",), "host"),
        (("host", "slurm"), "host"),
    ],
)
def test_auto_takes_the_best(machine: Any, here: tuple[str, ...], taken: str) -> None:
    """The engine with the best walls, with the refusals of the better ones as the reason; a cluster is never taken."""
    machine(**dict.fromkeys(here))
    choice = choose("auto", allow_host=False)
    assert (choice.name, choice.isolation, choice.walls) == (taken, f"{taken}: walls", Walls(cuts_network=True))
    better = [name for name in engine_choice.IN_ORDER if name not in here][: len(engine_choice.IN_ORDER)]
    for name in better[: engine_choice.IN_ORDER.index(taken) if taken in engine_choice.IN_ORDER else 3]:
        assert f"{name} {AWAY}" in choice.reason


def test_auto_wants_images(machine: Any) -> None:
    """A container engine that can have no image is passed over, and that is the reason."""
    machine("mmdebstrap is not installed", docker=None, host=None)
    choice = choose("auto", allow_host=False)
    assert choice.name == "host"
    assert "docker can have no image" in choice.reason
    assert "mmdebstrap is not installed" in choice.reason
    machine(EngineError("gone"), docker=None, host=None)
    assert "gone" in choose("auto", allow_host=False).reason


@pytest.mark.threat("T25")
@pytest.mark.parametrize("name", ["docker", "podman", "udocker", "host", "slurm"])
def test_a_named_engine_is_never_replaced(machine: Any, name: str) -> None:
    """Asked for and refused: an error of one sentence, whatever else could run."""
    machine(**{other: None for other in engine_choice.ENGINES if other != name})
    with pytest.raises(MeasureError, match=f"{name} {AWAY}"):
        choose(name, allow_host=False)
    machine(**{name: None})
    choice = choose(name, allow_host=False)
    assert choice.name == name
    assert "asked for" in choice.reason


@pytest.mark.threat("T25")
@pytest.mark.parametrize("name", ["docker", "podman", "udocker", "slurm"])
def test_consent_to_the_bare_host_replaces_no_other(machine: Any, name: str) -> None:
    """--allow-host speaks of the host alone; it turns no refusal of a container engine into a run."""
    machine(host=None)
    with pytest.raises(MeasureError, match=AWAY):
        choose(name, allow_host=True)


@pytest.mark.threat("T25")
@pytest.mark.parametrize("name", ["auto", "host"])
def test_bare_only_with_consent(machine: Any, name: str) -> None:
    """Without isolation only where nothing else can be had and the user said so; the choice says what it is."""
    machine()
    with pytest.raises(MeasureError, match="--allow-host"):
        choose(name, allow_host=False)
    choice = choose(name, allow_host=True)
    assert choice.name == "host-bare"
    assert choice.isolation.startswith("none")
    assert not choice.walls.sandbox
    machine(host=None)
    assert choose(name, allow_host=True).name == "host"


@pytest.mark.parametrize("name", ["kubernetes", "host-bare", ""])
def test_an_unknown_engine(name: str) -> None:
    """The names there are stand in the error; the bare one is none of them."""
    with pytest.raises(UsageError, match="auto, docker, podman, udocker, host"):
        choose(name, allow_host=True)


@pytest.mark.threat("F05")
@pytest.mark.parametrize("name", engine_choice.IN_ORDER)
def test_an_image_that_cannot_be_made_is_said(machine: Any, name: str) -> None:
    """Each image is made once; one that cannot be is told, and the others are made."""
    store = machine(**{name: None})
    said: list[str] = []
    make_images(choose(name, allow_host=False), (cell(), cell(), cell(image="debian-13")), said.append)
    assert [made for made, _ in store.made] == ["debian-12", "debian-13"]
    machine("never", **{name: None})
    make_images(choose(name, allow_host=False), (cell(), cell(image="debian-13")), said.append)
    assert len(said) == 2


def test_the_host_has_no_images(machine: Any) -> None:
    """Nothing is made for an engine that runs what is installed."""
    store = machine("never", host=None)
    said: list[str] = []
    make_images(choose("host", allow_host=False), (cell(),), said.append)
    assert (said, store.made) == ([], [])


@pytest.mark.threat("F04")
def test_a_sweep_of_an_engine_that_is_gone() -> None:
    """An engine that stopped answering does not turn the end of a run into an error."""

    class Gone:
        def sweep(self, _: str) -> int:
            raise EngineError("gone")

    Choice(Gone(), "docker", "", (), "").sweep("run-7")  # type: ignore[arg-type]
