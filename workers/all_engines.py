"""All engines, by name: the one list."""

from collections.abc import Callable

from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine
from workers.engines.host import BareHostEngine, HostEngine
from workers.engines.podman import PodmanEngine
from workers.engines.slurm import SlurmEngine
from workers.engines.slurm_settings import patience_s
from workers.engines.udocker import UdockerEngine

ENGINES: dict[str, Callable[[], Engine]] = {
    "docker": DockerEngine,
    "podman": PodmanEngine,
    "udocker": UdockerEngine,
    "host": HostEngine,
    "host-bare": BareHostEngine,
    "slurm": SlurmEngine,
}

# Engines with a queue, and how long a cell may wait in it before its own time begins; seconds.
QUEUES: dict[str, Callable[[], float]] = {"slurm": patience_s}


def queue_s(engine: str) -> float:
    """How long the engine of that name may let a cell wait; seconds."""
    return QUEUES[engine]() if engine in QUEUES else 0.0
