"""Images that are here and no longer what was made: found, dropped, made once more; never the project's fault."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import stamina
from docker.errors import NotFound
from docker_script import ScriptedApi, api_error

from workers.emulation import host_arch
from workers.errors import EngineError, ImageError
from workers.images.recipe import recipes
from workers.images.records import ImageRecords
from workers.images.soundness import EVERY_S, Soundness
from workers.images.store import Image

NAME, RECIPE = next(iter(recipes().items()))
OWN = host_arch()
BASE = RECIPE.reference(OWN)
pytestmark = pytest.mark.threat("F16")


class Engine:
    """An engine whose images are each made again as often as they are dropped, with the damage that a test wants."""

    def __init__(self, folder: Path, *looks: tuple[int, str] | Exception) -> None:
        self.looks = list(looks)  # what each look finds: exit code and words, or how the engine fails
        self.made: list[str] = []
        self.here: set[str] = set()
        self.said: list[str] = []
        self.api = ScriptedApi(wait=self._wait, logs=lambda *_, **__: self._words, remove_image=self._remove)
        self.soundness = Soundness(self.api, self, ImageRecords(folder))  # type: ignore[arg-type]

    def ensure(self, name: str, arch: str, system: tuple[str, ...], _say: Any) -> Image:
        reference = recipes()[name].reference(arch, system)
        if reference not in self.here:
            self.here.add(reference)
            self.made.append(reference)
        number = len(self.made)
        return Image(reference, f"sha256:{number:064x}", f"sha256:{number:064x}", None, "debian", 1)

    def _wait(self, *_: Any, **__: Any) -> dict[str, int]:
        look = self.looks.pop(0) if self.looks else (0, "")
        if isinstance(look, Exception):
            raise look
        code, words = look
        self._words = words.encode()
        return {"StatusCode": code}

    def _remove(self, reference: str, **_: Any) -> None:
        if reference not in self.here:
            raise NotFound("none")
        self.here.remove(reference)

    def asked(self, arch: str = OWN, system: tuple[str, ...] = ()) -> Image:
        with stamina.set_testing(True, attempts=2):
            return self.soundness.ensure(NAME, arch, system, self.said.append)

    @property
    def commands(self) -> list[str]:
        return [args[1][-1] for args, _ in self.api.of("create_container")]


def test_a_sound_image_is_taken_as_it_is(tmp_path: Path) -> None:
    """Two looks the first time, one of them at every file; then one short look until a week has passed."""
    engine = Engine(tmp_path)
    image = engine.asked()
    assert (engine.made, engine.said) == ([BASE], [])
    assert ["dpkg --verify" in command for command in engine.commands] == [False, True]
    engine.asked()
    assert len(engine.commands) == 3
    stamp = tmp_path / "sound" / image.id.rpartition(":")[2]
    old = time.time() - EVERY_S - 60
    os.utime(stamp, (old, old))
    engine.asked()
    assert "dpkg --verify" in engine.commands[-1]
    assert len(engine.api.of("remove_container")) == len(engine.commands) == 5


def test_a_look_can_do_no_harm(tmp_path: Path) -> None:
    """No network, nothing to write to, no right, and by the image's own digest."""
    engine = Engine(tmp_path)
    engine.asked()
    for args, more in engine.api.of("create_container"):
        assert args[0].startswith("sha256:")
        assert more["host_config"]["network_mode"] == "none"
        assert more["host_config"]["read_only"] is True
        assert more["host_config"]["cap_drop"] == ["ALL"]


@pytest.mark.parametrize(
    ("look", "why"),
    [
        ((127, "python3: error while loading shared libraries: libz.so.1: invalid ELF header"), "invalid ELF header"),
        ((1, ""), "exit 1"),
        (api_error(400, "exec /bin/bash: exec format error"), "exec format error"),
        (api_error(500, "error creating overlay mount to /var/lib/docker/overlay2/x/merged"), "overlay mount"),
    ],
)
def test_a_damaged_image_is_made_once_more(tmp_path: Path, look: Any, why: str) -> None:
    """What its first programs say of themselves is the reason; it is dropped, made, and looked at again."""
    engine = Engine(tmp_path, look)
    engine.asked()
    assert engine.made == [BASE, BASE]
    assert len(engine.said) == 1
    assert why in engine.said[0]
    assert "is made once more" in engine.said[0]


def test_a_file_that_changed_is_damage(tmp_path: Path) -> None:
    """Programs that still start do not hide it: every file of every package is compared with its digest."""
    engine = Engine(tmp_path, (0, ""), (0, "??5??????   /usr/lib/x86_64-linux-gnu/libm.so.6\nmissing     /usr/bin/ld"))
    engine.asked()
    assert engine.made == [BASE, BASE]
    assert "libm.so.6" in engine.said[0]


def test_the_base_goes_as_well_when_that_did_not_help(tmp_path: Path) -> None:
    """Made anew on a damaged base an image is damaged again: then both are made anew."""
    layer = RECIPE.reference(OWN, ("gfortran",))
    engine = Engine(tmp_path, (1, "bad"), (1, "bad"))
    engine.here.add(BASE)
    engine.asked(system=("gfortran",))
    assert engine.made == [layer, layer, layer]
    assert [args[0] for args, _ in engine.api.of("remove_image")] == [layer, layer, BASE]


def test_what_stays_damaged_is_no_image(tmp_path: Path) -> None:
    """There is an end to making it; the reason names the machine's disk."""
    engine = Engine(tmp_path, *[(1, "Input/output error")] * 9)
    with pytest.raises(ImageError, match=r"damaged as soon as it is made \(Input/output error\).*disk"):
        engine.asked()
    assert len(engine.made) == 3


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    "fault",
    [
        requests.ConnectionError("gone"),
        api_error(404, "No such container: no such file or directory"),
        api_error(500, "no space left on device"),
        (137, ""),
    ],
)
def test_an_engine_in_trouble_is_no_damage(tmp_path: Path, fault: Any) -> None:
    """Nothing is dropped because the engine went away, the disk is full, or the look was ended by somebody."""
    engine = Engine(tmp_path, fault)
    with pytest.raises(EngineError, match="look"):
        engine.asked()
    assert engine.api.of("remove_image") == []


def test_an_emulated_image_is_looked_at_shortly(tmp_path: Path) -> None:
    """Every file of it would take minutes."""
    engine = Engine(tmp_path)
    engine.asked(arch="arm64" if OWN == "amd64" else "amd64")
    assert len(engine.commands) == 1
