"""What an engine claims to keep a cell from, tried from inside; and nothing is claimed that is not so."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from engine_sessions import SMALL, Subject, end_sleepers, new_token, output, said, subject

from workers import layout
from workers.all_engines import ENGINES
from workers.engines.engine import Walls

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    with subject(request.param, tmp_path_factory.mktemp("engine")) as found:
        yield found


def claims(engine: Subject, wall: str, missing: str) -> bool:
    """Whether the wall is claimed; where it is not, the report must say so."""
    claimed: bool = getattr(engine.walls, wall)
    if not claimed:
        lacks = engine.isolation if engine.isolation.startswith("none") else engine.isolation.partition("; but ")[2]
        assert missing in lacks or lacks.startswith("none"), engine.isolation
    return claimed


def test_nothing_is_claimed_of_the_bare_host() -> None:
    """The engine without isolation claims none of the walls."""
    assert ENGINES["host-bare"]().offer().walls == Walls()


@pytest.mark.threat("T27")
def test_the_network_is_gone_after_the_build(engine: Subject) -> None:
    """While building there is a network; while testing there is nothing but a loopback that leads nowhere."""
    with closing(socket.create_server(("0.0.0.0", 0))) as listener, engine.session() as session:
        port = listener.getsockname()[1]
        devices = "awk 'NR > 2 {print $1}' /proc/net/dev"
        assert len(said(session, devices).split()) > 1
        session.end_build()
        if not claims(engine, "cuts_network", "network"):
            return
        assert said(session, devices).split() == ["lo:"]
        for address in ("127.0.0.1", *_own_addresses()):
            assert output(session, f"exec 3<>/dev/tcp/{address}/{port}")[0].exit != 0
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.threat("T19", "T27")
def test_what_the_build_leaves_running_is_ended(engine: Subject) -> None:
    """A process of the build, in whatever group it hides, does not see the test phase."""
    beat = "(setsid sh -c 'for n in $(seq 100); do echo $n > beat; sleep 0.1; done' >/dev/null 2>&1 &)"
    with engine.session() as session:
        said(session, f"{beat}; sleep 0.5; test -s beat")
        session.end_build()
        if claims(engine, "ends_processes", "goes on"):
            said(session, "cp beat before; sleep 1; cmp beat before")


@pytest.mark.threat("T25")
def test_commands_are_nobody(engine: Subject) -> None:
    """Not root, no capability, none to be gained, no group but its own."""
    with engine.session() as session:
        for phase in ("build", "test"):
            if not claims(engine, "own_user", "as the user"):
                return
            assert said(session, "id -u; id -g; id -G").split() == [str(layout.USER)] * 3, phase
            status = said(session, "cat /proc/self/status")
            assert "CapEff:\t0000000000000000" in status
            assert "CapPrm:\t0000000000000000" in status
            assert "NoNewPrivs:\t1" in status
            session.end_build()


@pytest.mark.threat("T25")
def test_the_system_is_read_only(engine: Subject) -> None:
    """Only the work directory and folders for temporary files can be written, in the build as well."""
    if not claims(engine, "read_only_system", "altered"):
        return
    with engine.session() as session:
        for place in (
            "/",
            "/etc",
            "/usr",
            "/usr/bin",
            "/usr/local/lib",
            "/var/lib",
            "/home",
            "/root",
            "/proc/sys/kernel",
        ):
            assert output(session, f"touch {place}/planted")[0].exit != 0, place
        assert output(session, "echo x >> /bin/bash")[0].exit != 0
        assert output(session, "mount -o remount,rw / || mount -t tmpfs none /usr")[0].exit != 0
        said(session, "touch here /tmp/there && rm /tmp/there")


@pytest.mark.threat("T24", "T25")
def test_nothing_of_the_machine_is_seen(engine: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, socket, process or variable of the user's, and none of another cell's."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    (tmp_path / "secret").write_text("canary-9b1c")
    token = new_token()
    if not claims(engine, "hides_machine", "seen"):
        return
    places = f"{tmp_path} {tmp_path}/secret {__file__} {Path.home()}/.ssh /var/run/docker.sock /run/podman"
    try:
        with engine.session() as one, engine.session() as other:
            said(one, f"(sleep {token} >/dev/null 2>&1 &); echo canary-4e2d > /tmp/left; echo canary-4e2d > left")
            for session in (one, other):
                assert said(session, f"for p in {places}; do if [ -e $p ]; then echo seen $p; fi; done") == ""
                text = said(session, "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' || true")
                assert "canary-7f3a" not in text
            assert str(token) not in said(other, "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' || true")
            assert "canary" not in said(other, "cat /tmp/* * 2>/dev/null || true")
    finally:
        end_sleepers(token)


@pytest.mark.threat("T02")
def test_memory_is_limited(engine: Subject) -> None:
    """More than the limit is not to be had, the reason names memory, and the engine lives on."""
    if not claims(engine, "limits_memory", "memory"):
        return
    with engine.session(limits=attrs.evolve(SMALL, memory_mb=256)) as session:
        ended, text = output(session, "python3 -c 'x = bytearray(512 * 2**20); print(len(x))'")
        assert (ended.exit, "memory" in ended.why) != (0, False), text
        assert ended.exit != 0
        assert "memory" in ended.why
    with engine.session() as session:
        said(session, "python3 -c 'x = bytearray(100 * 2**20)'")


@pytest.mark.threat("T01")
def test_processes_are_limited(engine: Subject) -> None:
    """More processes than the limit are not to be had, and a second cell has all of its own."""
    if not claims(engine, "limits_processes", "processes"):
        return
    many = "for n in $(seq 150); do sleep 2 & done; wait"
    with engine.session() as one, engine.session(limits=attrs.evolve(SMALL, pids=400)) as other:
        said(one, "for n in $(seq 40); do sleep 0.1 & done; wait")
        ended, text = output(one, many)
        assert ended.exit != 0, text
        assert "fork" in text
        said(other, many.replace("sleep 2", "sleep 0.5"))


@pytest.mark.threat("T03")
def test_the_disk_is_limited(engine: Subject) -> None:
    """The work directory ends at its size in bytes and in files."""
    if not claims(engine, "limits_disk", "disk"):
        return
    with engine.session() as session:
        ended, text = output(session, "head -c 100M /dev/zero > big")
        assert (ended.exit, "No space left" in text) == (1, True)
        said(session, "rm big; head -c 40M /dev/zero > fits; rm fits")
        assert output(session, "python3 -c 'for n in range(100000): open(str(n), chr(119)).close()'")[0].exit == 1


def _own_addresses() -> set[str]:
    """Addresses under which this machine can be called."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; the kernel says from where it would
        except OSError:
            return set()
        return {str(probe.getsockname()[0])}
