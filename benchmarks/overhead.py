"""What Assay costs on top of the bare commands: the same cell by `docker run` and through `assay run`, side by side.

    .venv/bin/python benchmarks/overhead.py [--pairs 2] [SOURCE ...]

Both sides run the commands of the same plan in the same warm image with the same limits, and both install from the
package index. Prints the wall time of each, the difference and the ratio, and the peak memory of the Buildbot master
and its worker together. Wall times depend on machine and network; the pairs are what to look at.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from criteria.snapshot import Snapshot
from master.plan.plan import plan
from master.sources.all_sources import resolve
from master.sources.mirror import material
from workers import layout, sandbox
from workers.cell import Cell
from workers.emulation import host_arch
from workers.engines.docker import DockerEngine
from workers.images.recipe import offered_pythons
from workers.matrix import Policy
from workers.pip_settings import cell_access, certificate_variables, pip_settings

DEFAULT = ("pypi:memory_allocator==0.1.4", "pypi:udocker==1.3.17", "pypi:networkx==3.6.1")
SAMPLE_S = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=DEFAULT)
    parser.add_argument("--pairs", type=int, default=2)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, architecture {host_arch()}")
    print(f"{'source':<34} {'bare s':>8} {'assay s':>8} {'more s':>8} {'ratio':>6} {'peak MB':>8}")
    for source in options.sources:
        rows = [pair(source) for _ in range(options.pairs)]
        bare, through, peak = (statistics.median(column) for column in zip(*rows, strict=True))
        print(
            f"{source:<34} {bare:8.1f} {through:8.1f} {through - bare:8.1f} {through / bare:6.2f} {peak / 2**20:8.0f}"
        )


def pair(source: str) -> tuple[float, float, float]:
    """Seconds bare, seconds through Assay, and the peak bytes of master and worker."""
    with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as name:
        folder = Path(name)
        resolved = resolve(source, None, folder / "state")
        snapshot = Snapshot(resolved.mirror, resolved.commit)
        planned = plan(
            snapshot, config=None, arches=(host_arch(),), offered=offered_pythons(), policy=Policy(),
        )  # fmt: skip
        (cell,) = planned.cells
        material(resolved.mirror, snapshot.commit, folder / "material.tar", history=False)
        bare = run_bare(cell, folder)
        through, peak = run_through(source, cell, folder)
    return bare, through, peak


def run_bare(cell: Cell, folder: Path) -> float:
    """The commands of the cell in one container, as a developer would type them."""
    image = DockerEngine().images().find(cell.image, cell.arch)
    if image is None:
        sys.exit(f"the image {cell.image} is not made; run: assay images build {cell.image}")
    access = cell_access(pip_settings())
    work = layout.WORK
    steps = [
        f"tar -xf /material.tar -C {work}",
        f"mkdir -p {work}/results {work}/home",
        f"python3 -m venv {work}/venv",
        f"cd {work}/source",
        *cell.build,
        *cell.test,
        *cell.after_test,
    ]
    limits = cell.limits
    line = ["docker", "run", "--rm", "--user", f"{layout.USER}:{layout.USER}", "--init"]
    line += ["--memory", f"{limits.memory_mb}m", "--pids-limit", str(limits.pids), "--tmpfs", "/tmp:exec"]
    line += ["--tmpfs", f"{work}:exec,size={limits.disk_mb}m,uid={layout.USER},gid={layout.USER}"]
    line += ["--volume", f"{folder}/material.tar:/material.tar:ro"]
    variables = {**sandbox.environment(), **cell.environment, **access.environment}
    if access.certificates:
        line += ["--volume", f"{access.certificates}:/certificates.pem:ro"]
        variables |= certificate_variables("/certificates.pem")
    for key, value in variables.items():
        line += ["--env", f"{key}={value}"]
    started = time.monotonic()
    done = subprocess.run([*line, image.id, "bash", "-eo", "pipefail", "-c", "\n".join(steps)], capture_output=True)
    seconds = time.monotonic() - started
    if done.returncode != 0:
        sys.exit(f"the bare run failed: {done.stderr.decode(errors='replace')[-500:]}")
    return seconds


def run_through(source: str, cell: Cell, folder: Path) -> tuple[float, float]:
    """The whole command, from its start to the written report."""
    environment = {**os.environ, "ASSAY_STATE": str(folder / "state"), "ASSAY_OUT": str(folder / "out")}
    line = [str(Path(sys.executable).with_name("assay")), "run", source, "--engine", "docker", "--arch", cell.arch]
    started = time.monotonic()
    with subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        memory = Memory(folder / "state")
        memory.start()
        _, stderr = process.communicate()
        seconds = time.monotonic() - started
        memory.stop()
    report = folder / "out" / "report.json"
    if not report.exists():
        sys.exit(f"{shlex.join(line)} failed: {stderr.decode(errors='replace')[-500:]}")
    (ran,) = json.loads(report.read_text())["cells"]
    if ran["status"] != "passed":
        sys.exit(f"{shlex.join(line)}: the cell {ran['status']}: {ran['reason']}")
    return seconds, memory.peak


class Memory(threading.Thread):
    """Samples the resident memory of the master and the worker of one state directory."""

    def __init__(self, state: Path) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._state = state
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self.peak = max(self.peak, sum(map(self._resident, Path("/proc").glob("[0-9]*"))))

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _resident(self, entry: Path) -> int:
        try:
            if not (entry / "cwd").readlink().is_relative_to(self._state):
                return 0
            if b"twistd" not in (entry / "cmdline").read_bytes():
                return 0
            return int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0


if __name__ == "__main__":
    main()
