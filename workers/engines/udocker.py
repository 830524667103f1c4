"""The udocker engine: images that an ordinary user unpacked with udocker, run by rootless runc.

udocker's own `run` (mode R1) is not used: without a terminal it loses the exit code and output, ends at the first
letter that is not ASCII, leaves the tree writable and the network open. The tree and runc are the same.
"""

import ctypes
import json
import os
import platform
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from workers import layout
from workers.cell import Cell, Limits
from workers.emulation import host_arch
from workers.engines.bundle import Tree, bundle
from workers.engines.engine import Ended, Offer, Patience, Walls
from workers.engines.host import PREFIX, TRIAL_S, BareHostSession, remove_folders
from workers.engines.process import follow, limit_resources
from workers.errors import EngineError, ImageError
from workers.images.store import Image
from workers.images.udocker_store import UdockerStore, udocker_folder
from workers.log import CappedLog

KIND = "udocker's tree in rootless runc"
RUNC_VARIABLE = "UDOCKER_USE_RUNC_EXECUTABLE"  # udocker's own name for it
_SYSTEM_PATHS = "/usr/local/sbin:/usr/sbin:/sbin"  # runc is often there, and not on a user's PATH
_PER_NAMESPACE = (5, 14)  # since this kernel processes are counted per namespace, not per user of the machine
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_SIGNAL_9 = 137


class UdockerEngine:
    """Images without root and without a service."""

    name = "udocker"

    def offer(self) -> Offer:
        if (refusal := _refusal()) is not None:
            return Offer(self.name, refusal=refusal)
        walls = walls_of(platform.release())
        return Offer(self.name, isolation=walls.sentence(KIND), arches=(host_arch(),), walls=walls)

    def images(self) -> UdockerStore:
        return UdockerStore()

    def session(self, cell: Cell, run: str) -> "UdockerSession":
        if cell.arch != host_arch():
            raise EngineError(f"the udocker engine runs {host_arch()} cells only, not {cell.arch}")
        if (refusal := _refusal()) is not None:
            raise EngineError(refusal)
        image = self.images().find(cell.image, cell.arch, cell.system)
        if image is None:
            raise ImageError(
                f"udocker has no image {cell.image} for {cell.arch}; make it with: assay images build {cell.image}"
                " --engine udocker, or bring it as a file: docker save, udocker load"
            )
        return UdockerSession(cell, run, image, self.images().tree(image))

    def sweep(self, run: str) -> int:
        return remove_folders(run)


class UdockerSession(BareHostSession):
    """Every command has a container of its own, which ends with all its processes; the work directory stays."""

    def __init__(self, cell: Cell, run: str, image: Image, root: Path) -> None:
        super().__init__(cell, run)
        self.image = f"{image.name}@{image.digest}"
        self.isolation = walls_of(platform.release()).sentence(KIND)
        self._tree = Tree(root)

    def __enter__(self) -> Self:
        super().__enter__()
        self._runc = _runc() or "runc"
        return self

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        settings = bundle(
            self._tree, self._inside, command, environment, self._cell.limits, network=self._network
        )  # fmt: skip
        try:
            folder = _written(settings, self._folder)
            process = _started(self._runc, folder)
        except OSError as error:
            raise EngineError(f"a command of the cell could not be started: {error}") from error
        assert process.stdout is not None
        with process.stdout:
            ended = follow(process, process.stdout, patience, log)
        if ended.exit and (trouble := _trouble(folder)):
            raise EngineError(f"runc could not run a command of the cell: {trouble}")
        shutil.rmtree(folder, ignore_errors=True)
        if ended.exit == _SIGNAL_9:
            return Ended(ended.exit, "killed by signal 9, most likely for want of memory")
        return ended

    def _place(self) -> str:
        return layout.WORK


def walls_of(kernel: str) -> Walls:
    """What the namespaces hold on a machine with this kernel (as `uname -r` says it)."""
    major, _, rest = kernel.partition(".")
    minor = "".join(letter for letter in rest.partition(".")[0] if letter.isdecimal())
    version = (int(major), int(minor or 0)) if major.isdecimal() else (0, 0)
    return Walls(
        cuts_network=True,
        own_user=True,
        read_only_system=True,
        hides_machine=True,
        ends_processes=True,
        limits_processes=version >= _PER_NAMESPACE,
    )


def _refusal() -> str | None:
    """Why udocker cannot run a cell here; None when a trial behind the very same walls worked."""
    if os.geteuid() == 0:
        return "udocker is for ordinary users, and this is root"
    if shutil.which("udocker") is None:
        return "udocker is not installed (pip install udocker)"
    if _runc() is None:
        return "udocker has no runc to run containers with (Debian: apt-get install runc; else: udocker install)"
    if shutil.which("unshare") is None:
        return "unshare is not installed (Debian: apt-get install util-linux)"
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
            return _trial(Path(name))
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"udocker's runc does not work here: {error}"


def _trial(folder: Path) -> str | None:
    """Runs `true` in a tree that shows the machine's own programs."""
    root, work = folder / "root", folder / "work"
    work.mkdir()
    for name in ("usr", "proc", "dev", "tmp", "work", "etc"):
        (root / name).mkdir(parents=True)
    shown = ["/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/") / name
        if path.is_symlink():
            (root / name).symlink_to(path.readlink())
        elif path.is_dir():
            (root / name).mkdir()
            shown.append(str(path))
    settings = bundle(Tree(root, tuple(shown)), work, "true", {}, Limits(), network=False)
    bundle_folder = _written(settings, folder)
    process = _started(str(_runc()), bundle_folder)
    try:
        said, _ = process.communicate(timeout=TRIAL_S)
    finally:
        process.kill()
        process.wait()
    if process.returncode == 0:
        return None
    why = _trouble(bundle_folder) or said.decode(errors="replace").strip()[:200]
    return f"udocker's runc does not work here: {why}"


def _written(settings: Mapping[str, object], folder: Path) -> Path:
    """A new folder with the settings of one command."""
    place = folder / f"command-{secrets.token_hex(8)}"
    place.mkdir(mode=0o700)
    (place / "config.json").write_text(json.dumps(settings, ensure_ascii=True))
    return place


def _started(runc: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Behind `unshare`, as the first process of a namespace: with runc, all that it started is gone."""
    shut_in = ["unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]
    run = [runc, "--root", str(folder / "state"), "--log", str(folder / "log"), "--log-format", "json", "run"]
    return subprocess.Popen(
        [*shut_in, *run, "--bundle", str(folder), folder.name],
        cwd=folder,
        env={"PATH": f"{os.environ.get('PATH', '/usr/bin:/bin')}:{_SYSTEM_PATHS}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_in_child,
    )


def _in_child() -> None:
    limit_resources()
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # when we are killed, nothing of the cell lives on


def _trouble(folder: Path) -> str | None:
    """What runc itself could not do, by its own log, which nothing in a cell can write to."""
    try:
        lines = (folder / "log").read_text(errors="replace").splitlines()
    except OSError:
        return None
    for line in lines[-20:]:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("level") in ("error", "fatal"):
            return str(entry.get("msg", ""))[:300]
    return None


def _runc() -> str | None:
    """The runc that udocker would take: the one that was named, the system's, or udocker's own."""
    named = os.environ.get(RUNC_VARIABLE)
    if named and named != "UDOCKER":
        return named if os.access(named, os.X_OK) else None
    path = f"{os.environ.get('PATH', '/usr/bin:/bin')}:{_SYSTEM_PATHS}"
    return shutil.which("runc", path=path) or shutil.which(f"runc-{platform.machine()}", path=udocker_folder() / "bin")
