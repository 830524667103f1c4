"""Where the cells of each engine take space on this machine."""

import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from workers.engines.docker import DockerEngine
from workers.engines.host import BareHostEngine, HostEngine
from workers.engines.podman import PodmanEngine
from workers.engines.slurm import SlurmEngine
from workers.engines.udocker import UdockerEngine
from workers.errors import EngineError
from workers.storage import storage


def client(root: object, address: str = "http+docker://localhost") -> Any:
    def info() -> dict[str, object]:
        if isinstance(root, Exception):
            raise root
        return {"DockerRootDir": root} if root else {}

    return SimpleNamespace(api=SimpleNamespace(base_url=address), info=info)


def test_engines_without_images(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder for temporary files, the one that the cluster shares, and udocker's own."""
    monkeypatch.setenv("ASSAY_SLURM_FOLDER", "/shared/work")
    monkeypatch.setenv("UDOCKER_DIR", "/home/ada/ud")
    assert storage(HostEngine()) == storage(BareHostEngine()) == Path(tempfile.gettempdir())
    assert storage(SlurmEngine()) == Path("/shared/work")
    assert storage(UdockerEngine()) == Path("/home/ada/ud")


@pytest.mark.parametrize("engine", [DockerEngine, PodmanEngine])
def test_engines_with_a_service(engine: Any, tmp_path: Path) -> None:
    """Where the service keeps its layers, when it is on this machine and says so; else nothing is known."""
    made = engine()
    for root, address, expected in (
        (str(tmp_path), "http+docker://localhost", tmp_path),
        (str(tmp_path), "http://10.0.0.1:2375", None),
        (str(tmp_path), "http+docker://ssh", None),
        ("/of/another/machine", "http+docker://localhost", None),
        (None, "http+docker://localhost", None),
    ):
        made._client = client(root, address)
        assert storage(made) == expected


@pytest.mark.threat("F05")
def test_a_service_that_does_not_answer() -> None:
    """It is our fault, in one sentence."""
    made = DockerEngine()
    made._client = client(requests.ConnectionError("gone"))
    with pytest.raises(EngineError, match="saying where it keeps its layers"):
        storage(made)
