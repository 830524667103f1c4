"""Buildbot's configuration, made from the settings of one master. `master.cfg` is four lines around `build`."""

from pathlib import Path
from typing import Any

from buildbot.config import BuilderConfig
from buildbot.process.factory import BuildFactory
from buildbot.worker.local import LocalWorker
from buildbot.www import authz
from buildbot.www.authz import endpointmatchers

from master.attempts import next_worker
from master.schedulers import ASSESS, cell_builder, schedulers
from master.settings import MasterSettings, worker_names
from master.steps import assess_steps, cell_steps
from master.watched_worker import WatchedWorker
from workers.cell import ARCHES

CONTROL = "control"  # holds the request's own build, which starts nothing but other builds
LOG_LIMIT = 64 * 2**20  # bytes per log; the cell runner caps each command long before


def build(settings: MasterSettings) -> dict[str, Any]:
    """The dictionary Buildbot wants."""
    return {
        "title": "Assay",
        "titleURL": "/",
        "buildbotURL": f"http://127.0.0.1:{settings.www_port or 0}/",
        "buildbotNetUsageData": None,  # unset, it would report home (T37)
        "collapseRequests": False,  # the default silently skips requests
        "db": {"db_url": "sqlite:///state.sqlite"},
        "protocols": {"pb": {"port": f"unix:{settings.socket}:mode=600"}},
        "logMaxSize": LOG_LIMIT,
        "logMaxTailSize": LOG_LIMIT // 4,
        "workers": _workers(settings),
        "builders": _builders(settings),
        "schedulers": schedulers(settings),
        "www": _www(settings),
    }


def _workers(settings: MasterSettings) -> list[Any]:
    password = Path(settings.password_file).read_text()
    return [
        LocalWorker(CONTROL),  # never sees assessed code
        *(
            WatchedWorker(
                name,
                password,
                run_folder=settings.folder,
                pulse_s=settings.pulse_s,
                max_builds=1,
                missing_timeout=None,  # who runs the workers waits for them, and nobody is written to
            )
            for name in worker_names(settings.slots)
        ),
    ]


def _builders(settings: MasterSettings) -> list[BuilderConfig]:
    request = BuilderConfig(
        name=ASSESS, workernames=[CONTROL], factory=BuildFactory(assess_steps(settings)), description="one request"
    )
    cells = [
        BuilderConfig(
            name=cell_builder(arch),
            workernames=worker_names(settings.slots),
            factory=BuildFactory(cell_steps(settings)),
            nextWorker=next_worker,
            tags=["cell", arch],
            description=f"cells on {arch}",
        )
        for arch in ARCHES
    ]
    return [request, *cells]


def _www(settings: MasterSettings) -> dict[str, Any]:
    if settings.www_port is None:
        return {}
    return {
        "port": f"tcp:{settings.www_port}:interface=127.0.0.1",
        "plugins": {},
        # Nobody may control from the web: requests come through the store (T36).
        "authz": authz.Authz(allowRules=[endpointmatchers.AnyControlEndpointMatcher(role="nobody")], roleMatchers=[]),
        "allowed_origins": [],
    }
