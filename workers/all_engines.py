"""All engines, by name: the one list."""

from collections.abc import Callable

from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine
from workers.engines.host import BareHostEngine, HostEngine
from workers.engines.podman import PodmanEngine
from workers.engines.slurm import SlurmEngine
from workers.engines.udocker import UdockerEngine

ENGINES: dict[str, Callable[[], Engine]] = {
    "docker": DockerEngine,
    "podman": PodmanEngine,
    "udocker": UdockerEngine,
    "host": HostEngine,
    "host-bare": BareHostEngine,
    "slurm": SlurmEngine,
}
