"""All engines, by name: the one list."""

from collections.abc import Callable

from workers.engines.docker import DockerEngine
from workers.engines.engine import Engine
from workers.engines.host import BareHostEngine, HostEngine

ENGINES: dict[str, Callable[[], Engine]] = {
    "docker": DockerEngine,
    "host": HostEngine,
    "host-bare": BareHostEngine,
}
