"""What Buildbot's own pages show while a run goes on, and what they let anybody do."""

import json
import os
import time
from pathlib import Path

import pytest
import requests
from docker.errors import NotFound
from e2e_tools import Assay, commit_all

from workers.emulation import host_arch
from workers.engines.docker import DockerEngine

pytestmark = pytest.mark.engine
OWN = host_arch()
DEADLINE_S = 60
PLAIN = {"Accept-Encoding": "identity"}


def address_of(assay: Assay) -> str:
    """Where the master of the run that goes on serves its pages."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        for settings in (assay.state / "runs").glob("*/master/settings.json"):
            try:
                url = f"http://127.0.0.1:{json.loads(settings.read_text())['www_port']}"
                requests.get(f"{url}/api/v2/builders", headers=PLAIN, timeout=5).raise_for_status()
            except (ValueError, requests.RequestException):
                continue
            return url
        time.sleep(0.2)
    raise AssertionError("no master answered")


def builders(url: str) -> list[str]:
    answer = requests.get(f"{url}/api/v2/builders", headers=PLAIN, timeout=10).json()
    return [builder["name"] for builder in answer["builders"]]


@pytest.mark.usefixtures("engine")
def test_every_cell_is_there_by_its_name(assay: Assay, project: Path) -> None:
    """A virtual builder per cell; the page itself is served; nobody can control anything (T36)."""
    (project / ".assay.yml").write_text(f"matrix: {{arch: {OWN}}}\nbuild: sleep 8\ntest: echo fine\n")
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker")
    try:
        url = address_of(assay)
        name = f"{project.name}/debian-12/{OWN}/py"
        deadline = time.monotonic() + DEADLINE_S
        while not any(name in builder for builder in builders(url)):
            assert time.monotonic() < deadline, builders(url)
            time.sleep(0.2)
        assert "<title>" in requests.get(url, headers=PLAIN, timeout=10).text
        builds = requests.get(f"{url}/api/v2/builds", headers=PLAIN, timeout=10).json()["builds"]
        stop = {"id": 1, "jsonrpc": "2.0", "method": "stop", "params": {}}
        answer = requests.post(f"{url}/api/v2/builds/{builds[0]['buildid']}", json=stop, headers=PLAIN, timeout=10)
        assert answer.status_code == 403
    finally:
        _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core runs one cell at a time")
@pytest.mark.usefixtures("emulated")
def test_cells_run_at_the_same_time(assay: Assay, project: Path, engine: DockerEngine) -> None:
    """Two independent cells are in their containers at once, where there are two cores."""
    (project / ".assay.yml").write_text("matrix: {arch: [amd64, arm64]}\nbuild: sleep 10\ntest: echo fine\n")
    commit_all(project)
    process = assay.start("run", str(project), "--engine", "docker")
    together = 0
    while process.poll() is None:
        together = max(together, running(engine, assay))
        time.sleep(0.3)
    process.communicate()
    assert together == 2


def running(engine: DockerEngine, assay: Assay) -> int:
    """Different cells of this test's run whose containers are up now."""
    runs = [path.name for path in (assay.state / "runs").glob("*")]
    try:
        found = engine.client.api.containers(filters={"label": "assay.cell"})
    except NotFound:  # one of them went while the engine was listing
        return 0
    return len({each["Labels"]["assay.cell"] for each in found if each["Labels"]["assay.run"] in runs})
