"""The walls of a cell, tried from inside with hostile projects: one run, one cell per attack."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import attrs
import hostile_cells
import pytest
from e2e_tools import Assay, Ran, commit_all

from workers.emulation import host_arch

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("engine")]
OWN = host_arch()
ATTACKS = ("walls", "fork", "memory", "disk", "flood", "artefacts", "entities", "bomb", "mass", "plain")
DOCKER = ("--engine", "docker", "--arch", OWN)


@attrs.frozen
class Attacked:
    """A run whose cells attacked; `heard`: what reached a port of this machine, by phase."""

    assay: Assay
    ran: Ran
    heard: list[bytes]
    canary: Path

    def cell(self, attack: str) -> dict[str, Any]:
        found: list[dict[str, Any]] = [cell for cell in self.ran.report["cells"] if cell["id"].endswith(f"/{attack}")]
        assert len(found) == 1, self.ran.stderr
        return found[0]

    def everything(self) -> Iterator[bytes]:
        """The content of each file that the run left on this machine."""
        for folder in (self.assay.state, self.ran.folder):
            for path in folder.rglob("*"):
                if path.is_file():
                    yield path.read_bytes()


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = tmp_path_factory.mktemp("attacked")
    project, canary = folder / "project", folder / "executed-on-the-machine"
    for name in hostile_cells.TRAPS:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(hostile_cells.trap(str(canary)))
    (project / "attacks.py").write_text(hostile_cells.ATTACKS)
    with closing(socket.create_server(("0.0.0.0", 0))) as listener:
        (project / ".assay.yml").write_text(hostile_cells.recipe(*ATTACKS, port=listener.getsockname()[1]))
        commit_all(project)
        assay = Assay(folder / "state", project / "out", {"CANARY_TOKEN": "canary-9b1e", "WORKERPASS": "canary-9b1e"})
        ran = assay("run", ".", *DOCKER)  # out of the hostile tree itself
        return Attacked(assay, ran, list(_heard(listener)), canary)


def _heard(listener: socket.socket) -> Iterator[bytes]:
    listener.settimeout(0)
    while True:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            return
        with closing(connection):
            connection.settimeout(1)
            yield connection.recv(100)


@pytest.mark.threat("T24", "T25", "T27")
def test_the_walls_stand(attacked: Attacked) -> None:
    """No capability, no new privilege, no writable system, no device, no secret, no network while testing."""
    cell = attacked.cell("walls")
    assert [command["exit"] for command in cell["commands"]] == [0, 0], cell["log_tail"]


@pytest.mark.threat("T24")
def test_no_secret_of_the_machine_is_written(attacked: Attacked) -> None:
    """What stood in the environment of the command is in no log, database or report."""
    assert not [content for content in attacked.everything() if b"canary-9b1e" in content]


@pytest.mark.threat("T27")
def test_nothing_is_heard_of_the_test_phase(attacked: Attacked) -> None:
    """A port that listens on this machine hears of no test."""
    assert b"walls" not in attacked.heard


@pytest.mark.threat("T28", "T29")
def test_nothing_of_the_tree_ran_on_the_machine(attacked: Attacked) -> None:
    """conftest.py, sitecustomize.py, setup.py and packages named like ours run in cells or not at all."""
    assert attacked.cell("plain")["status"] == "passed"
    assert not attacked.canary.exists()


@pytest.mark.threat("T01")
def test_a_fork_bomb_is_contained(attacked: Attacked) -> None:
    """It comes to its limit, and what it leaves behind goes with the cell."""
    cell = attacked.cell("fork")
    assert [command["exit"] for command in cell["commands"]] == [0, 0], cell["log_tail"]
    assert not [pid for pid in Path("/proc").iterdir() if pid.name.isdigit() and _runs(pid, b"attacks.py\0fork")]


def _runs(process: Path, words: bytes) -> bool:
    try:
        return words in (process / "cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.threat("T02")
def test_a_memory_balloon_is_contained(attacked: Attacked) -> None:
    """Twice the limit is not to be had; the reason names memory."""
    cell = attacked.cell("memory")
    assert (cell["status"], cell["fault"]) == ("failed", "project")
    assert "memory" in cell["reason"].lower()


@pytest.mark.threat("T03")
def test_a_full_disk_is_the_cells_own(attacked: Attacked) -> None:
    """The work directory ends at its size in bytes and in files; it is a tmpfs, so no disk of the machine fills."""
    cell = attacked.cell("disk")
    assert [command["exit"] for command in cell["commands"]] == [0, 0], cell["log_tail"]


@pytest.mark.threat("T04", "F18")
def test_a_log_flood_is_cut(attacked: Attacked) -> None:
    """Forty megabytes of log, in short lines and in one, cost no more than the cap, and no more time than they take."""
    cell = attacked.cell("flood")
    assert (cell["status"], cell["commands"][-1]["exit"]) == ("failed", 1)
    assert max(content.count(b"flood") for content in attacked.everything()) < 64 * 1024
    assert (attacked.ran.folder / "report.html").stat().st_size < 2_000_000


@pytest.mark.threat("T04")
def test_no_control_character_comes_through(attacked: Attacked) -> None:
    """Neither the terminal nor the report obeys what a cell wrote."""
    shown = [attacked.ran.stdout, attacked.ran.stderr]
    shown += [path.read_text() for path in attacked.ran.folder.glob("report.*")]
    for text in shown:
        assert not {"\x1b", "\x00", "\x07", "\x08", "\x9b"} & set(text)
    assert "<script>alert" not in (attacked.ran.folder / "report.html").read_text()


@pytest.mark.threat("T05", "T06", "T19")
def test_odd_artefacts_are_no_results(attacked: Attacked) -> None:
    """Links, folders, pipes and files beyond every size are no reports; archives are not unpacked."""
    cell = attacked.cell("artefacts")
    assert cell["tests"] is None, cell
    assert "results/evil.tar is no report of tests in a form that is known" in cell["integrity"]
    assert "results/evil.zip is no report of tests in a form that is known" in cell["integrity"]
    assert not [content for content in attacked.everything() if b"root:x:0:0" in content]
    assert not list(Path("/tmp").glob("canary-of-the-*"))  # where the archives point to


@pytest.mark.threat("T32")
def test_entities_are_refused(attacked: Attacked) -> None:
    """A report with a document type is no result, and says so."""
    cell = attacked.cell("entities")
    assert cell["tests"] is None
    assert any("junit.xml" in said and "cannot be read as XML" in said for said in cell["integrity"]), cell


@pytest.mark.threat("T07")
def test_a_bomb_is_refused(attacked: Attacked) -> None:
    """Records that unpack without end are given up, and the cell is no plain pass."""
    assert any("tests.jsonl" in said and "more than" in said for said in attacked.cell("bomb")["integrity"])


@pytest.mark.threat("F18")
def test_a_mass_of_tests_is_counted(attacked: Attacked) -> None:
    """300,000 cases and a message of twenty megabytes: every case counts, and the report stays small."""
    cell = attacked.cell("mass")
    assert (cell["tests"]["total"], cell["tests"]["failed"]) == (300_000, 1)


@contextmanager
def one_core() -> Iterator[None]:
    """One core makes one slot: cells run one after the other, on one worker."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.threat("T01", "T02")
def test_the_next_cell_on_the_same_worker_passes(assay: Assay, project: Path) -> None:
    """After a bomb and a balloon the worker runs a cell as before."""
    (project / "attacks.py").write_text(hostile_cells.ATTACKS)
    (project / ".assay.yml").write_text(hostile_cells.recipe("fork", "memory", "plain"))
    commit_all(project)
    with one_core():
        ran = assay("run", str(project), *DOCKER)
    cells = {cell["id"].rpartition("/")[2]: cell for cell in ran.report["cells"]}
    assert cells["memory"]["commands"][0]["exit"] == 0, "the cell after the bomb could not be built"
    assert (cells["plain"]["status"], cells["plain"]["tests"]["passed"]) == ("passed", 1), cells["plain"]


@pytest.mark.threat("F17", "T27")
def test_silence_is_ended(assay: Assay, project: Path) -> None:
    """What says nothing for too long is stopped, even when it ignores SIGTERM; what the build began is gone by then."""
    (project / ".assay.yml").write_text(
        "limits: {silence_minutes: 0.1}\n"
        "build: (while true; do date >> alive; sleep 0.1; done) >/dev/null 2>&1 & sleep 0.5\n"
        "test:\n  - cp alive before && sleep 1 && cmp alive before\n  - trap '' TERM; while true; do sleep 1; done\n"
    )
    commit_all(project)
    ran = assay("run", str(project), *DOCKER)
    (cell,) = ran.report["cells"]
    assert [command["exit"] for command in cell["commands"]] == [0, 0, None], cell
    assert (ran.code, "no output" in cell["reason"]) == (1, True)


@pytest.mark.threat("T19")
def test_a_planted_shell_decides_nothing(assay: Assay, project: Path) -> None:
    """A shell that the build put first on PATH does not run the test commands."""
    plant = r"printf '#!/bin/sh\nexit 0\n' > \"$VIRTUAL_ENV/bin/bash\" && chmod +x \"$VIRTUAL_ENV/bin/bash\""
    (project / ".assay.yml").write_text(f'build: "{plant}"\ntest: "false"\n')
    commit_all(project)
    ran = assay("run", str(project), *DOCKER)
    (cell,) = ran.report["cells"]
    assert (ran.code, cell["status"], cell["phase"]) == (1, "failed", "test"), cell
