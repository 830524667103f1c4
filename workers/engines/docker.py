"""The docker engine: two sibling containers per cell share one work directory; only the first ever sees a network."""

import io
import os
import queue
import tarfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import docker
import requests
from docker.errors import APIError, DockerException, NotFound

from workers import layout, sandbox
from workers.cell import Cell
from workers.emulation import host_arch, runnable_arches
from workers.engines.engine import Ended, Offer, Patience
from workers.errors import EngineError, ImageError
from workers.images.store import Image, ImageStore
from workers.log import CappedLog

LABEL = "assay.run"
CONNECT_TIMEOUT_S = 60
FAREWELL_S = 5.0
_CHUNK = 2**20
_KILLED = (137, 143)
BASH = "/bin/bash"  # by its path: a build can put another one first on PATH


class DockerEngine:
    """Any engine that speaks Docker's API on the socket the user's environment names."""

    name = "docker"

    def __init__(self) -> None:
        self._client: docker.DockerClient | None = None

    @property
    def client(self) -> docker.DockerClient:
        if self._client is None:
            try:
                self._client = docker.from_env(timeout=CONNECT_TIMEOUT_S)
                self._client.ping()
            except (DockerException, requests.RequestException) as error:
                self._client = None
                raise EngineError(_no_answer(error)) from error
        return self._client

    def offer(self) -> Offer:
        try:
            info = self.client.info()
        except EngineError as error:
            return Offer(self.name, refusal=str(error))
        except (DockerException, requests.RequestException) as error:
            return Offer(self.name, refusal=f"the Docker engine does not answer: {_short(error)}")
        if info.get("OSType", "linux") != "linux":
            return Offer(self.name, refusal="the Docker engine does not run Linux containers")
        return Offer(self.name, isolation=isolation(), arches=runnable_arches())

    def images(self) -> ImageStore:
        return ImageStore(self.client)

    def session(self, cell: Cell, run: str) -> "DockerSession":
        with _as_engine_error("looking for the image"):
            image = self.images().find(cell.image, cell.arch, cell.system)
        if image is None:
            raise ImageError(
                f"the image {cell.image} for {cell.arch} is not on this machine;"
                f" make it with: assay images build {cell.image} --arch {cell.arch}"
            )
        return DockerSession(self.client, cell, image, run)

    def sweep(self, run: str) -> int:
        return remove_labelled(self.client, f"{LABEL}={run}")


class DockerSession:
    """A cell in containers. The one for building ends before the one for testing is used."""

    def __init__(self, client: docker.DockerClient, cell: Cell, image: Image, run: str) -> None:
        self.image = f"{image.name}@{image.digest}"
        self.isolation = isolation()
        self.emulated = cell.arch != host_arch()
        self.work = layout.WORK
        self._api = client.api
        self._cell = cell
        self._image = image
        self._run = run
        self._containers: dict[str, str] = {}
        self._current = "build"

    def __enter__(self) -> Self:
        try:
            with _as_engine_error("starting the cell's containers"):
                self._start("build", network=True)
                self._start("test", network=False)
        except BaseException:
            self._remove_all()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove_all()

    def put(self, name: str, file: Path) -> None:
        with _as_engine_error(f"copying {name} into the cell"):
            self._api.put_archive(self._containers[self._current], self.work, _tar_of(name, file))

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        container = self._containers[self._current]
        try:
            ended = self._exec(container, command, environment, patience, log)
        except EngineError:
            if self._gone(container) and self._engine_stays():
                return Ended(None, "the command ended the cell it ran in")
            raise
        if ended.exit in _KILLED and self._gone(container):
            if self._engine_stays():
                return Ended(None, "the command ended the cell it ran in")
            raise EngineError("the Docker engine stopped, and the cell with it")
        return ended

    def _exec(
        self, container: str, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog
    ) -> Ended:
        with _as_engine_error("running a command in the cell"):
            started = self._api.exec_create(
                container,
                [BASH, "-c", _IN_SOURCE, "bash", command],
                environment=dict(environment),
                workdir=self.work,
                stdin=False,
            )
            stream = self._api.exec_start(started["Id"], stream=True)
            if stopped := self._follow(stream, container, patience, log):
                return Ended(None, stopped)
            code = self._api.exec_inspect(started["Id"])["ExitCode"]
        if code is None:
            raise EngineError("the Docker engine lost a command of the cell before it had ended")
        return Ended(code, self._why(container) if code == 137 else "")

    def _gone(self, container: str) -> bool:
        try:
            return not self._api.inspect_container(container)["State"].get("Running", True)
        except NotFound:
            return True
        except (DockerException, requests.RequestException):
            return False

    def _engine_stays(self) -> bool:
        """An engine that is being stopped ends its containers first and answers a little longer: wait, and ask again.

        One that stays did not end the container, nor did we; so its own processes did.
        """
        time.sleep(FAREWELL_S)
        try:
            return bool(self._api.ping())
        except (DockerException, requests.RequestException):
            return False

    def end_build(self) -> None:
        with _as_engine_error("ending the build phase"):
            self._remove("build")
        self._current = "test"

    def fetch(self, path: str, limit: int) -> bytes | None:
        try:
            stream, facts = self._api.get_archive(self._containers[self._current], f"{self.work}/{path}")
            with closing(stream):
                return _single_file(stream, limit) if facts["size"] <= limit else None
        except NotFound:
            return None
        except (DockerException, requests.RequestException) as error:
            raise EngineError(f"the Docker engine stopped answering while reading {path}: {_short(error)}") from error

    def _start(self, phase: str, *, network: bool) -> None:
        limits = self._cell.limits
        options = sandbox.host_options(limits, network=network)
        if phase == "build":
            options["mounts"] = [sandbox.work_mount(limits)]
        else:
            options["volumes_from"] = [self._containers["build"]]
        container = self._api.create_container(
            self._image.id,
            ["sleep", str(sandbox.lifetime_s(limits))],
            user=f"{layout.USER}:{layout.USER}",
            working_dir=layout.WORK,
            environment=sandbox.environment(),
            hostname="cell",
            labels={LABEL: self._run, "assay.cell": self._cell.id, "assay.phase": phase},
            host_config=self._api.create_host_config(**options),
            platform=self._image.platform,
        )
        self._containers[phase] = container["Id"]
        self._api.start(container["Id"])

    def _follow(self, stream: Iterator[bytes], container: str, patience: Patience, log: CappedLog) -> str:
        """Read the output until it ends; returns why we stopped it, or nothing."""
        chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=64)
        over = threading.Event()
        threading.Thread(target=_pump, args=(stream, chunks, over), daemon=True).start()
        deadline = time.monotonic() + patience.seconds
        while (left := deadline - time.monotonic()) > 0:  # looked at before each chunk: output may never pause
            try:
                chunk = chunks.get(timeout=min(patience.silence, left))
            except queue.Empty:
                break
            if chunk is None:
                return ""
            if isinstance(chunk, BaseException):
                raise EngineError(f"the Docker engine stopped answering: {_short(chunk)}") from chunk
            log.write(chunk)
        over.set()
        with suppress(queue.Empty):  # the thread may be waiting for room
            while True:
                chunks.get_nowait()
        self._api.kill(container)
        if time.monotonic() >= deadline:
            return f"took longer than {patience.seconds:.0f} s"
        return f"gave no output for {patience.silence:.0f} s"

    def _why(self, container: str) -> str:
        state = self._api.inspect_container(container)["State"]
        if state.get("OOMKilled"):
            return f"killed: it needed more than the {self._cell.limits.memory_mb} MB of memory the cell may use"
        return "killed by signal 9, most likely for want of memory"

    def _remove_all(self) -> None:
        for phase in tuple(self._containers):
            with suppress(DockerException, requests.RequestException):
                self._remove(phase)

    def _remove(self, phase: str) -> None:
        container = self._containers.pop(phase, None)
        if container is not None:
            remove_container(self._api, container)


def isolation() -> str:
    return "container: no privileges, read-only system, hard limits, no network while testing"


def remove_labelled(client: docker.DockerClient, label: str) -> int:
    """Remove every container with the label, running or not; returns their number."""
    with _as_engine_error("removing what a run left behind"):
        found = client.api.containers(all=True, filters={"label": label})
        for container in found:
            remove_container(client.api, container["Id"])
        return len(found)


def remove_container(api: Any, container: str) -> None:
    """Remove it with its anonymous volumes; one that is gone or going already is what we want (auto-remove)."""
    try:
        api.remove_container(container, v=True, force=True)
    except NotFound:
        return
    except APIError as error:
        if error.status_code != 409:  # "removal is already in progress"
            raise


# While the source is not unpacked yet, commands run in the work directory itself.
_IN_SOURCE = f'cd {layout.SOURCE} 2>/dev/null || cd {layout.WORK}; exec {BASH} -eo pipefail -c "$1"'


@contextmanager
def _as_engine_error(doing: str) -> Iterator[None]:
    try:
        yield
    except (DockerException, requests.RequestException, OSError) as error:
        raise EngineError(f"the Docker engine failed while {doing}: {_short(error)}") from error


def _pump(stream: Iterator[bytes], chunks: "queue.Queue[bytes | BaseException | None]", over: threading.Event) -> None:
    """Hand the output on until it is `over`; then read the rest away, for the engine kills nothing that still talks."""
    try:
        for chunk in stream:
            if not over.is_set():
                chunks.put(chunk)
        end: BaseException | None = None
    except BaseException as error:  # every failure must reach the thread that waits
        end = error
    if not over.is_set():
        chunks.put(end)


def _tar_of(name: str, file: Path) -> Iterator[bytes]:
    """A tar archive of one file, as a stream: the daemon unpacks it as the cell's own user."""
    info = tarfile.TarInfo(name)
    info.size = file.stat().st_size
    info.uid = info.gid = layout.USER
    info.mode = 0o644
    yield info.tobuf()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk
    yield b"\0" * (-info.size % tarfile.BLOCKSIZE) + b"\0" * (2 * tarfile.BLOCKSIZE)


def _single_file(stream: Iterable[bytes], limit: int) -> bytes | None:
    """The content of a tar stream of exactly one regular file; anything else is refused (T05, T06)."""
    held = io.BytesIO()
    for chunk in stream:
        held.write(chunk)
        if held.tell() > limit + 2 * tarfile.RECORDSIZE:
            return None
    held.seek(0)
    try:
        with tarfile.open(fileobj=held, mode="r:") as archive:
            member = archive.next()
            if member is None or not member.isreg() or member.size > limit:
                return None
            file = archive.extractfile(member)
            content = file.read(limit) if file else None
            return content if archive.next() is None else None
    except tarfile.TarError:
        return None


def _no_answer(error: BaseException) -> str:
    place = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
    text = str(error)
    if "PermissionError" in text:
        return f"no Docker engine answers: {place} may not be opened by this user (is it in the docker group?)"
    if "FileNotFoundError" in text or "refused" in text:
        return f"no Docker engine answers: nothing listens at {place}"
    return f"no Docker engine answers at {place}: {_short(error)}"


def _short(error: BaseException) -> str:
    text = str(getattr(error, "explanation", None) or error)
    return text.strip().partition("\n")[0][:300]
