"""The host engine: no containers. Under bubblewrap where it works; bare only where the user said so."""

import os
import queue
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from workers import sandbox
from workers.cell import Cell
from workers.emulation import host_arch
from workers.engines.engine import Ended, Offer, Patience
from workers.errors import EngineError
from workers.log import CappedLog

PREFIX = "assay-host-"
_ETC = ("ssl", "ca-certificates", "pki", "alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
_NETWORK_ETC = ("resolv.conf", "hosts", "nsswitch.conf", "services", "protocols", "host.conf", "gai.conf")
_DRAIN_S = 2.0


class HostEngine:
    """One native cell in its own virtual environment, under bubblewrap."""

    name = "host"

    def offer(self) -> Offer:
        if (refusal := bubblewrap_refusal()) is not None:
            return Offer(self.name, refusal=refusal)
        return Offer(self.name, isolation=HostSession.isolation, arches=(host_arch(),))

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
        self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{self._run}-"))
        self._inside = self._folder / "work"
        self._inside.mkdir()
        self.work = self._place()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _remove(self._folder)

    def put(self, name: str, file: Path) -> None:
        shutil.copyfile(file, self._inside / name)

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        try:
            process = subprocess.Popen(
                [*self._wrapper(), "bash", "-eo", "pipefail", "-c", command],
                cwd=self._cwd(),
                env={**environment, "PATH": self._path()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_limits,
            )
        except OSError as error:
            raise EngineError(f"a command of the cell could not be started: {error}") from error
        assert process.stdout is not None
        with process.stdout:
            return _follow(process, process.stdout, patience, log)

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

    isolation = (
        "bubblewrap: own namespaces, read-only system, no network while testing; memory and disk are not limited"
    )

    def _place(self) -> str:
        (self._folder / "passwd").write_text(f"assay:x:{sandbox.USER}:{sandbox.USER}::{sandbox.HOME}:/bin/bash\n")
        (self._folder / "group").write_text(f"assay:x:{sandbox.USER}:\n")
        return sandbox.WORK

    def _wrapper(self) -> list[str]:
        return bubblewrap(self._folder, self._inside, network=self._network)

    def _cwd(self) -> Path:
        return self._folder


def bubblewrap(folder: Path, work: Path, *, network: bool) -> list[str]:
    """The command line that shuts a command in: only the system, this interpreter and the work directory are seen."""
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    line += ["--unshare-user", "--uid", str(sandbox.USER), "--gid", str(sandbox.USER), "--hostname", "cell"]
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
    line += ["--bind", str(work), sandbox.WORK]
    line += ["--chdir", sandbox.SOURCE if (work / "source").is_dir() else sandbox.WORK, "--"]
    return line


def bubblewrap_refusal() -> str | None:
    """Why bubblewrap cannot be used here; None when a trial run worked."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian: apt-get install bubblewrap)"
    line = ["bwrap", "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "--", "true"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=30)
    if done.returncode != 0:
        return f"bubblewrap does not work here: {done.stderr.strip()[:200]}"
    return None


def read_regular(root: Path, path: str, limit: int) -> bytes | None:
    """A regular file below `root`, opened component by component without following any link (T05)."""
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *folders, name = Path(path).parts
        for folder in folders:
            if folder == "..":
                return None
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=descriptor)
        with os.fdopen(file, "rb") as opened:
            facts = os.fstat(opened.fileno())
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
                return None
            return opened.read(limit)
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)


def remove_folders(run: str) -> int:
    """Remove the work folders that sessions of a run left behind; returns their number."""
    found = list(Path(tempfile.gettempdir()).glob(f"{PREFIX}{run}-*"))
    for folder in found:
        _remove(folder)
    return len(found)


def _remove(folder: Path) -> None:
    def make_writable(_function: object, path: str, _error: object) -> None:
        with suppress(OSError):
            Path(path).parent.chmod(0o700)
            Path(path).unlink()

    shutil.rmtree(folder, onerror=make_writable)


def _check_arch(cell: Cell) -> None:
    if cell.arch != host_arch():
        raise EngineError(f"the host engine runs {host_arch()} cells only, not {cell.arch}")


def _limits() -> None:
    """In the child: no core files, a bounded number of open files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(8192, hard) if hard != resource.RLIM_INFINITY else 8192
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, wanted) if soft > wanted else wanted, hard))


def _follow(process: "subprocess.Popen[bytes]", output: IO[bytes], patience: Patience, log: CappedLog) -> Ended:
    """Read until the command itself has ended; what it left running does not hold us up."""
    chunks: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
    threading.Thread(target=_pump, args=(output.fileno(), chunks), daemon=True).start()
    deadline = time.monotonic() + patience.seconds
    quiet_until = time.monotonic() + patience.silence
    gone_at: float | None = None
    try:
        while True:
            now = time.monotonic()
            try:
                chunk = chunks.get(timeout=0.2)
            except queue.Empty:
                chunk = b""
            if chunk is None:
                break
            if chunk:
                log.write(chunk)
                quiet_until = time.monotonic() + patience.silence
            if gone_at is None and process.poll() is not None:
                gone_at = now
            if gone_at is not None and now - gone_at > _DRAIN_S:
                break
            if now >= deadline:
                return Ended(None, f"took longer than {patience.seconds:.0f} s")
            if now >= quiet_until:
                return Ended(None, f"gave no output for {patience.silence:.0f} s")
        code = process.wait()
        return Ended(code if code >= 0 else 128 - code, "" if code >= 0 else f"killed by signal {-code}")
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _pump(descriptor: int, chunks: "queue.Queue[bytes | None]") -> None:
    with suppress(OSError):
        while chunk := os.read(descriptor, 65536):
            chunks.put(chunk)
    chunks.put(None)
