"""The host engine: no containers. Under bubblewrap where it works; bare only where the user said so."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from workers import layout
from workers.cell import Cell
from workers.emulation import host_arch
from workers.engines.engine import Ended, Offer, Patience, Walls
from workers.engines.folder_tree import put_tree, take_tree
from workers.engines.process import follow, limit_resources
from workers.engines.shell import BASH
from workers.errors import EngineError
from workers.log import CappedLog

PREFIX = "assay-host-"
# Of the machine's own settings only what programs need to start and to trust; never /etc/ssl/private and its kind.
_TRUST = ("ssl/certs", "ssl/cert.pem", "ssl/openssl.cnf", "pki/ca-trust", "pki/tls/certs", "pki/tls/cert.pem")
_ETC = (*_TRUST, "ca-certificates", "alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
_NETWORK_ETC = ("resolv.conf", "hosts", "nsswitch.conf", "services", "protocols", "host.conf", "gai.conf")
BUBBLEWRAP = Walls(
    cuts_network=True, own_user=True, read_only_system=True, hides_machine=True, ends_processes=True
)  # fmt: skip
_POLL_S = 0.2
TRIAL_S = 30
REMOVALS = 5


class HostEngine:
    """One native cell in its own virtual environment, under bubblewrap."""

    name = "host"

    def offer(self) -> Offer:
        if (refusal := bubblewrap_refusal()) is not None:
            return Offer(self.name, refusal=refusal)
        return Offer(self.name, isolation=HostSession.isolation, arches=(host_arch(),), walls=BUBBLEWRAP)

    def session(self, cell: Cell, run: str) -> "HostSession":
        _check_arch(cell)
        if (refusal := bubblewrap_refusal()) is not None:
            raise EngineError(refusal)
        return HostSession(cell, run)

    def sweep(self, run: str) -> int:
        return remove_folders(run)


class BareHostEngine:
    """One native cell without any isolation but a virtual environment; only with the user's consent."""

    name = "host-bare"

    def offer(self) -> Offer:
        return Offer(self.name, isolation=BareHostSession.isolation, arches=(host_arch(),))

    def session(self, cell: Cell, run: str) -> "BareHostSession":
        _check_arch(cell)
        return BareHostSession(cell, run)

    def sweep(self, run: str) -> int:
        return remove_folders(run)


class BareHostSession:
    """Commands run as the user, in a folder of their own."""

    isolation = "none: like pip install, the project's code ran as this user on this machine"
    emulated = False

    def __init__(self, cell: Cell, run: str) -> None:
        self.image = f"host python {sys.version_info.major}.{sys.version_info.minor}"
        self._cell = cell
        self._run = run
        self._network = True

    def __enter__(self) -> Self:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{self._run}-"))
            self._inside = self._folder / "work"
            self._inside.mkdir()
            self.work = self._place()
        except OSError as error:
            raise EngineError(f"the folder of the cell could not be made: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        remove_tree(self._folder)

    def put(self, name: str, file: Path) -> None:
        try:
            shutil.copyfile(file, self._inside / name)
        except OSError as error:
            raise EngineError(f"{name} could not be copied into the cell: {error}") from error

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        try:
            process = subprocess.Popen(
                [*self._wrapper(), BASH, "-eo", "pipefail", "-c", command],
                cwd=self._cwd(),
                env={**environment, "PATH": self._path()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=limit_resources,
            )
        except OSError as error:
            raise EngineError(f"a command of the cell could not be started: {error}") from error
        assert process.stdout is not None
        with process.stdout:
            return follow(process, process.stdout, patience, log)

    def end_build(self) -> None:
        self._network = False

    def fetch(self, path: str, limit: int) -> bytes | None:
        return read_regular(self._inside, path, limit)

    def _place(self) -> str:
        return str(self._inside)

    def _wrapper(self) -> list[str]:
        return []

    def _cwd(self) -> Path:
        source = self._inside / "source"
        return source if source.is_dir() else self._inside

    def _path(self) -> str:
        return f"{self.work}/venv/bin:{sys.base_prefix}/bin:/usr/local/bin:/usr/bin:/bin"


class HostSession(BareHostSession):
    """The same under bubblewrap: own namespaces, a read-only system, nothing of the user's, no network in tests."""

    isolation = BUBBLEWRAP.sentence("bubblewrap")

    def _place(self) -> str:
        write_accounts(self._folder)
        return layout.WORK

    def put_tree(self, archive: BinaryIO) -> None:
        put_tree(self._wrapper(), self.work, archive)

    def take_tree(self, name: str, archive: Path, limit: int) -> bool:
        return take_tree(self._wrapper(), self.work, name, archive, limit)

    def _wrapper(self) -> list[str]:
        return bubblewrap(self._folder, self._inside, network=self._network)

    def _cwd(self) -> Path:
        return self._folder


def bubblewrap(folder: Path, work: Path, *, network: bool) -> list[str]:
    """The command line that shuts a command in: only the system, this interpreter and the work directory are seen."""
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    line += ["--unshare-user", "--uid", str(layout.USER), "--gid", str(layout.USER), "--hostname", "cell"]
    if network:
        line += ["--share-net"]
    line += ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/") / name
        if path.is_symlink():
            line += ["--symlink", str(path.readlink()), f"/{name}"]
        elif path.is_dir():
            line += ["--ro-bind", str(path), str(path)]
    for name in _ETC + (_NETWORK_ETC if network else ()):
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for name in ("passwd", "group"):
        line += ["--ro-bind", str(folder / name), f"/etc/{name}"]
    if not Path(sys.base_prefix).is_relative_to("/usr"):
        line += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    line += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108  (inside the sandbox)
    line += ["--bind", str(work), layout.WORK, "--remount-ro", "/"]
    line += ["--chdir", layout.SOURCE if (work / "source").is_dir() else layout.WORK, "--"]
    return line


def bubblewrap_refusal() -> str | None:
    """Why bubblewrap cannot be used here; None when a trial run behind the very same walls worked."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian: apt-get install bubblewrap)"
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
            folder = Path(name)
            write_accounts(folder)
            (folder / "work").mkdir()
            line = [*bubblewrap(folder, folder / "work", network=False), "true"]
            done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=TRIAL_S)
    except subprocess.TimeoutExpired:
        return f"bubblewrap does not work here: a trial run did not end within {TRIAL_S} s"
    except OSError as error:
        return f"bubblewrap does not work here: {error}"
    return f"bubblewrap does not work here: {done.stderr.strip()[:200]}" if done.returncode != 0 else None


def write_accounts(folder: Path) -> None:
    """The users that a command sees: itself, and nobody of this machine."""
    (folder / "passwd").write_text(f"assay:x:{layout.USER}:{layout.USER}::{layout.HOME}:/bin/bash\n")
    (folder / "group").write_text(f"assay:x:{layout.USER}:\n")


def read_regular(root: Path, path: str, limit: int) -> bytes | None:
    """A regular file below `root`, opened component by component without following any link (T05)."""
    parts = Path(path).parts
    if not parts or ".." in parts or Path(path).is_absolute():
        return None
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for left, name in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
            kind = os.O_DIRECTORY if left else os.O_NONBLOCK
            inner = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | kind, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            return opened.read(limit)
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)


def remove_folders(run: str) -> int:
    """Remove the work folders that sessions of a run left behind; returns their number."""
    found = list(Path(tempfile.gettempdir()).glob(f"{PREFIX}{run}-*"))
    for folder in found:
        remove_tree(folder)
    return len(found)


def remove_tree(folder: Path) -> None:
    """Remove a tree that hostile code made: closed directories are opened, and no depth is too deep for these two.

    A process of the cell that was killed a moment ago may still be writing into it; so more than once.
    """
    for _ in range(REMOVALS):
        for line in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*line, "--", folder], stdin=subprocess.DEVNULL, capture_output=True)
        if not folder.exists():
            return
        time.sleep(_POLL_S)


def _check_arch(cell: Cell) -> None:
    if cell.arch != host_arch():
        raise EngineError(f"the host engine runs {host_arch()} cells only, not {cell.arch}")
