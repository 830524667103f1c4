"""What the matrix costs: many small cells through `assay run` against the same cells by `docker run`, and once more.

    .venv/bin/python benchmarks/matrix.py [--cells 24] [--seconds 6]

Each cell computes for some seconds and reports one test. Bare: the same image, the same unpacked source, the same
command, one `docker run` after the other. The wall time of the matrix is held against their sum over the slots that ran
side by side. Then nothing has changed, and the same command is run again: no container is started.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from master.run_cells import slots_for
from workers.cell import Cell, Limits, Results
from workers.emulation import host_arch
from workers.engines.docker import DockerEngine

WORK = """\
import sys, time, unittest


class Work(unittest.TestCase):
    def test_work(self):
        ends = time.process_time() + SECONDS
        while time.process_time() < ends:
            sum(range(10_000))


unittest.main(argv=["work", "-v"])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as name:
        folder = Path(name)
        source = _repository(folder / "source", options.cells, options.seconds)
        bare = [_bare(source) for _ in range(options.cells)]
        cell = Cell("", "", host_arch(), "", (), (), (), (), Results(), Limits(), {})
        slots = slots_for((cell,) * options.cells)
        first, _ = _assay(folder, source)
        again, cited = _assay(folder, source)
    ideal = sum(bare) / slots
    print(f"{os.cpu_count()} cores, {slots} slots, {options.cells} cells, load {os.getloadavg()[0]:.1f} at the end")
    print(f"bare cells, one after the other  {sum(bare):7.1f} s  ({sum(bare) / len(bare):.2f} s each)")
    print(f"bare over slots                  {ideal:7.1f} s")
    print(f"assay run                        {first:7.1f} s  ratio {first / ideal:.2f}")
    print(f"again, nothing changed           {again:7.1f} s  {cited} of {options.cells} cells cited")


def _repository(folder: Path, cells: int, seconds: float) -> Path:
    folder.mkdir()
    numbers = ", ".join(f'"{number}"' for number in range(cells))
    (folder / ".assay.yml").write_text(
        f"version: 1\nmatrix:\n  arch: {host_arch()}\n  axes: {{number: [{numbers}]}}\ntest: python3 work.py\n"
    )
    (folder / "work.py").write_text(WORK.replace("SECONDS", str(seconds)))
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "cells"]):
        who = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    return folder


def _bare(source: Path) -> float:
    image = DockerEngine().images().find("debian-12", host_arch(), ())
    if image is None:
        sys.exit("the image debian-12 is not on this machine; make it with: assay images build debian-12")
    line = ["docker", "run", "--rm", "--network", "none", "--volume", f"{source}:/source:ro", "--workdir", "/source"]
    started = time.monotonic()
    subprocess.run([*line, image.id, "python3", "work.py"], check=True, capture_output=True)
    return time.monotonic() - started


def _assay(folder: Path, source: Path) -> tuple[float, int]:
    """Seconds, and how many cells were cited from an earlier run."""
    line = [str(Path(sys.executable).with_name("assay")), "run", str(source), "--out-dir", str(folder / "out")]
    started = time.monotonic()
    done = subprocess.run(
        line, capture_output=True, text=True, env={**os.environ, "ASSAY_STATE": str(folder / "state")}
    )
    seconds = time.monotonic() - started
    if done.returncode not in (0, 1):
        sys.exit(f"assay run ended with {done.returncode}: {done.stderr[-500:]}")
    cells = json.loads((folder / "out" / "report.json").read_text())["cells"]
    if any(cell["status"] != "passed" for cell in cells):
        sys.exit(f"not every cell passed: {cells[0]['reason']}")
    return seconds, sum(cell["earlier"] is not None for cell in cells)


if __name__ == "__main__":
    main()
