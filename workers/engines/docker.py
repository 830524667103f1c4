"""The docker engine: a cell is two sibling containers of the Docker engine that the user's environment names."""

import os
from typing import Any

import docker
import requests
from docker.errors import DockerException

from workers.cell import Cell
from workers.emulation import runnable_arches
from workers.engines.container_api import LABEL, as_engine_error, patiently, remove_labelled, short
from workers.engines.container_session import ContainerSession
from workers.engines.engine import Offer, Walls
from workers.errors import EngineError, ImageError
from workers.images.store import ImageStore

CONNECT_TIMEOUT_S = 60
KIND = "container"


class DockerEngine:
    """The Docker engine on the socket the user's environment names."""

    name = "docker"
    title = "Docker engine"

    def __init__(self) -> None:
        self._client: docker.DockerClient | None = None

    @property
    def client(self) -> docker.DockerClient:
        if self._client is None:
            try:
                self._client = docker.from_env(timeout=CONNECT_TIMEOUT_S)
                self._client.ping()
            except (DockerException, requests.RequestException) as error:
                self._client = None
                raise EngineError(_no_answer(error)) from error
        return self._client

    def offer(self) -> Offer:
        try:
            info = self.client.info()
            is_podman = answers_as_podman(self.client)
        except EngineError as error:
            return Offer(self.name, refusal=str(error))
        except (DockerException, requests.RequestException) as error:
            return Offer(self.name, refusal=f"the Docker engine does not answer: {short(error)}")
        if info.get("OSType", "linux") != "linux":
            return Offer(self.name, refusal="the Docker engine does not run Linux containers")
        if is_podman:
            return Offer(self.name, refusal=f"what answers at {_place()} is podman: take the engine podman")
        walls = walls_of(info)
        return Offer(self.name, isolation=walls.sentence(KIND), arches=runnable_arches(), walls=walls)

    def images(self) -> ImageStore:
        return ImageStore(self.client)

    def session(self, cell: Cell, run: str) -> ContainerSession:
        with as_engine_error(self.title, "looking for the image"):
            image = patiently(lambda: self.images().find(cell.image, cell.arch, cell.system))
            if image is None:
                raise missing_image(cell, self.name)
            isolation = walls_of(patiently(self.client.info)).sentence(KIND)
        return ContainerSession(self.client.api, cell, image, run, isolation)

    def sweep(self, run: str) -> int:
        return remove_labelled(self.client.api, self.title, f"{LABEL}={run}")


def walls_of(info: dict[str, Any]) -> Walls:
    """What a Docker engine enforces, by its own account; without cgroups it takes limits and drops them."""
    enforces = info.get("CgroupDriver") != "none"
    return Walls(
        cuts_network=True,
        own_user=True,
        read_only_system=True,
        hides_machine=True,
        ends_processes=True,
        limits_memory=enforces and bool(info.get("MemoryLimit")) and bool(info.get("SwapLimit")),
        limits_processes=enforces and bool(info.get("PidsLimit")),
        limits_disk=True,
    )


def missing_image(cell: Cell, engine: str) -> ImageError:
    return ImageError(
        f"the engine {engine} does not have the image {cell.image} for {cell.arch};"
        f" make it with: assay images build {cell.image} --arch {cell.arch} --engine {engine}"
    )


def answers_as_podman(client: docker.DockerClient) -> bool:
    """Podman speaks Docker's API, but takes other options and enforces other limits."""
    components = client.version().get("Components") or ()
    return any(component.get("Name") == "Podman Engine" for component in components)


def _place() -> str:
    return os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


def _no_answer(error: BaseException) -> str:
    place, text = _place(), str(error)
    if "PermissionError" in text:
        return f"no Docker engine answers: {place} may not be opened by this user (is it in the docker group?)"
    if "FileNotFoundError" in text or "refused" in text:
        return f"no Docker engine answers: nothing listens at {place}"
    return f"no Docker engine answers at {place}: {short(error)}"
