"""Bases that podman pulls: known by what came, named by the digest it came with."""

from pathlib import Path
from typing import Any

import pytest
import requests
from docker_script import ScriptedApi, ScriptedClient, api_error

from workers.emulation import host_arch
from workers.errors import ImageError
from workers.images import podman_store as store_of
from workers.images.podman_store import PodmanStore
from workers.images.recipe import ImageRecipe, recipes
from workers.images.records import ImageRecords

NAME, RECIPE = next(iter(recipes().items()))
OTHER = "arm64" if host_arch() != "arm64" else "amd64"
BASE = f"docker.io/library/{RECIPE.registry}"


class Registry:
    """What pulling brings, by architecture; nothing for the others."""

    def __init__(self, *arches: str) -> None:
        self._arches = arches
        self.here: str | None = None
        self.pulled: list[tuple[str, str, str]] = []

    def pull(self, repository: str, tag: str, platform: str) -> str:
        self.pulled.append((repository, tag, platform))
        arch = platform.partition("/")[2]
        self.here = arch if arch in self._arches else self.here
        return "" if arch in self._arches else '{"error": "connection refused"}'

    def images(self) -> list[dict[str, Any]]:
        other = {"Id": "other", "RepoTags": [f"localhost/not-{RECIPE.registry}"], "Digest": "sha256:00"}
        found = {"Id": f"base {self.here}", "RepoTags": [BASE], "Digest": f"sha256:{self.here}"}
        return [other, {"Id": "bare", "RepoTags": None}, *([found] if self.here else [])]

    def inspect(self, name: str) -> dict[str, Any]:
        return {"Id": name, "Architecture": name.rpartition(" ")[2]}


class NoBootstrap:
    def refusal(self) -> str:
        return "mmdebstrap is not installed"


def store(registry: Registry, folder: Path, **answers: Any) -> tuple[PodmanStore, ScriptedApi]:
    calls = {"pull": registry.pull, "images": registry.images, "inspect_image": registry.inspect, **answers}
    api = ScriptedApi(**calls)
    api.timeout = 60  # type: ignore[attr-defined]
    return PodmanStore(ScriptedClient(api), NoBootstrap(), ImageRecords(folder)), api  # type: ignore[arg-type]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The base and the origin of each image that was made."""
    made: list[tuple[str, str]] = []

    def install(
        _: Any, base: str, _packages: Any, _reference: str, _recipe: ImageRecipe, _arch: str, origin: str
    ) -> None:
        made.append((base, origin))

    monkeypatch.setattr(PodmanStore, "_install", install)
    return made


@pytest.mark.threat("T31")
def test_each_architecture_has_its_own_digest(tmp_path: Path, installed: list[tuple[str, str]]) -> None:
    """What is built on is named by its digest, not by the tag that brought it; the tag does not stay."""
    images, api = store(Registry(host_arch(), OTHER), tmp_path)
    repository = RECIPE.registry.rpartition(":")[0]
    for arch in (host_arch(), OTHER):
        images._make(RECIPE, arch, lambda _: None)
        assert installed[-1] == (f"base {arch}", f"{repository}@sha256:{arch}")
    assert [args[0] for args, _ in api.of("remove_image")] == [RECIPE.registry] * 2


def test_an_error_among_the_progress_is_no_base(tmp_path: Path, installed: list[tuple[str, str]]) -> None:
    """A pull that failed answers like one that did not; only what came counts."""
    images, _ = store(Registry(), tmp_path)
    with pytest.raises(ImageError, match="no registry answers"):
        images._make(RECIPE, host_arch(), lambda _: None)
    assert installed == []


def test_a_base_of_another_architecture_is_not_taken(tmp_path: Path, installed: list[tuple[str, str]]) -> None:
    """Where only the machine's own base came, the foreign image is not made from it."""
    images, _ = store(Registry(host_arch()), tmp_path)
    with pytest.raises(ImageError, match=f"for {OTHER} could not be pulled"):
        images._make(RECIPE, OTHER, lambda _: None)
    assert installed == []


@pytest.mark.threat("F05")
@pytest.mark.parametrize("fault", [requests.ConnectionError("gone"), api_error(500, "refused")])
def test_a_service_that_fails_has_no_base(tmp_path: Path, fault: Exception) -> None:
    images, _ = store(Registry(host_arch()), tmp_path, pull=fault)
    assert images._registry_digest(RECIPE) is None
    assert store_of.host_arch() == host_arch()
