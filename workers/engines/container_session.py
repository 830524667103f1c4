"""A cell in sibling containers: two share one work directory, and only the first ever sees a network."""

import queue
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import attrs
import requests
from docker.errors import DockerException, NotFound

from workers import layout, sandbox
from workers.caches.spec import limit_mb
from workers.cell import Cell, Limits
from workers.emulation import host_arch
from workers.engines.container_api import FAULTS, LABEL, as_engine_error, patiently, remove_container, short
from workers.engines.container_file import regular_file, tar_of
from workers.engines.container_tree import put_tree, take_tree
from workers.engines.engine import Ended, Patience
from workers.engines.shell import command_line
from workers.errors import EngineError
from workers.images.store import Image
from workers.log import CappedLog

FAREWELL_S = 5.0
_KILLED = (137, 143)


class ContainerSession:
    """A cell in containers. The one for building ends before the one for testing is used."""

    engine = "Docker engine"  # as messages call it
    work = layout.WORK
    _first = ""  # shell commands before each command of the cell

    def __init__(self, api: Any, cell: Cell, image: Image, run: str, isolation: str) -> None:
        self.image = f"{image.name}@{image.digest}"
        self.isolation = isolation
        self.emulated = cell.arch != host_arch()
        self._api = api
        self._cell = cell
        self._image = image
        self._run = run
        self._containers: dict[str, str] = {}
        self._current = "build"

    def __enter__(self) -> Self:
        try:
            with as_engine_error(self.engine, "starting the cell's containers"):
                self._prepare()
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
        with as_engine_error(self.engine, f"copying {name} into the cell"):
            file.stat()  # one that is not there would look like a connection that broke
            patiently(lambda: self._api.put_archive(self._containers[self._current], self.work, tar_of(name, file)))

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
            raise EngineError(f"the {self.engine} stopped, and the cell with it")
        return ended

    def end_build(self) -> None:
        with as_engine_error(self.engine, "ending the build phase"):
            self._remove("build")
        self._current = "test"

    def fetch(self, path: str, limit: int) -> bytes | None:
        try:
            container = self._containers[self._current]
            return patiently(lambda: regular_file(self._api, container, self.work, path, limit))
        except NotFound:
            return None
        except FAULTS as error:
            raise EngineError(f"the {self.engine} stopped answering while reading {path}: {short(error)}") from error

    def put_tree(self, archive: BinaryIO) -> None:
        put_tree(self._api, self._containers[self._current], self.work, archive)

    def take_tree(self, name: str, archive: Path, limit: int) -> bool:
        return take_tree(self._api, self._containers[self._current], f"{self.work}/{name}", archive, limit)

    def _prepare(self) -> None:
        """What must be there before the first container."""

    def _host_options(self, *, network: bool) -> dict[str, Any]:
        limits = self._cell.limits
        options = sandbox.host_options(limits, network=network)
        if network:
            options["mounts"] = [sandbox.work_mount(_with_room_for_caches(limits, self._cell))]
        else:
            options["volumes_from"] = [self._containers["build"]]
        return options

    def _main(self) -> list[str]:
        """The first process of a container; with its end the container ends."""
        return ["sleep", str(sandbox.lifetime_s(self._cell.limits))]

    def _start(self, phase: str, *, network: bool) -> None:
        options = self._api.create_host_config(**self._host_options(network=network))
        container = patiently(
            lambda: self._api.create_container(
                self._image.id,
                self._main(),
                user=f"{layout.USER}:{layout.USER}",
                working_dir=layout.WORK,
                environment=sandbox.environment(),
                hostname="cell",
                labels={LABEL: self._run, "assay.cell": self._cell.id, "assay.phase": phase},
                host_config=options,
                platform=self._image.platform,
            )
        )
        self._containers[phase] = container["Id"]
        patiently(lambda: self._api.start(container["Id"]))

    def _exec(
        self, container: str, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog
    ) -> Ended:
        """Never repeated, whatever fails: the command may have begun."""
        with as_engine_error(self.engine, "running a command in the cell"):
            started = self._api.exec_create(
                container,
                # As arguments: each engine adds other variables to those that it is asked for.
                command_line(command, environment, self._first),
                workdir=self.work,
                stdin=False,
            )
            stream = self._api.exec_start(started["Id"], stream=True)
            if stopped := self._follow(stream, container, patience, log):
                return Ended(None, stopped)
            code = patiently(lambda: self._api.exec_inspect(started["Id"]))["ExitCode"]
        if code is None:
            raise EngineError(f"the {self.engine} lost a command of the cell before it had ended")
        return Ended(code, self._why(container) if code == 137 else "")

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
                raise EngineError(f"the {self.engine} stopped answering: {short(chunk)}") from chunk
            log.write(chunk)
        over.set()
        with suppress(queue.Empty):  # the thread may be waiting for room
            while True:
                chunks.get_nowait()
        self._api.kill(container)
        if time.monotonic() >= deadline:
            return f"took longer than {patience.seconds:.0f} s"
        return f"gave no output for {patience.silence:.0f} s"

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

    def _why(self, container: str) -> str:
        state = self._api.inspect_container(container)["State"]
        if state.get("OOMKilled"):
            return f"killed: it needed more than the {self._cell.limits.memory_mb} MB of memory the cell may use"
        return "killed by signal 9, most likely for want of memory"

    def _remove_all(self) -> None:
        for phase in tuple(self._containers):
            with suppress(*FAULTS):
                self._remove(phase)

    def _remove(self, phase: str) -> None:
        container = self._containers.pop(phase, None)
        if container is not None:
            remove_container(self._api, container)


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


def _with_room_for_caches(limits: Limits, cell: Cell) -> Limits:
    """The build cache lies in the work directory; it shall not take the project's room."""
    return attrs.evolve(limits, disk_mb=limits.disk_mb + limit_mb(limits)) if cell.caches and cell.build else limits
