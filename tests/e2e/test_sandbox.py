"""The walls of a cell, tried from inside with hostile projects."""

from pathlib import Path

import pytest
from e2e_tools import Assay, Ran, commit_all

from workers.emulation import host_arch

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine")]
OWN = host_arch()


def run_hostile(assay: Assay, project: Path, configuration: str, **files: str) -> Ran:
    (project / ".assay.yml").write_text(configuration)
    for name, content in files.items():
        (project / name.replace("__", ".")).write_text(content)
    commit_all(project)
    return assay("run", str(project), "--engine", "docker", "--arch", OWN)


def last_command(ran: Ran) -> dict[str, object]:
    (cell,) = ran.report["cells"]
    command: dict[str, object] = cell["commands"][-1]
    return command


INSIDE = """
import os, pathlib, socket, sys

status = pathlib.Path("/proc/self/status").read_text()
assert "NoNewPrivs:\\t1" in status, status
assert "CapEff:\\t0000000000000000" in status, status
assert "CapBnd:\\t0000000000000000" in status, status
assert "Seccomp:\\t2" in status, status
assert os.getuid() == os.getgid() == 10001
assert not pathlib.Path("/var/run/docker.sock").exists()
for place in ("/", "/etc", "/usr", "/var", "/root"):
    try:
        (pathlib.Path(place) / "x").write_text("x")
    except OSError:
        continue
    sys.exit(f"{place} is writable")
assert not [name for name in os.environ if "CANARY" in name]
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        assert b"canary-9b1e" not in pathlib.Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        pass
mounts = pathlib.Path("/proc/mounts").read_text()
assert "canary-9b1e" not in mounts and "assay/runs" not in mounts
interfaces = [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
if sys.argv[1] == "test":
    assert interfaces == ["lo"], interfaces
    try:
        socket.create_connection(("1.1.1.1", 53), 2)
    except OSError:
        sys.exit(0)
    sys.exit("the network is open")
assert "eth0" in interfaces, interfaces
"""


@pytest.mark.threat("T24", "T25", "T27")
def test_the_walls_stand(assay: Assay, project: Path) -> None:
    """No capability, no new privilege, no writable system, no secret, no network while testing."""
    assay.environment["CANARY_TOKEN"] = "canary-9b1e"
    ran = run_hostile(assay, project, "build: python inside.py build\ntest: python inside.py test\n", inside__py=INSIDE)
    assert ran.code == 0, ran.report["cells"][0]["log_tail"]
    everything = "".join(path.read_text(errors="replace") for path in assay.state.rglob("*") if path.is_file())
    assert "canary-9b1e" not in everything


@pytest.mark.threat("T27")
def test_what_the_build_leaves_running_is_ended(assay: Assay, project: Path) -> None:
    """A process that the build left behind does not see the test phase."""
    ran = run_hostile(
        assay, project, "build: (while true; do date >> alive; sleep 0.1; done) >/dev/null 2>&1 & sleep 0.5\n"
        "test: cp alive before && sleep 1 && cmp alive before\n",
    )  # fmt: skip
    assert ran.code == 0, ran.report["cells"]


@pytest.mark.threat("T01")
def test_a_fork_bomb_is_contained(assay: Assay, project: Path) -> None:
    """The bomb ends with the cell, and the next cell passes."""
    limits = "limits: {pids: 100, test_minutes: 0.2}\n"
    ran = run_hostile(assay, project, f'{limits}test: "bomb() {{ bomb | bomb & }}; bomb; sleep 60"\n')
    assert ran.code == 1
    assert ran.report["cells"][0]["fault"] == "project"
    (project / ".assay.yml").write_text("test: echo fine\n")
    commit_all(project)
    again = assay("run", str(project), "--engine", "docker", "--arch", OWN)
    assert again.report["cells"][0]["status"] == "passed"


@pytest.mark.threat("T02")
def test_a_memory_balloon_is_contained(assay: Assay, project: Path) -> None:
    """Twice the limit is not to be had; the reason names memory."""
    ran = run_hostile(
        assay, project, "limits: {memory_mb: 256, disk_mb: 128}\ntest: python -c 'x = bytearray(512 * 2**20)'\n"
    )
    assert ran.code == 1
    assert "memory" in ran.report["cells"][0]["reason"].lower()


@pytest.mark.threat("T03")
def test_a_full_disk_is_the_cells_own(assay: Assay, project: Path) -> None:
    """The work directory ends at its size in bytes and in files."""
    ran = run_hostile(
        assay, project, "limits: {disk_mb: 128}\n"
        "test:\n  - '! head -c 300M /dev/zero > big'\n  - rm big\n"
        "  - '! python -c \"for n in range(100000): open(str(n), chr(119)).close()\"'\n",
    )  # fmt: skip
    assert ran.code == 0, ran.report["cells"]


@pytest.mark.threat("T04", "F18")
def test_a_log_flood_is_cut(assay: Assay, project: Path) -> None:
    """A hundred megabytes of log cost no more than the cap."""
    ran = run_hostile(assay, project, "limits: {log_kb: 64}\ntest: yes flood | head -c 100M; false\n")
    assert ran.code == 1
    size = sum(path.stat().st_size for path in assay.state.rglob("*") if path.is_file())
    assert size < 5_000_000
    assert (ran.folder / "report.html").stat().st_size < 1_000_000


@pytest.mark.threat("T05", "T19")
def test_a_link_in_place_of_a_result_is_not_followed(assay: Assay, project: Path) -> None:
    """A result file that is a link is no result."""
    ran = run_hostile(assay, project, 'test: ln -s /etc/passwd "$ASSAY_RESULTS/junit.xml"\n')
    assert ran.report["cells"][0]["tests"] is None
    assert "root:" not in (ran.folder / "report.json").read_text()


@pytest.mark.threat("F17")
def test_silence_is_ended(assay: Assay, project: Path) -> None:
    """A command that says nothing for too long is stopped, even when it ignores SIGTERM."""
    ran = run_hostile(
        assay, project, "limits: {silence_minutes: 0.1}\ntest: trap '' TERM; while true; do sleep 1; done\n"
    )
    assert ran.code == 1
    assert "no output" in ran.report["cells"][0]["reason"]
    assert last_command(ran)["exit"] is None


@pytest.mark.threat("T19")
def test_a_planted_shell_decides_nothing(assay: Assay, project: Path) -> None:
    """A shell that the build put first on PATH does not run the test commands."""
    plant = r"printf '#!/bin/sh\nexit 0\n' > \"$VIRTUAL_ENV/bin/bash\" && chmod +x \"$VIRTUAL_ENV/bin/bash\""
    ran = run_hostile(assay, project, f'build: "{plant}"\ntest: "false"\n')
    (cell,) = ran.report["cells"]
    assert (ran.code, cell["status"], cell["phase"]) == (1, "failed", "test"), cell
