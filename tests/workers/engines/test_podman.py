"""The podman engine: where it looks, what it believes, and how it differs from Docker."""

from typing import Any

import docker
import pytest
import requests
from docker.errors import DockerException, ImageNotFound
from docker_script import ScriptedApi, ScriptedClient
from worker_cells import cell

from workers import layout, sandbox
from workers.cell import Limits
from workers.engines import podman as engine_of
from workers.engines.container_api import LABEL
from workers.engines.engine import Patience
from workers.engines.podman import PodmanEngine, PodmanSession, Service, service_of, sockets
from workers.errors import EngineError, ImageError
from workers.images.store import Image
from workers.log import CappedLog

IMAGE = Image("assay/debian-12:amd64-0123", "sha256:aa", "sha256:aa", None, "debian bookworm by mmdebstrap", 1)


class Answer:
    """An answer of podman's own API."""

    def __init__(self, host: Any, status: int = 200) -> None:
        self._host, self._status = host, status

    def raise_for_status(self) -> None:
        if self._status >= 400:
            raise requests.HTTPError(f"{self._status} refused")

    def json(self) -> Any:
        return {"host": self._host}


class PodmanClient(ScriptedClient):
    """A client of podman's service."""

    components: Any = ({"Name": "Podman Engine"},)

    def version(self) -> Any:
        return {"Components": self.components}


def client(**answers: Any) -> PodmanClient:
    host = {"cgroupControllers": ["memory", "pids"], "security": {"rootless": True}}
    return PodmanClient(ScriptedApi(**{"get": Answer(host), **answers}))


def named(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """What comes of connecting to any place: a client or an error."""

    def connect(**_: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(engine_of.docker, "DockerClient", connect)
    monkeypatch.setenv("CONTAINER_HOST", "unix:///somewhere/podman.sock")


@pytest.mark.parametrize(
    ("environment", "places"),
    [
        ({"CONTAINER_HOST": "unix:///a", "XDG_RUNTIME_DIR": "/run/user/7", "DOCKER_HOST": "unix:///d"}, ["unix:///a"]),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, ["unix:///run/user/7/podman/podman.sock"]),
        ({"DOCKER_HOST": "unix:///d"}, ["unix:///d"]),
        ({}, []),
    ],
)
def test_where_it_looks(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], places: list[str]) -> None:
    """A place that is named is the only one; else the user's own socket, and one that Docker's variable names."""
    monkeypatch.setattr(engine_of.os, "geteuid", lambda: 7)
    assert list(sockets(environment)) == places
    monkeypatch.setattr(engine_of.os, "geteuid", lambda: 0)
    if "CONTAINER_HOST" not in environment:
        assert "unix:///run/podman/podman.sock" in list(sockets(environment))


@pytest.mark.threat("F05")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (DockerException("FileNotFoundError(2)"), "nothing listens at unix:///somewhere/podman.sock"),
        (DockerException("PermissionError(13)"), "may not be opened by this user"),
        (requests.ConnectionError("odd"), "odd"),
        (ValueError("no such scheme"), "no such scheme"),
    ],
)
def test_without_a_service_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, answer: Any, words: str) -> None:
    """One sentence: what is wrong, what to install, and where else to look; nothing is raised."""
    named(monkeypatch, answer)
    refusal = str(PodmanEngine().offer().refusal)
    assert words in refusal
    assert "systemctl --user start podman.socket" in refusal
    assert "\n" not in refusal
    with pytest.raises(EngineError, match="no podman service answers"):
        PodmanEngine().sweep("run-7")


def test_docker_is_not_taken_for_podman(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two take different options, so another engine behind the name is refused."""
    other = client()
    other.components = ({"Name": "Engine"},)
    named(monkeypatch, other)
    assert "is not podman" in str(PodmanEngine().offer().refusal)


@pytest.mark.threat("T01", "T02")
@pytest.mark.parametrize(
    ("host", "service"),
    [
        ({"cgroupControllers": ["memory", "pids"], "security": {"rootless": True}}, Service(True, ("memory", "pids"))),
        ({"cgroupControllers": [], "security": {"rootless": True}}, Service(True, ())),
        ({"cgroupControllers": None, "security": {"rootless": False}}, Service(False, ())),
        ({}, Service(True, ())),
    ],
)
def test_limits_are_claimed_by_podmans_own_word(host: Any, service: Service) -> None:
    """Its Docker API says that every limit is set; only the controllers it may use are."""
    found = service_of(client(get=Answer(host)))
    assert found == service
    assert found.walls.limits_memory is ("memory" in service.controllers)
    assert found.walls.limits_processes is ("pids" in service.controllers)
    assert ("memory" in found.isolation.partition("; but ")[2]) is not found.walls.limits_memory
    assert found.walls.sandbox


@pytest.mark.threat("F05")
def test_a_service_that_does_not_say_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, client(get=Answer({}, 500)))
    assert "saying what it can do" in str(PodmanEngine().offer().refusal)


def test_a_missing_image_says_how_to_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pull and no loop: the command that makes it."""
    named(monkeypatch, client(inspect_image=ImageNotFound("none", explanation="none")))
    with pytest.raises(ImageError, match="assay images build debian-12 --arch"):
        PodmanEngine().session(cell(), "run-7")


@pytest.mark.threat("T03", "T25", "T27")
def test_the_containers_share_a_volume_of_fixed_size() -> None:
    """Both mount the session's own volume, which carries the run's label and is removed after them."""
    api = ScriptedApi()
    with PodmanSession(api, cell(), IMAGE, "run-7", "container") as session:
        session.end_build()
    ((_, volume),) = api.of("create_volume")
    assert volume["labels"] == {LABEL: "run-7"}
    assert volume["driver_opts"]["type"] == "tmpfs"
    for _, more in api.of("create_container"):
        options = more["host_config"]
        (mount,) = options["mounts"]
        assert (mount["Target"], mount["Type"]) == (layout.WORK, "volume")
        assert mount["Source"] == api.of("create_volume")[0][0][0]
        assert "volumes_from" not in options
    assert api.names[-1] == "remove_volume"
    assert api.names.index("remove_volume") > len(api.names) - 1 - api.names[::-1].index("remove_container")


@pytest.mark.threat("F05")
def test_a_volume_without_containers_is_removed_too() -> None:
    """When the containers cannot be made, the volume goes as well."""
    api = ScriptedApi(create_container=requests.ConnectionError("gone"))
    with pytest.raises(EngineError, match="podman service"), PodmanSession(api, cell(), IMAGE, "run-7", ""):
        pytest.fail("it must not be entered")
    assert api.names[-1] == "remove_volume"


@pytest.mark.threat("T01")
def test_each_command_is_limited_by_its_shell() -> None:
    """Podman takes limits on open files and processes and drops them; so the shell sets them before the command."""
    api = ScriptedApi()
    with PodmanSession(api, cell(limits=Limits(pids=100)), IMAGE, "run-7", "container") as session:
        session.run("pytest", {}, Patience(60, 60), CappedLog(1000))
    (((_, line), _),) = api.of("exec_create")
    script = line[line.index("-c") + 1]
    assert script.startswith("ulimit -c 0; ulimit -n 8192; ulimit -u 400")


def test_podman_gets_no_option_it_drops() -> None:
    """`init` needs a program that is often not there, `ulimits` are ignored, and both would look like walls."""
    for network in (True, False):
        options = sandbox.podman_options(Limits(), "v", network=network)
        assert not {"init", "ulimits", "volumes_from"} & set(options)
        docker.APIClient(base_url="tcp://127.0.0.1:1", version="1.41").create_host_config(**options)
