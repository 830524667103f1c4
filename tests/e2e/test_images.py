"""Images made for real: from a registry by digest, and what a cell finds in them."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from docker.errors import APIError
from e2e_tools import absent

from workers.emulation import host_arch
from workers.engines.docker import DockerEngine
from workers.images import store
from workers.images.recipe import ImageRecipe

pytestmark = pytest.mark.engine
OWN = host_arch()
SMALL = ImageRecipe("small", "bookworm", "3.11", "", ("python3",))


@pytest.fixture
def registry(engine: DockerEngine, tmp_path: Path) -> Iterator[str]:
    """A registry on the loopback address that holds one base image, made from the image we have."""
    if shutil.which("docker-registry") is None:
        absent("docker-registry is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "config.yml").write_text(
        f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {tmp_path}/data}}}}\n"
        f'http: {{addr: "127.0.0.1:{port}"}}\n'
    )
    process = subprocess.Popen(["docker-registry", "serve", str(tmp_path / "config.yml")], stderr=subprocess.DEVNULL)
    base = f"localhost:{port}/debian:base"
    image = engine.images().find("debian-12", OWN)
    assert image is not None
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        engine.client.api.tag(image.name, base)
        pushed = engine.client.api.push(base)
        assert "error" not in pushed, pushed
        engine.client.api.remove_image(base)
        yield base
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.threat("T31")
def test_a_base_from_a_registry_is_taken_by_digest(
    engine: DockerEngine, registry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a registry answers, its digest is asked for, pulled, and remembered in the image."""
    recipe = attrs.evolve(SMALL, registry=registry)
    monkeypatch.setattr(store, "recipes", lambda: {recipe.name: recipe})
    images, said = engine.images(), []
    try:
        image = images.ensure("small", OWN, (), said.append)
        assert "@sha256:" in image.base
        assert image.base.startswith(registry.rpartition(":")[0])
        assert image.name == recipe.reference(OWN)
        assert images.ensure("small", OWN, (), said.append) == image
        assert len(said) == 2  # pulled, toolchain; the second call did nothing
    finally:
        with suppress(APIError):
            engine.client.api.remove_image(recipe.reference(OWN), force=True)


@pytest.mark.threat("T31")
def test_a_tag_that_moves_changes_nothing(engine: DockerEngine, registry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the registry's tag comes to mean another image, what was made stays, byte for byte, and so does its base."""
    recipe = attrs.evolve(SMALL, registry=registry)
    monkeypatch.setattr(store, "recipes", lambda: {recipe.name: recipe})
    images, api = engine.images(), engine.client.api
    other = ""
    try:
        before = images.ensure("small", OWN, (), lambda _: None)
        other = _another(api, before.id)
        api.tag(other, registry)
        assert "error" not in api.push(registry)
        api.remove_image(registry)
        assert api.inspect_distribution(registry)["Descriptor"]["digest"] != before.base.rpartition("@")[2]  # it moved
        assert images.ensure("small", OWN, (), pytest.fail) == before
        assert images.find("small", OWN) == before
    finally:
        for name in (recipe.reference(OWN), other):
            with suppress(APIError):
                api.remove_image(name, force=True)


def _another(api: Any, image: str) -> str:
    """An image with a label more than this one; returns its id."""
    container = api.create_container(image, ["true"], labels={"assay.run": "e2e-images"})["Id"]
    try:
        other: str = api.commit(container, conf={"Labels": {"moved": "yes"}})["Id"]
    finally:
        api.remove_container(container, v=True, force=True)
    return other


def test_an_image_states_its_architecture(engine: DockerEngine, emulated: str) -> None:
    """What the image says it is, is what runs inside: for this machine's architecture and the emulated one."""
    machines = {"amd64": b"x86_64", "arm64": b"aarch64"}
    for arch in (OWN, emulated):
        image = engine.images().find("debian-12", arch)
        assert image is not None
        assert engine.client.api.inspect_image(image.id)["Architecture"] == arch
        said = engine.client.containers.run(image.id, ["uname", "-m"], remove=True, platform=image.platform)
        assert said.strip() == machines[arch]
