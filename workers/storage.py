"""Where on this machine the cells of an engine take space."""

import tempfile
from pathlib import Path

from workers.engines.container_api import as_engine_error
from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine
from workers.engines.host import BareHostEngine, HostEngine
from workers.engines.podman import PodmanEngine
from workers.engines.slurm import SlurmEngine
from workers.engines.slurm_settings import work_root
from workers.engines.udocker import UdockerEngine
from workers.images.udocker_store import udocker_folder

_BY_SOCKET = "http+docker://localhost"  # how a client calls an engine behind a socket of this machine


def storage(engine: Engine) -> Path | None:
    """The folder of its layers, or of its cells' work folders; None when it is on another machine, or not told.

    Raises EngineError when an engine that should know does not answer.
    """
    if isinstance(engine, HostEngine | BareHostEngine):
        return Path(tempfile.gettempdir())
    if isinstance(engine, SlurmEngine):
        return work_root()
    if isinstance(engine, UdockerEngine):
        return udocker_folder()
    if isinstance(engine, DockerEngine | PodmanEngine):
        with as_engine_error(engine.title, "saying where it keeps its layers"):
            if str(engine.client.api.base_url) != _BY_SOCKET:
                return None
            said = engine.client.info().get("DockerRootDir")
        return Path(said) if said and Path(said).exists() else None
    return None
