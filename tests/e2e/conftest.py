"""Real engines. Without one these tests are skipped with the reason; where one is promised, that is a failure."""

from pathlib import Path

import pytest
from e2e_tools import Assay, absent

from workers.emulation import emulator_registered, host_arch
from workers.engines.docker import DockerEngine

EMULATED = "arm64" if host_arch() == "amd64" else "amd64"


@pytest.fixture(scope="session")
def engine() -> DockerEngine:
    """A container engine that answers, with the image of this machine's architecture made."""
    docker = DockerEngine()
    refusal = docker.offer().refusal
    if refusal is not None:
        absent(refusal)
    if docker.images().find("debian-12", host_arch()) is None:
        absent("the image debian-12 is not made; run: assay images build debian-12")
    return docker


@pytest.fixture(scope="session")
def emulated(engine: DockerEngine) -> str:
    """The name of an architecture that runs here through qemu, with its image made."""
    if not emulator_registered(EMULATED):
        absent(f"no emulator for {EMULATED} is registered with binfmt_misc")
    if engine.images().find("debian-12", EMULATED) is None:
        absent(f"the image debian-12 for {EMULATED} is not made; run: assay images build debian-12")
    return EMULATED


@pytest.fixture
def assay(tmp_path: Path) -> Assay:
    (tmp_path / "work").mkdir()
    return Assay(tmp_path / "state", tmp_path / "work" / "out")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty folder that becomes a repository by `commit_all`."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder
