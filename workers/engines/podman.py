"""The podman engine: cells in containers of podman, with or without root, through its Docker-compatible API."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

import attrs
import docker
import requests
from docker.errors import DockerException

from workers import sandbox
from workers.cell import Cell
from workers.emulation import runnable_arches
from workers.engines.container_api import (
    FAULTS,
    LABEL,
    as_engine_error,
    patiently,
    remove_labelled,
    remove_volume,
    short,
)
from workers.engines.container_session import ContainerSession
from workers.engines.docker import CONNECT_TIMEOUT_S, answers_as_podman, missing_image
from workers.engines.engine import Offer, Walls
from workers.errors import EngineError
from workers.images.podman_store import PodmanStore

VARIABLE = "CONTAINER_HOST"  # podman's own name for where its service is
INSTALL = "install podman and start its service: systemctl --user start podman.socket"


@attrs.frozen
class Service:
    """What podman says of itself: without root and without delegated cgroups it takes limits and drops them."""

    rootless: bool
    controllers: tuple[str, ...]  # of the cgroups that it may set

    @property
    def kind(self) -> str:
        return "container without root" if self.rootless else "container"

    @property
    def walls(self) -> Walls:
        return Walls(
            cuts_network=True,
            own_user=True,
            read_only_system=True,
            hides_machine=True,
            ends_processes=True,
            limits_memory="memory" in self.controllers,
            limits_processes="pids" in self.controllers,
            limits_disk=True,
        )

    @property
    def isolation(self) -> str:
        return self.walls.sentence(self.kind)


class PodmanEngine:
    """Podman's service on the user's own socket."""

    name = "podman"
    title = "podman service"

    def __init__(self) -> None:
        self._client: docker.DockerClient | None = None

    @property
    def client(self) -> docker.DockerClient:
        if self._client is None:
            self._client = _connected(os.environ)
        return self._client

    def offer(self) -> Offer:
        try:
            service = service_of(self.client)
        except EngineError as error:
            return Offer(self.name, refusal=str(error))
        return Offer(self.name, isolation=service.isolation, arches=runnable_arches(), walls=service.walls)

    def images(self) -> PodmanStore:
        return PodmanStore(self.client)

    def session(self, cell: Cell, run: str) -> "PodmanSession":
        with as_engine_error(self.title, "looking for the image"):
            image = patiently(lambda: self.images().find(cell.image, cell.arch, cell.system))
        if image is None:
            raise missing_image(cell, self.name)
        return PodmanSession(self.client.api, cell, image, run, service_of(self.client).isolation)

    def sweep(self, run: str) -> int:
        return remove_labelled(self.client.api, self.title, f"{LABEL}={run}")


class PodmanSession(ContainerSession):
    """The two containers share a volume of their own: podman makes no anonymous one of a fixed size."""

    engine = PodmanEngine.title

    def _prepare(self) -> None:
        limits = self._cell.limits
        self._first = sandbox.podman_first(limits)
        self._volume = f"assay-{uuid4().hex}"
        labels = {LABEL: self._run}
        patiently(
            lambda: self._api.create_volume(
                self._volume, driver="local", driver_opts=sandbox.work_volume(limits), labels=labels
            )
        )

    def _host_options(self, *, network: bool) -> dict[str, Any]:
        return sandbox.podman_options(self._cell.limits, self._volume, network=network)

    def _main(self) -> list[str]:
        return sandbox.podman_main(self._cell.limits)

    def _remove_all(self) -> None:
        super()._remove_all()
        with suppress(*FAULTS):
            remove_volume(self._api, self._volume)


def service_of(client: docker.DockerClient) -> Service:
    """Asks podman's own API, for its Docker API says that it sets every limit."""
    api: Any = client.api
    with as_engine_error(PodmanEngine.title, "saying what it can do"):
        answer = api.get(f"{api.base_url}/v4.0.0/libpod/info", timeout=CONNECT_TIMEOUT_S)
        answer.raise_for_status()
        host = answer.json().get("host") or {}
    security = host.get("security") or {}
    return Service(bool(security.get("rootless", True)), tuple(map(str, host.get("cgroupControllers") or ())))


def sockets(environment: Mapping[str, str]) -> Iterator[str]:
    """Where podman's service may listen, the first that is set or usual first."""
    if said := environment.get(VARIABLE):
        yield said
        return
    if runtime := environment.get("XDG_RUNTIME_DIR"):
        yield f"unix://{runtime}/podman/podman.sock"
    if os.geteuid() == 0:
        yield "unix:///run/podman/podman.sock"
    if said := environment.get("DOCKER_HOST"):
        yield said


def _connected(environment: Mapping[str, str]) -> docker.DockerClient:
    """A client of the first place where podman answers; raises EngineError."""
    why = f"neither ${VARIABLE} nor $XDG_RUNTIME_DIR is set"
    for place in sockets(environment):
        try:
            client = docker.DockerClient(base_url=place, timeout=CONNECT_TIMEOUT_S)
            if answers_as_podman(client):
                return client
            why = f"what answers at {place} is not podman"
        except (DockerException, requests.RequestException, ValueError) as error:
            why = _no_answer(place, error)
    raise EngineError(f"no podman service answers: {why}; {INSTALL}, or name it in ${VARIABLE}")


def _no_answer(place: str, error: BaseException) -> str:
    text = str(error)
    if "PermissionError" in text:
        return f"{place} may not be opened by this user"
    if "FileNotFoundError" in text or "refused" in text:
        return f"nothing listens at {place}"
    return f"{place}: {short(error)}"
