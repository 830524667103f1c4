"""What goes wrong: one clear sentence, the right exit code, nothing left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docker
import pytest
from e2e_tools import Assay, Ran, absent, commit_all, left_on_the_machine
from worker_cells import cell

from master import embedded, slots
from master.engine_choice import choose
from master.losses import LOSSES
from master.run_cells import run_cells
from master.run_folder import HEAD, Job, RunFolder
from master.state import request_store
from master.store import PLANNED
from workers.emulation import host_arch
from workers.engines.docker import DockerEngine
from workers.images.records import ImageRecords
from workers.images.soundness import Soundness
from workers.images.store import Image, ImageStore

OWN = host_arch()
SLOW = "build: echo ready\ntest: sleep 600\n"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts and network namespaces need root")


def wait_until(true: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"timed out waiting for {what}"
        time.sleep(0.2)


def containers(engine: DockerEngine, assay: Assay) -> list[str]:
    """Those of this test's own runs: others may be running on the same machine."""
    runs = [path.name for path in (assay.state / "runs").glob("*")]
    found = engine.client.api.containers(all=True, filters={"label": "assay.run"})
    return [each["Id"] for each in found if each["Labels"]["assay.run"] in runs]


def one_sentence(ran: Ran) -> None:
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""
    assert not ran.folder.exists()


def test_a_repository_that_does_not_exist(assay: Assay) -> None:
    """Exit 4 and a sentence that names it."""
    ran = assay("run", "https://example.invalid/nobody/nothing.git")
    assert ran.code == 4
    assert "example.invalid" in ran.stderr
    one_sentence(ran)


@pytest.mark.threat("T12")
@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]", "localhost"])
def test_a_private_address(assay: Assay, host: str) -> None:
    """Exit 2: no request ever goes to a private address."""
    ran = assay("run", f"https://{host}/x/y.git")
    assert ran.code == 2
    assert "Traceback" not in ran.stderr
    one_sentence(ran)


def test_a_typo_in_the_configuration(assay: Assay, project: Path) -> None:
    """Exit 2 with file, line and nearest match, before anything runs."""
    (project / ".assay.yml").write_text("version: 1\nbuld: make\n")
    commit_all(project)
    ran = assay("run", str(project))
    assert ran.code == 2
    assert ".assay.yml:2" in ran.stderr
    assert "'build'" in ran.stderr
    one_sentence(ran)


def test_a_named_engine_is_never_replaced(assay: Assay, project: Path) -> None:
    """`--engine docker` without an engine is exit 4, whatever else could run the cell."""
    (project / ".assay.yml").write_text("test: echo hello\n")
    commit_all(project)
    assay.environment["DOCKER_HOST"] = "unix:///nowhere/docker.sock"
    ran = assay("run", str(project), "--engine", "docker", "--allow-host")
    assert ran.code == 4
    assert "no Docker engine answers" in ran.stderr
    one_sentence(ran)


NO_ENGINE = {"DOCKER_HOST": "unix:///nowhere/docker.sock", "CONTAINER_HOST": "unix:///nowhere/podman.sock"}


def test_without_an_engine_the_host_runs_one_native_cell(assay: Assay, project: Path) -> None:
    """`auto` says why it takes the host, and the report says what the isolation was."""
    if shutil.which("bwrap") is None:
        absent("bubblewrap is not installed")
    (project / "test_x.py").write_text("import os\n\ndef test_x():\n    assert os.getuid() == 10001\n")
    commit_all(project)
    assay.environment |= NO_ENGINE
    ran = assay("run", str(project))
    assert ran.code == 0, ran.stderr
    assert "no Docker engine answers" in ran.stderr
    (cell,) = ran.report["cells"]
    assert (cell["arch"], cell["engine"], cell["tests"]["passed"]) == (OWN, "host", 1)
    assert cell["isolation"].startswith("bubblewrap")


def test_bare_only_when_the_user_says_so(assay: Assay, project: Path, tmp_path: Path) -> None:
    """Without engine and bubblewrap: exit 4; with --allow-host the report says plainly that nothing was isolated."""
    (project / "test_x.py").write_text("def test_x():\n    pass\n")
    commit_all(project)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("git", "bash", "sh", "env", "uname", "tar", "rm", "mkdir", "chmod"):
        (tools / name).symlink_to(str(shutil.which(name)))
    assay.environment |= {**NO_ENGINE, "PATH": str(tools)}
    refused = assay("run", str(project))
    assert refused.code == 4
    assert "--allow-host" in refused.stderr
    one_sentence(refused)
    ran = assay("run", str(project), "--allow-host")
    assert ran.code == 0, ran.stderr
    assert ran.report["cells"][0]["isolation"].startswith("none")
    assert "none: like pip install" in (ran.folder / "report.html").read_text()


@pytest.mark.threat("F18")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(assay: Assay, project: Path, engine: DockerEngine, number: int) -> None:
    """Ctrl-C and SIGTERM: exit 130, no container, no process, no report."""
    (project / ".assay.yml").write_text(SLOW)
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker", "--arch", OWN)
    wait_until(lambda: containers(engine, assay), 60, "the cell's containers")
    time.sleep(1)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "Interrupted" in stderr
    assert containers(engine, assay) == []
    assert left_on_the_machine(str(assay.state)) == []
    assert not assay.out.exists()


@pytest.mark.threat("F01")
def test_a_killed_run_leaves_nothing(assay: Assay, project: Path, engine: DockerEngine) -> None:
    """kill -9 of the command: master, worker and containers go with it."""
    (project / ".assay.yml").write_text(SLOW)
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker", "--arch", OWN)
    wait_until(lambda: containers(engine, assay), 60, "the cell's containers")
    process.kill()
    process.communicate(timeout=60)
    wait_until(lambda: not containers(engine, assay), 60, "the containers to go")
    wait_until(lambda: not left_on_the_machine(str(assay.state)), 60, "the processes to go")
    assert not assay.out.exists()


@pytest.mark.threat("F02", "F20")
def test_a_worker_that_dies_is_replaced(assay: Assay, project: Path, engine: DockerEngine) -> None:
    """kill -9 of the worker: the cell is run again, and the report shows one cell that passed."""
    (project / "test_x.py").write_text("import time\n\ndef test_x():\n    time.sleep(3)\n")
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker", "--arch", OWN)
    wait_until(lambda: containers(engine, assay), 60, "the cell's containers")
    os.kill(workers_of(assay)["local-1"], signal.SIGKILL)
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr + stdout
    assert containers(engine, assay) == []


def workers_of(assay: Assay) -> dict[str, int]:
    """The pids of the worker processes of the run that is going on, by the names of their slots."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            cwd, line = (entry / "cwd").readlink(), (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if cwd.parent.name == "worker" and cwd.is_relative_to(assay.state) and b"twistd" in line:
            found[cwd.name] = int(entry.name)
    return found


def events_of(assay: Assay) -> list[dict[str, Any]]:
    """What was told so far of the cells of the run that is going on."""
    lines = [line for path in assay.state.glob("runs/*/events.jsonl") for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def killing(assay: Assay, number: int, times: int) -> None:
    """Kill the worker of one cell, as often as it is started."""
    for turn in range(times):
        started: list[dict[str, Any]] = []

        def begun(turn: int = turn, started: list[dict[str, Any]] = started) -> bool:
            told = [event for event in events_of(assay) if event["event"] == "started" and event["number"] == number]
            started[:] = told
            return len(told) > turn

        wait_until(begun, 120, f"start {turn + 1} of the cell")
        os.kill(workers_of(assay)[started[-1]["worker"]], signal.SIGKILL)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core runs one cell at a time")
@pytest.mark.threat("F20")
@pytest.mark.usefixtures("emulated")
def test_a_poison_cell_is_given_up_alone(assay: Assay, project: Path, engine: DockerEngine) -> None:
    """A cell that kills its worker each time is given up with the reason; its neighbour never notices."""
    (project / ".assay.yml").write_text("matrix: {arch: [amd64, arm64]}\nbuild: sleep 20\ntest: echo fine\n")
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker")
    killing(assay, 0, LOSSES)
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 4, stderr + stdout
    ran = Ran(process.returncode, stdout, stderr, assay.out)
    poison, neighbour = ran.report["cells"]
    assert (poison["status"], poison["fault"]) == ("not_assessed", "infrastructure")
    assert f"it lost its worker {LOSSES} times" in poison["reason"]
    assert (neighbour["status"], neighbour["fault"]) == ("passed", None)
    assert [event["event"] for event in events_of(assay) if event.get("number") == 1].count("started") == 1
    assert containers(engine, assay) == []


@pytest.mark.threat("F02", "F04")
def test_a_worker_that_hears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: DockerEngine, assay: Assay
) -> None:
    """Stopped, with its connection open: the master asks, hangs up, and the cell is run by a new one in its slot."""
    monkeypatch.setattr(embedded, "PULSE_S", 2.0)
    monkeypatch.setattr(slots, "RETURN_S", 2.0)
    monkeypatch.setenv("ASSAY_STATE", str(assay.state))
    wanted = cell(build=("sleep 5",), test=("echo fine",))
    with request_store() as store:
        request = store.add("here", reason="test", trust="local")
    folder = RunFolder(assay.state / "runs" / request.id)
    folder.write_jobs((Job(wanted),), "p")
    (tmp_path / "source").mkdir()
    with tarfile.open(folder.material(HEAD), "w") as tar:
        tar.add(tmp_path / "source", "source")
    with request_store() as store:
        store.change(request.id, PLANNED, commit="0" * 40)
    stopped: list[int] = []

    def watch(event: dict[str, Any] | None) -> None:
        if event and event.get("phase") == "build" and not stopped:
            stopped.append(workers_of(assay)["local-1"])
            os.kill(stopped[0], signal.SIGSTOP)

    choice = choose("docker", allow_host=False)
    (end,) = run_cells(folder, request.id, choice, (Job(wanted),), watch)
    assert stopped
    assert end.outcome is not None, end.why
    assert (end.outcome.fault, end.why) == (None, "")
    told = [event["event"] for event in events_of(assay) if event["event"] in ("attached", "lost", "started")]
    assert told[:5] == ["attached", "started", "lost", "attached", "started"]  # and lost once more, at the end
    assert not Path(f"/proc/{stopped[0]}").exists()
    assert containers(engine, assay) == []


@pytest.fixture
def private_engine(engine: DockerEngine) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A second engine in a network namespace of its own, with the image of this architecture: one we may stop."""
    name = f"assay{os.getpid()}"
    tmp_path = Path(tempfile.mkdtemp(prefix="assay-engine-"))  # a socket's path must be short
    socket = f"unix://{tmp_path}/d.sock"
    subprocess.run(["ip", "netns", "add", name], check=True)
    log = (tmp_path / "dockerd.log").open("wb")
    line = ["nsenter", f"--net=/run/netns/{name}", "dockerd", "--data-root", f"{tmp_path}/data"]
    line += ["--exec-root", f"{tmp_path}/exec", "-H", socket, "-p", f"{tmp_path}/d.pid"]
    process = subprocess.Popen(line, stdout=log, stderr=log)
    try:
        client = ["docker", "-H", socket]
        wait_until(lambda: subprocess.run([*client, "version"], capture_output=True).returncode == 0, 60, "the engine")
        image = engine.images().find("debian-12", OWN)
        assert image is not None
        with subprocess.Popen(["docker", "save", image.name], stdout=subprocess.PIPE) as saved:
            subprocess.run([*client, "load", "-q"], stdin=saved.stdout, check=True, capture_output=True)
        yield socket, process
    finally:
        process.terminate()
        process.wait(60)
        log.close()
        for place in (tmp_path / "data", tmp_path / "exec"):
            mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
            for mount in reversed([mount for mount in mounts if mount.startswith(str(place))]):
                subprocess.run(["umount", "-l", mount], check=False)
        subprocess.run(["ip", "netns", "del", name], check=True)
        shutil.rmtree(tmp_path, ignore_errors=True)


@needs_root
@pytest.mark.threat("F05")
def test_docker_stopped_in_the_middle(
    assay: Assay, project: Path, private_engine: tuple[str, "subprocess.Popen[bytes]"]
) -> None:
    """The cell is not assessed, for that reason; exit 4; never the project's fault."""
    socket, daemon = private_engine
    (project / ".assay.yml").write_text(SLOW)
    commit_all(project)
    assay.environment["DOCKER_HOST"] = socket
    process = assay.start("run", str(project), "--engine", "docker", "--arch", OWN)
    running = ["docker", "-H", socket, "ps", "-q", "--filter", "label=assay.phase=test"]
    wait_until(lambda: subprocess.run(running, capture_output=True).stdout, 60, "the cell's containers")
    time.sleep(4)
    daemon.terminate()
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 4, stderr
    assert "Traceback" not in stderr
    ran = Ran(process.returncode, "", stderr, assay.out)
    (cell,) = ran.report["cells"]
    assert (cell["status"], cell["fault"]) == ("not_assessed", "infrastructure")
    assert "Docker" in cell["reason"]
    assert left_on_the_machine(str(assay.state)) == []


@needs_root
@pytest.mark.threat("F16")
def test_a_layer_that_lost_a_byte(
    private_engine: tuple[str, "subprocess.Popen[bytes]"], engine: DockerEngine, tmp_path: Path
) -> None:
    """One byte of one library is flipped in the engine's own folder: found, dropped, made anew, sound again."""
    socket, _ = private_engine
    client = docker.DockerClient(base_url=socket, timeout=600)
    found = engine.images().find("debian-12", OWN)
    assert found is not None

    class Shop(ImageStore):
        """Makes the image by fetching it from the other engine, which takes seconds."""

        def _made(self, *_: Any) -> Image:
            with subprocess.Popen(["docker", "save", found.name], stdout=subprocess.PIPE) as saved:
                subprocess.run(["docker", "-H", socket, "load", "-q"], stdin=saved.stdout, check=True)
            image = self.find("debian-12", OWN)
            assert image is not None
            return image

    records = ImageRecords(tmp_path / "records")
    soundness = Soundness(client.api, Shop(client, records=records), records)
    said: list[str] = []
    soundness.ensure("debian-12", OWN, (), said.append)
    assert said == []
    for stamp in (tmp_path / "records/sound").iterdir():
        os.utime(stamp, (0, 0))
    root = Path(client.info()["DockerRootDir"])
    (library,) = root.glob("overlay2/*/diff/usr/lib/*/libm.so.6")
    with library.open("r+b") as file:
        file.seek(library.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    soundness.ensure("debian-12", OWN, (), said.append)
    assert len(said) == 1
    assert "libm.so.6" in said[0]
    image = Shop(client, records=records).find("debian-12", OWN)
    assert image is not None
    assert soundness.damage(image, OWN) is None
    assert client.api.containers(all=True) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few hundred kilobytes, almost full."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], check=True)
    (place / "filler").write_bytes(b"\0" * 180_000)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@needs_root
@pytest.mark.threat("F09")
def test_a_full_disk_leaves_no_half_report(assay: Assay, project: Path, small_disk: Path) -> None:
    """Exit 4 and a sentence; the folder holds a whole report or none."""
    (project / "README.md").write_text("# project\n")
    commit_all(project)
    assay.out = small_disk / "out"
    ran = Ran(*run_in(project.parent, assay, "run", str(project), "--engine", "host", "--allow-host"), assay.out)
    assert ran.code == 4, ran.stderr
    assert "No space left" in ran.stderr or "full" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not assay.out.exists() or list(assay.out.iterdir()) == []


@needs_root
@pytest.mark.threat("F09")
def test_a_full_state_folder_is_said(assay: Assay, project: Path, small_disk: Path) -> None:
    """Where nothing can be stored, the command says so and does nothing else."""
    (project / "README.md").write_text("# project\n")
    commit_all(project)
    assay.state = small_disk / "state"
    code, _, stderr = run_in(project.parent, assay, "run", str(project))
    assert code == 4, stderr
    assert "Traceback" not in stderr
    assert not assay.out.exists()


@pytest.fixture
def roomy_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 MB: enough to fetch something, too little to begin a run."""
    place = tmp_path / "roomy"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


@needs_root
@pytest.mark.threat("F09")
def test_a_run_is_not_begun_without_room(assay: Assay, project: Path, roomy_disk: Path) -> None:
    """Exit 4 before any cell; the sentence names the place and what helps; with that, the run goes on."""
    if shutil.which("bwrap") is None:
        absent("bubblewrap is not installed")
    (project / ".assay.yml").write_text("test: echo fine\n")
    commit_all(project)
    assay.state = roomy_disk / "state"
    ran = assay("run", str(project), "--engine", "host")
    assert ran.code == 4, ran.stderr
    assert f"MB are free at {roomy_disk}" in ran.stderr
    assert "512 MB are needed" in ran.stderr
    one_sentence(ran)
    assert not list(assay.state.glob("runs/*/master"))
    assay.environment["ASSAY_LEAST_FREE"] = "50"
    assert assay("run", str(project), "--engine", "host").report["cells"][0]["fault"] is None


@needs_root
@pytest.mark.threat("F09")
def test_an_old_report_outlives_a_full_disk(assay: Assay, project: Path, roomy_disk: Path) -> None:
    """When the next report finds no room, the one before stays as it was, byte for byte."""
    if shutil.which("bwrap") is None:
        absent("bubblewrap is not installed")
    (project / ".assay.yml").write_text("test: echo fine\n")
    commit_all(project)
    assay.out = roomy_disk / "out"
    first = Ran(*run_in(project.parent, assay, "run", str(project), "--engine", "host"), assay.out)
    before = {path.name: path.read_bytes() for path in assay.out.iterdir() if path.is_file()}
    assert "report.json" in before, first.stderr
    free = shutil.disk_usage(roomy_disk).free
    (roomy_disk / "filler").write_bytes(b"\0" * (free - 8192))
    second = Ran(*run_in(project.parent, assay, "run", str(project), "--engine", "host"), assay.out)
    assert second.code == 4, second.stderr
    assert "Traceback" not in second.stderr
    assert {path.name: path.read_bytes() for path in assay.out.iterdir() if path.is_file()} == before


def run_in(folder: Path, assay: Assay, *arguments: str) -> tuple[int, str, str]:
    line = [str(Path(sys.executable).with_name("assay")), *arguments]
    done = subprocess.run(line, capture_output=True, text=True, env=assay.env(), cwd=folder, timeout=300)
    return done.returncode, done.stdout, done.stderr
