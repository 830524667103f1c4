"""The Slurm engine: a cell is a job of its own on a cluster that the user may use.

The work folder stands on a file system that the submitting machine and the nodes share. The nodes are laid out as the
submitting machine is: bubblewrap, bash and a Python at the same places.
"""

import shutil

from workers.cell import Cell
from workers.engines.engine import Offer, Walls
from workers.engines.host import remove_tree
from workers.engines.slurm_cluster import Cluster
from workers.engines.slurm_session import PREFIX, SlurmSession, wait_for_the_end
from workers.engines.slurm_settings import job_name, patience_s, user_options, work_root
from workers.errors import EngineError

KIND = "bubblewrap in a job of Slurm"


class SlurmEngine:
    """A cluster on which the user may start jobs."""

    name = "slurm"

    def __init__(self) -> None:
        self._cluster = Cluster()

    def offer(self) -> Offer:
        try:
            if (refusal := self._refusal()) is not None:
                return Offer(self.name, refusal=refusal)
            arches = self._cluster.arches()
            if not arches:
                return Offer(self.name, refusal="no node of the Slurm cluster has an architecture that Assay knows")
            walls = walls_of(self._cluster)
            return Offer(self.name, isolation=walls.sentence(KIND), arches=arches, walls=walls)
        except EngineError as error:
            return Offer(self.name, refusal=str(error))

    def session(self, cell: Cell, run: str) -> SlurmSession:
        if (refusal := self._refusal()) is not None:
            raise EngineError(refusal)
        if cell.arch not in (arches := self._cluster.arches()):
            raise EngineError(f"the Slurm cluster has no node for {cell.arch}, only for {', '.join(arches) or 'none'}")
        return SlurmSession(self._cluster, cell, run, walls_of(self._cluster).sentence(KIND))

    def sweep(self, run: str) -> int:
        """The folder of a cell is made before its job and goes after it: where there is no folder there is no job."""
        folders = list(work_root().glob(f"{PREFIX}{run}-*"))
        jobs: tuple[str, ...] = ()
        if folders and shutil.which("squeue") is not None:
            jobs = self._cluster.cancel_named(job_name(run))
            wait_for_the_end(self._cluster, jobs)
        for folder in folders:
            remove_tree(folder)
        return len(jobs) + len(folders)

    def _refusal(self) -> str | None:
        user_options()
        patience_s()
        return self._cluster.refusal()


def walls_of(cluster: Cluster) -> Walls:
    return Walls(
        cuts_network=True,
        own_user=True,
        read_only_system=True,
        hides_machine=True,
        ends_processes=True,
        limits_memory=cluster.limits_memory(),
    )
