"""A cell in containers, call by call, against an API that follows a script."""

import io
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from docker_script import ScriptedApi, api_error
from worker_cells import cell

from workers import layout, sandbox
from workers.engines import container_session as session_of
from workers.engines.container_api import LABEL
from workers.engines.container_session import ContainerSession
from workers.engines.engine import Ended, Patience
from workers.errors import EngineError
from workers.images.store import Image
from workers.log import CappedLog

IMAGE = Image("assay/debian-12:amd64-0123", "sha256:aa", "sha256:aa", None, "debian bookworm by mmdebstrap", 1)
LONG = Patience(60, 60)


def opened(api: ScriptedApi) -> ContainerSession:
    return ContainerSession(api, cell(), IMAGE, "run-7", "container")


def run(api: ScriptedApi, patience: Patience = LONG, log: CappedLog | None = None) -> Ended:
    with opened(api) as session:
        return session.run("pytest", {"A": "b"}, patience, log or CappedLog(10_000))


@pytest.mark.threat("T25", "T27")
def test_the_second_container_has_no_network() -> None:
    """Two containers share one work directory; only the first, which builds, has a network and makes the volume."""
    api = ScriptedApi()
    with opened(api):
        pass
    first, second = (more["host_config"] for _, more in api.of("create_container"))
    assert (first["network_mode"], second["network_mode"]) == ("bridge", "none")
    assert [mount["Target"] for mount in first["mounts"]] == [layout.WORK]
    assert "volumes_from" not in first
    assert second["volumes_from"] == ["container-1"]
    assert "mounts" not in second


@pytest.mark.threat("T24", "T25")
def test_every_container_is_bare_of_rights_and_labelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each runs as the cell's own user, by image id, with the run's label and nothing of our environment."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    api = ScriptedApi()
    with opened(api):
        pass
    for args, more in api.of("create_container"):
        assert args[0] == IMAGE.id
        assert more["user"] == f"{layout.USER}:{layout.USER}"
        assert more["labels"][LABEL] == "run-7"
        assert more["host_config"]["privileged"] is False
        assert more["environment"] == sandbox.environment()
    assert "canary-7f3a" not in str(api.calls)


def test_a_session_in_order() -> None:
    """Start both, run, end the build's container before the test's is used, and remove what is left."""
    api = ScriptedApi()
    with opened(api) as session:
        session.run("make", {}, LONG, CappedLog(1000))
        session.end_build()
        session.run("pytest", {}, LONG, CappedLog(1000))
    assert [name for name in api.names if name != "create_host_config"] == [
        "create_container", "start", "create_container", "start",
        "exec_create", "exec_start", "exec_inspect",
        "remove_container",
        "exec_create", "exec_start", "exec_inspect",
        "remove_container",
    ]  # fmt: skip
    assert [args[0] for args, _ in api.of("exec_create")] == ["container-1", "container-2"]
    assert [(args[0], more) for args, more in api.of("remove_container")] == [
        ("container-1", {"v": True, "force": True}),
        ("container-2", {"v": True, "force": True}),
    ]


def test_the_command_is_an_argument() -> None:
    """The project's command reaches bash as one argument; it is never part of a script of ours."""
    api = ScriptedApi()
    with opened(api) as session:
        session.run("echo '; rm -rf /", {"A": "b"}, LONG, CappedLog(1000))
    ((_, line), more) = api.of("exec_create")[0]
    assert line[-1] == "echo '; rm -rf /"
    assert "rm -rf" not in "".join(line[:-1])
    assert line[:3] == ["/usr/bin/env", "-i", "A=b"]
    assert not more.get("privileged")


@pytest.mark.threat("F05")
@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("call", ["create_container", "start"])
def test_a_failed_start_leaves_nothing(call: str, failing: int) -> None:
    """Whichever container cannot be made or started, those that were made are removed, and the fault is ours."""
    made: list[str] = []
    seen = 0

    def step(name: str) -> Any:
        nonlocal seen
        seen += name == call
        if name == call and seen >= failing:
            raise api_error(500, "no space left on device")

    def create(*_: Any, **__: Any) -> dict[str, str]:
        step("create_container")
        made.append(f"c{len(made)}")
        return {"Id": made[-1]}

    api = ScriptedApi(create_container=create, start=lambda _: step("start"))
    with pytest.raises(EngineError, match="starting the cell's containers: no space left"), opened(api):
        pytest.fail("a session that did not start must not be entered")
    assert [args[0] for args, _ in api.of("remove_container")] == (made if call == "start" else made[: failing - 1])


@pytest.mark.threat("F05")
def test_leaving_never_hides_the_first_error() -> None:
    """When the engine is gone, the session still ends, and what went wrong first is what is told."""
    api = ScriptedApi(remove_container=requests.ConnectionError("gone"))
    with pytest.raises(ValueError, match="first"), opened(api):
        raise ValueError("first")


def test_output_and_exit_code() -> None:
    """The output goes to the log, the code is what the engine says the command ended with."""
    api = ScriptedApi(exec_start=lambda *_, **__: iter([b"one\ntw", b"o\n"]), exec_inspect={"ExitCode": 3})
    log = CappedLog(10_000)
    assert run(api, log=log) == Ended(3, "")
    assert log.text() == "one\ntwo\n"


@pytest.mark.threat("T02")
@pytest.mark.parametrize(("killed", "words"), [(True, "4096 MB of memory"), (False, "signal 9")])
def test_killed_for_memory(killed: bool, words: str) -> None:
    """A command that the kernel killed is told apart, and names the limit it ran into."""
    api = ScriptedApi(exec_inspect={"ExitCode": 137}, inspect_container={"State": {"OOMKilled": killed}})
    ended = run(api)
    assert ended.exit == 137
    assert words in ended.why


def blocked(released: threading.Event, *first: bytes) -> Iterator[bytes]:
    """Some output, and then silence until the container is killed."""
    yield from first
    released.wait(30)


@pytest.mark.threat("F17")
@pytest.mark.parametrize(
    ("patience", "words"), [(Patience(0.05, 60), "took longer than"), (Patience(60, 0.05), "gave no output for")]
)
def test_a_command_that_hangs_is_killed(patience: Patience, words: str) -> None:
    """Past its time, or silent for too long: the container is killed, and the end is no exit code but a reason."""
    released = threading.Event()
    api = ScriptedApi(exec_start=lambda *_, **__: blocked(released, b"working\n"), kill=lambda _: released.set())
    log = CappedLog(10_000)
    ended = run(api, patience, log)
    assert ended.exit is None
    assert ended.why.startswith(words)
    assert [args for args, _ in api.of("kill")] == [("container-1",)]
    assert "working" in log.text()


@pytest.mark.threat("T04", "F17")
def test_a_flood_does_not_outlast_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output without a pause does not put the end of its time off, and the thread that reads it ends as well."""
    released = threading.Event()

    def flood() -> Iterator[bytes]:
        while not released.is_set():
            yield b"y\n" * 1000

    clock = iter(range(10_000))
    monkeypatch.setattr(session_of.time, "monotonic", lambda: float(next(clock)))
    before = threading.active_count()
    api = ScriptedApi(exec_start=lambda *_, **__: flood(), kill=lambda _: released.set())
    ended = run(api, Patience(100, 50))
    assert ended == Ended(None, "took longer than 100 s")
    assert api.names.count("kill") == 1
    for thread in threading.enumerate():
        if "_pump" in thread.name:
            thread.join(10)
    assert threading.active_count() <= before


@pytest.mark.threat("F05")
@pytest.mark.parametrize("fault", [requests.ConnectionError("refused"), api_error(500, "dead"), OSError("reset")])
def test_an_engine_that_goes_away_is_our_fault(fault: Exception) -> None:
    """A connection that breaks in the middle of the output is never the project's failure."""

    def breaking() -> Iterator[bytes]:
        yield b"so far\n"
        raise fault

    with pytest.raises(EngineError, match="Docker engine"):
        run(ScriptedApi(exec_start=lambda *_, **__: breaking()))


@pytest.mark.threat("F05")
def test_a_command_that_the_engine_lost_is_our_fault() -> None:
    """Output that ended without an exit code proves nothing about the command."""
    with pytest.raises(EngineError, match="lost a command"):
        run(ScriptedApi(exec_inspect={"ExitCode": None}))


GONE = {"State": {"Running": False}}


@pytest.mark.threat("T19")
@pytest.mark.parametrize("code", [137, 143, None])
def test_a_command_that_ends_its_own_cell_has_failed(monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
    """While the engine stays, a container that is gone was ended from inside: that is no fault of ours."""
    monkeypatch.setattr(session_of, "FAREWELL_S", 0.0)
    ended = run(ScriptedApi(exec_inspect={"ExitCode": code}, inspect_container=GONE, ping=True))
    assert ended == Ended(None, "the command ended the cell it ran in")


@pytest.mark.threat("F05")
def test_an_engine_that_takes_the_cell_along_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is being stopped ends its containers first: that never counts against the project."""
    monkeypatch.setattr(session_of, "FAREWELL_S", 0.0)
    going = requests.ConnectionError("gone")
    with pytest.raises(EngineError, match="stopped, and the cell with it"):
        run(ScriptedApi(exec_inspect={"ExitCode": 137}, inspect_container=GONE, ping=going))


@pytest.mark.threat("F05")
def test_a_failed_copy_is_our_fault(tmp_path: Path) -> None:
    """A source that the engine does not take, or that is not there, is never the project's failure."""
    (tmp_path / "a").write_bytes(b"x")
    with opened(ScriptedApi(put_archive=api_error(500, "full"))) as session, pytest.raises(EngineError, match="full"):
        session.put("material.tar", tmp_path / "a")
    read = lambda *args: list(args[2])  # noqa: E731
    with opened(ScriptedApi(put_archive=read)) as session, pytest.raises(EngineError, match=r"material\.tar"):
        session.put("material.tar", tmp_path / "missing")


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 2**20 + 1])
def test_what_is_put_arrives_whole(tmp_path: Path, size: int) -> None:
    """The stream is a tar archive of the one file, owned by the cell's user, whatever its size."""
    content = bytes(number % 251 for number in range(size))
    (tmp_path / "source").write_bytes(content)
    held = io.BytesIO()
    api = ScriptedApi(put_archive=lambda _container, _path, stream: held.writelines(stream))
    with opened(api) as session:
        session.put("material.tar", tmp_path / "source")
    held.seek(0)
    with tarfile.open(fileobj=held) as archive:
        (info,) = archive.getmembers()
        stream = archive.extractfile(info)
        assert stream is not None
        assert (info.name, info.uid, info.gid, stream.read()) == ("material.tar", layout.USER, layout.USER, content)


@pytest.mark.threat("F05")
def test_absent_and_unreadable_are_two_things() -> None:
    """A file that is not there is None; an engine that does not answer is our fault."""
    with opened(ScriptedApi(get_archive=api_error(404, "no such file"))) as session:
        assert session.fetch("x", 100) is None
    for fault in (api_error(500, "dead"), requests.ConnectionError("gone")):
        with opened(ScriptedApi(get_archive=fault)) as session, pytest.raises(EngineError, match="while reading x"):
            session.fetch("x", 100)
