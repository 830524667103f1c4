"""What rootless runc is told: the walls stand whatever a project or a recipe says."""

import json
import os
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import layout
from workers.cell import Limits
from workers.engines.bundle import Tree, bundle

TREE = Tree(Path("/trees/one"))
WORK = Path("/tmp/assay-host-1/work")
ALLOWED = {"/etc/resolv.conf", "/etc/hosts", str(WORK)}
words = st.text(max_size=50)


@pytest.mark.threat("T01", "T25", "T27")
@given(words, st.dictionaries(words, words, max_size=3), st.integers(), st.booleans())
def test_nothing_weakens_the_walls(command: str, environment: dict[str, str], pids: int, network: bool) -> None:
    """Own namespaces, a read-only tree, bounded processes, no folder of the machine but the cell's own."""
    said = bundle(TREE, WORK, command, environment, Limits(pids=pids), network=network)
    assert said["root"] == {"path": "/trees/one", "readonly": True}
    assert {each["type"] for each in said["linux"]["namespaces"]} >= {"pid", "ipc", "uts", "mount", "user"}
    assert ({"type": "network"} in said["linux"]["namespaces"]) is not network
    assert {mount["source"] for mount in said["mounts"] if "bind" in mount["options"]} <= ALLOWED
    assert all("rw" not in mount["options"] or mount["source"] == str(WORK) for mount in said["mounts"])
    process = said["process"]
    assert process["noNewPrivileges"] is True
    assert process["args"][-1] == command
    (bound,) = [limit["hard"] for limit in process["rlimits"] if limit["type"] == "RLIMIT_NPROC"]
    assert 16 <= bound <= 32_768


@pytest.mark.threat("T25")
def test_the_command_is_another_user() -> None:
    """Root of the namespace is the user himself and runs nothing but the step to the cell's own user."""
    said = bundle(TREE, WORK, "id", {"A": "b"}, Limits(), network=False)
    assert said["linux"]["uidMappings"] == [{"containerID": 0, "hostID": os.geteuid(), "size": 1}]
    line = said["process"]["args"]
    step = line.index("/usr/bin/unshare")
    assert line[step + 1 : step + 4] == ["--user", f"--map-user={layout.USER}", f"--map-group={layout.USER}"]
    assert line[step + 4 : step + 8] == ["--", "/usr/bin/env", "-i", "A=b"]
    assert set(said["process"]["capabilities"]["bounding"]) == {"CAP_SETFCAP"}


@pytest.mark.threat("T24")
def test_nothing_of_ours_reaches_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings hold no variable of this process."""
    monkeypatch.setenv("CANARY_TOKEN", "canary-7f3a")
    assert "canary" not in json.dumps(bundle(TREE, WORK, "env", {}, Limits(), network=True))


def test_what_is_shown_is_read_only() -> None:
    """Folders of the machine that a tree shows cannot be written through it."""
    said = bundle(attrs.evolve(TREE, shown=("/usr",)), WORK, "true", {}, Limits(), network=False)
    (mount,) = [mount for mount in said["mounts"] if mount["destination"] == "/usr"]
    assert "ro" in mount["options"]
