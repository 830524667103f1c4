"""The docker engine: what it offers, by its own account, and how it says no."""

from typing import Any

import pytest
import requests
from docker.errors import DockerException, ImageNotFound
from docker_script import ScriptedApi, ScriptedClient
from worker_cells import cell

from workers.engines import docker as engine_of
from workers.engines.docker import DockerEngine, walls_of
from workers.engines.engine import Walls
from workers.errors import EngineError, ImageError

ENFORCING = {"OSType": "linux", "CgroupDriver": "cgroupfs", "MemoryLimit": True, "SwapLimit": True, "PidsLimit": True}


@pytest.mark.threat("F05")
def test_an_engine_that_does_not_answer_is_an_offer_with_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an engine the offer says so, and a session or a sweep is our fault; nothing crashes."""

    def absent(**_: Any) -> Any:
        raise DockerException("no socket")

    monkeypatch.setattr(engine_of.docker, "from_env", absent)
    engine = DockerEngine()
    assert "no socket" in str(engine.offer().refusal)
    with pytest.raises(EngineError, match="no socket"):
        engine.sweep("run-7")
    with pytest.raises(EngineError, match="no socket"):
        engine.session(cell(), "run-7")


class AnsweringClient(ScriptedClient):
    """A client that can be asked for the engine's facts."""

    def __init__(self, api: ScriptedApi, **info: Any) -> None:
        super().__init__(api)
        self._info = info
        self.components: list[dict[str, str]] = []

    def version(self) -> dict[str, Any]:
        return {"Components": self.components}

    def ping(self) -> bool:
        return True

    def info(self) -> dict[str, Any]:
        return self._info


def test_an_engine_of_windows_containers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are Linux; an engine of another system is no engine for us."""
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: AnsweringClient(ScriptedApi(), OSType="windows"))
    assert "Linux" in str(DockerEngine().offer().refusal)
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: AnsweringClient(ScriptedApi(), OSType="linux"))
    assert DockerEngine().offer().refusal is None


@pytest.mark.threat("F05")
def test_a_missing_image_says_how_to_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No loop and no pull: the cell ends at once, with the command that makes its image."""
    missing = ImageNotFound("none", response=None, explanation="none")
    api = ScriptedApi(inspect_image=missing)
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: AnsweringClient(api))
    with pytest.raises(ImageError, match="assay images build debian-12 --arch"):
        DockerEngine().session(cell(), "run-7")
    assert api.names == ["inspect_image"]


def test_what_a_full_engine_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that enforces everything claims everything, and its sentence names no lack."""
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: AnsweringClient(ScriptedApi(), **ENFORCING))
    offer = DockerEngine().offer()
    assert offer.walls.sandbox
    assert "but" not in offer.isolation
    assert "memory, processes and disk limited" in offer.isolation


@pytest.mark.threat("T01", "T02")
@pytest.mark.parametrize(
    ("info", "lacking"),
    [
        ({**ENFORCING, "CgroupDriver": "none"}, "memory and processes not limited"),
        ({**ENFORCING, "MemoryLimit": False}, "memory not limited"),
        ({**ENFORCING, "SwapLimit": False}, "memory not limited"),
        ({**ENFORCING, "PidsLimit": False}, "processes not limited"),
        ({}, "memory and processes not limited"),
    ],
)
def test_limits_that_are_dropped_are_not_claimed(info: dict[str, Any], lacking: str) -> None:
    """An engine takes limits that it cannot enforce; what it says of itself decides what is claimed."""
    walls = walls_of(info)
    assert isinstance(walls, Walls)
    assert lacking in walls.sentence("container")
    assert walls.sandbox


def test_podman_behind_dockers_name_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Podman drops options that we rely on with Docker, so it is refused here, with the engine to take."""
    client = AnsweringClient(ScriptedApi(), **ENFORCING)
    client.components = [{"Name": "Podman Engine"}]
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: client)
    monkeypatch.setenv("DOCKER_HOST", "unix:///run/user/1000/podman/podman.sock")
    assert "podman.sock is podman: take the engine podman" in str(DockerEngine().offer().refusal)


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("('Connection aborted.', PermissionError(13, 'denied'))", "may not be opened by this user"),
        ("('Connection aborted.', FileNotFoundError(2, 'none'))", "nothing listens at"),
        ("[Errno 111] Connection refused", "nothing listens at"),
        ("something else", "something else"),
    ],
)
def test_why_nothing_answers(monkeypatch: pytest.MonkeyPatch, text: str, words: str) -> None:
    """The refusal is one sentence with the place and what to look at."""

    def absent(**_: Any) -> Any:
        raise DockerException(text)

    monkeypatch.setattr(engine_of.docker, "from_env", absent)
    refusal = str(DockerEngine().offer().refusal)
    assert refusal.startswith("no Docker engine answers")
    assert words in refusal
    assert "\n" not in refusal


@pytest.mark.threat("F05")
def test_a_session_outlives_a_restart_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is away for a moment when a cell begins is asked again; the cell does not pay for it."""
    answers = [requests.ConnectionError("gone"), requests.ConnectionError("gone")]
    labels = {"assay.image": "debian-12", "assay.arch": cell().arch}

    def inspect(_: str) -> dict[str, Any]:
        if answers:
            raise answers.pop()
        return {"Id": "sha256:aa", "Config": {"Labels": labels}}

    api = ScriptedApi(inspect_image=inspect)
    monkeypatch.setattr(engine_of.docker, "from_env", lambda **_: AnsweringClient(api, **ENFORCING))
    assert DockerEngine().session(cell(), "run-7").image.endswith("@sha256:aa")
    assert api.names.count("inspect_image") == 3
