"""What reading a commit costs: `assay assess` against the same analysers' own command lines, side by side in one run.

    .venv/bin/python benchmarks/static.py REPOSITORY [REV] [--package FOLDER] [--plot docs/explanation/speed.svg]

REPOSITORY is a git repository that holds a large project, such as SageMath. The run exports its tree, calls every
analyser that Assay would ask, over the files Assay would give it, one after another, by its own command line in the
work tree. Then it measures `assay assess` with an empty cache, again with the full one, and for a commit with ten
changed files. Memory is that of all processes of a command together, each page once (PSS).

`--package` measures a small checkout too. `--plot` cuts the tree down to 1,000 files and more, measures each with an
empty cache, and draws the curve (needs matplotlib).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import attrs
import pygit2

from criteria.all_tools import TOOLS
from criteria.cache import Cache
from criteria.facts import read_facts
from criteria.snapshot import Snapshot
from criteria.tools.account import tasks

BIN = Path(sys.executable).parent
SAMPLE_S = 0.1
AT_ONCE = 1000  # files on one command line, as xargs would
CHANGED = 10
SIZES = (1000, 2000, 4000, 8000)  # and the whole tree

# As one would type them: no configuration, the rules Assay selects, machine-readable output.
RUFF = ("ruff", "check", "--isolated", "--no-cache", "--select", "E4,E7,E9,F", "--exit-zero", "--output-format", "json")
COMMANDS = {
    "ruff": RUFF,
    "ruff-notebook": RUFF,
    "bandit": ("bandit", "-q", "-f", "json", "--severity-level", "high", "--confidence-level", "high", "--exit-zero"),
    "cython-lint": ("cython-lint", "--no-pycodestyle"),
    "cpplint": ("cpplint", "--quiet", "--verbose=4"),
    "flawfinder": ("flawfinder", "--minlevel=5", "--neverignore", "--csv", "--quiet"),
    "fortitude": ("fortitude", "check", "--isolated", "--output-format", "json-lines", "--exit-zero"),
    "jarl": ("jarl", "check", "--output-format", "json"),
    "shellcheck": ("shellcheck", "--norc", "--format", "json1", "--severity", "warning"),
    "oxlint": ("oxlint", "--disable-nested-config", "--no-ignore", "--format", "json"),
    "hadolint": ("hadolint", "--no-fail", "--format", "json"),
    "yamllint": ("yamllint", "--no-warnings", "--format", "parsable", "-d", "{rules: {key-duplicates: enable}}"),
    "zizmor": ("zizmor", "--offline", "--no-config", "--no-exit-codes", "--no-progress", "--format", "json"),
    "rumdl": ("rumdl", "check", "--isolated", "--no-cache", "--output-format", "json", "--quiet"),
    "sphinx-lint": ("sphinx-lint", "--jobs", "1"),
}


@attrs.frozen
class Measured:
    """Wall and processor seconds; the highest PSS of all processes together, in bytes."""

    wall: float
    cpu: float
    peak: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("rev", nargs="?", default="HEAD")
    parser.add_argument("--package", type=Path, help="a small checkout")
    parser.add_argument("--plot", type=Path, help="an SVG file")
    options = parser.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as name:
        folder = Path(name)
        work = _work_repository(options.repository, options.rev, folder / "work")
        _side_by_side(work, folder)
        if options.package:
            _show("package, cold", _assess(options.package, folder / "package.sqlite"))
        _show("assay --help", _run([str(BIN / "assay"), "--help"], folder))
        if options.plot:
            _growth(work, folder, options.plot)


def _side_by_side(work: Path, folder: Path) -> None:
    alone = _analysers(work)
    _show("analysers one after another", alone)
    cold = _assess(work, folder / "cache.sqlite")
    _show("assay assess, cold", cold, cold.wall / alone.wall, "of the analysers alone")
    warm = _assess(work, folder / "cache.sqlite")
    _show("same tree, warm", warm, cold.wall / warm.wall, "times faster than cold")
    _change(work, CHANGED)
    changed = _assess(work, folder / "cache.sqlite")
    _show(f"{CHANGED} changed files", changed, cold.wall / changed.wall, "times faster than cold")


def _work_repository(repository: Path, rev: str, path: Path) -> Path:
    """A checkout of one commit in a repository of its own, without the history before it."""
    tar = subprocess.Popen(["git", "-C", repository, "archive", rev], stdout=subprocess.PIPE)
    path.mkdir()
    subprocess.run(["tar", "-x", "-C", path], stdin=tar.stdout, check=True)
    _git(path, "init", "-q")
    _git(path, "-c", "core.autocrlf=false", "add", "-f", "-A")
    _commit(path)
    return path


def _change(work: Path, count: int) -> None:
    """One more commit, in which so many files of code differ, spread over the tree."""
    files = sorted(work.rglob("*.py"))
    for path in files[:: max(1, len(files) // count)][:count]:
        path.write_bytes(path.read_bytes() + b"\n# changed\n")
    _git(work, "add", "-u")
    _commit(work)


def _commit(work: Path) -> None:
    _git(work, "-c", "user.name=benchmark", "-c", "user.email=b@example.org", "commit", "-q", "-m", "benchmark")


def _git(work: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", work, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _analysers(work: Path) -> Measured:
    """Every tool over the files Assay would give it; tools of our own have no command line and are left out."""
    snapshot = Snapshot(work / ".git", str(pygit2.Repository(str(work)).head.target))
    census = read_facts(snapshot, Cache()).census
    total = Measured(0.0, 0.0)
    for id_, command in COMMANDS.items():
        asked = sorted({path for task in tasks(census, TOOLS) if id_ == task.tool.ID for path in task.asked})
        if not asked:
            continue
        program = [str(BIN / command[0]), *command[1:]]
        parts = [_run([*program, *asked[at : at + AT_ONCE]], work) for at in range(0, len(asked), AT_ONCE)]
        one = Measured(sum(part.wall for part in parts), sum(part.cpu for part in parts))
        _show(f"  {id_}, {len(asked):,} files", one)
        total = Measured(total.wall + one.wall, total.cpu + one.cpu)
    return total


def _assess(source: Path, cache: Path) -> Measured:
    command = [str(BIN / "assay"), "assess", str(source), "--offline", "--format", "json"]
    environment = {"ASSAY_CACHE": str(cache), "XDG_STATE_HOME": str(cache.parent / "state")}
    return _run(command, cache.parent, environment)


def _run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Measured:
    before, started = os.times(), time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    peaks = [0]
    watch = threading.Thread(target=_watch, args=(process, peaks))
    watch.start()
    process.wait()
    wall, after = time.monotonic() - started, os.times()
    watch.join()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(wall, cpu, max(peaks))


def _watch(process: subprocess.Popen[bytes], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks.append(sum(map(_memory, _family(process.pid))))
        time.sleep(SAMPLE_S)


def _family(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        found.append(one := queue.pop())
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                queue.extend(map(int, task.read_text().split()))
            except OSError:
                continue
    return found


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _growth(work: Path, folder: Path, plot: Path) -> None:
    """Trees of so many files of the large one, spread evenly, so that the mix of languages stays the same."""
    listed = subprocess.run(["git", "-C", work, "ls-files", "-z"], capture_output=True, check=True).stdout
    every = listed.split(b"\0")[:-1]
    points = []
    for size in (*(size for size in SIZES if size < len(every)), len(every)):
        part = folder / f"part{size}"
        for raw in (every[number * len(every) // size] for number in range(size)):
            source, target = work / os.fsdecode(raw), part / os.fsdecode(raw)
            if source.is_file() and not source.is_symlink():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        _git(part, "init", "-q")
        _git(part, "-c", "core.autocrlf=false", "add", "-f", "-A")
        _commit(part)
        measured = _assess(part, folder / f"part{size}.sqlite")
        _show(f"{size:,} files, cold", measured)
        points.append((size, measured))
    _draw(points, plot)


def _draw(points: Sequence[tuple[int, Measured]], plot: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "assay"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.6))
    sizes = [size for size, _ in points]
    axes.plot(sizes, [measured.wall for _, measured in points], "o-", label="wall seconds, empty cache")
    axes.plot([0, sizes[-1]], [0, points[-1][1].wall], ":", color="grey", label="linear")
    axes.set(xlabel="files", ylabel="seconds", xlim=(0, None), ylim=(0, None))
    axes.legend()
    figure.tight_layout()
    figure.savefig(plot, metadata={"Date": None})


def _show(name: str, measured: Measured, ratio: float | None = None, words: str = "") -> None:
    memory = f"{measured.peak / 2**20:7.0f} MB" if measured.peak else " " * 10
    compared = f"  {ratio:6.2f} {words}" if ratio is not None else ""
    print(f"{name:<36} {measured.wall:8.2f} s wall {measured.cpu:8.2f} s cpu {memory}{compared}", flush=True)


if __name__ == "__main__":
    main()
