"""The udocker engine without udocker: when it refuses, what it claims, and whose fault an end is."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from worker_cells import cell

from workers.engines import udocker
from workers.engines.engine import Ended, Patience
from workers.engines.udocker import RUNC_VARIABLE, UdockerEngine, UdockerSession, walls_of
from workers.errors import EngineError, ImageError
from workers.images.store import Image
from workers.log import CappedLog

IMAGE = Image("assay/debian-12:amd64-0123", "x", "sha256:aa", None, "debian bookworm by mmdebstrap", 1)
LONG = Patience(60, 60)
RUN = "0123456789ab"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of an ordinary user with nothing installed but what the test writes here."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr(udocker.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(udocker, "_SYSTEM_PATHS", str(folder))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("UDOCKER_DIR", str(tmp_path / "udocker"))
    monkeypatch.delenv(RUNC_VARIABLE, raising=False)
    monkeypatch.setattr(udocker.tempfile, "tempdir", str(tmp_path))
    return folder


def install(folder: Path, name: str, script: str = "exit 0") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    path.chmod(0o755)


def test_it_names_what_is_missing(tools: Path) -> None:
    """One thing after the other, each with what to install; when all is there a trial decides."""
    refusal = lambda: str(UdockerEngine().offer().refusal)  # noqa: E731
    assert "pip install udocker" in refusal()
    install(tools, "udocker")
    assert "apt-get install runc" in refusal()
    install(tools, "runc")
    assert "util-linux" in refusal()
    install(tools, "unshare", "echo unshare: not permitted; exit 1")
    assert refusal() == "udocker's runc does not work here: unshare: not permitted"
    install(tools, "unshare")
    assert UdockerEngine().offer().refusal is None


@pytest.mark.threat("T25")
def test_root_is_refused(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root of the namespace would be root of the machine."""
    monkeypatch.setattr(udocker.os, "geteuid", lambda: 0)
    assert "root" in str(UdockerEngine().offer().refusal)
    with pytest.raises(EngineError, match="ordinary users"):
        UdockerEngine().session(cell(), RUN)


def test_which_runc(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is named, then the system's, then udocker's own."""
    assert udocker._runc() is None
    install(tmp_path / "udocker" / "bin", f"runc-{os.uname().machine}")
    assert str(udocker._runc()).startswith(str(tmp_path / "udocker"))
    install(tools, "runc")
    assert udocker._runc() == str(tools / "runc")
    install(tmp_path, "other")
    monkeypatch.setenv(RUNC_VARIABLE, str(tmp_path / "other"))
    assert udocker._runc() == str(tmp_path / "other")
    monkeypatch.setenv(RUNC_VARIABLE, "UDOCKER")
    assert udocker._runc() == str(tools / "runc")
    monkeypatch.setenv(RUNC_VARIABLE, "/nowhere/runc")
    assert udocker._runc() is None


@pytest.mark.threat("T01")
@pytest.mark.parametrize(
    ("kernel", "bounded"),
    [("5.14.0-70.el9", True), ("6.1.0-23-amd64", True), ("6", True), ("5.10.0-30", False), ("odd", False), ("", False)],
)
def test_processes_are_claimed_by_the_kernel(kernel: str, bounded: bool) -> None:
    """Before 5.14 the kernel counts all processes of a user together: then no bound of a cell is claimed."""
    walls = walls_of(kernel)
    assert walls.limits_processes is bounded
    assert walls.sandbox
    assert not walls.limits_memory
    assert not walls.limits_disk


def session(tools: Path, runc: str) -> UdockerSession:
    """A session whose `unshare` runs the rest of its line, with a runc that is a script."""
    install(tools, "unshare", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
    install(tools, "runc", runc)
    os.environ["PATH"] = f"{tools}:/usr/bin:/bin"  # the fixture puts it back
    return UdockerSession(cell(), RUN, IMAGE, Path("/trees/one"))


LOG = """while [ $# -gt 0 ]; do case $1 in --log) log=$2;; --bundle) bundle=$2;; esac; shift; done
"""


@pytest.mark.threat("F05")
def test_runcs_own_failure_is_ours(tools: Path) -> None:
    """An exit code that runc explains in its log is no exit code of the command."""
    failing = LOG + """echo '{"level":"error","msg":"no space left on device"}' > $log; exit 1"""
    with session(tools, failing) as opened, pytest.raises(EngineError, match="no space left on device"):
        opened.run("true", {}, LONG, CappedLog(1000))


@pytest.mark.parametrize(
    ("log", "code"), [("", 1), ('{"level":"warning","msg":"careful"}', 3), ("not json", 2), ("[1]", 4), ("", 0)]
)
def test_the_commands_own_failure_is_its_own(tools: Path, log: str, code: int) -> None:
    """Without an error in runc's log the code is the project's."""
    with session(tools, f"{LOG}echo '{log}' > $log; echo said; exit {code}") as opened:
        kept = CappedLog(1000)
        assert opened.run("true", {}, LONG, kept) == Ended(code, "")
        kept.close()
        assert kept.text() == "said\n"


@pytest.mark.threat("T27")
def test_the_network_is_for_the_build(tools: Path) -> None:
    """The settings of a command after the build name a network namespace of its own; those before do not."""
    kinds = []
    with session(tools, f"{LOG}cp $bundle/config.json {tools}/told") as opened:
        for _ in range(2):
            opened.run("true", {}, LONG, CappedLog(1000))
            told = json.loads((tools / "told").read_text())
            kinds.append("network" in [each["type"] for each in told["linux"]["namespaces"]])
            opened.end_build()
    assert kinds == [False, True]


@pytest.mark.threat("F05")
def test_a_machine_that_starts_nothing_is_our_fault(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        raise OSError("no more processes")

    with session(tools, "exit 0") as opened:
        monkeypatch.setattr(udocker, "_started", full)
        with pytest.raises(EngineError, match="could not be started: no more processes"):
            opened.run("true", {}, LONG, CappedLog(1000))


def test_killed_names_memory(tools: Path) -> None:
    """137 says what most likely happened."""
    with session(tools, "exit 137") as opened:
        assert "memory" in opened.run("true", {}, LONG, CappedLog(1000)).why


def test_another_architecture_is_refused(tools: Path) -> None:
    with pytest.raises(EngineError, match="cells only"):
        UdockerEngine().session(cell(arch="s390x"), RUN)


@pytest.mark.threat("F05")
def test_a_missing_image_says_how_to_get_it(tools: Path) -> None:
    """Made here, or brought as a file from a machine that has it."""
    install(tools, "udocker", "exit 1")
    install(tools, "runc")
    install(tools, "unshare")
    with pytest.raises(ImageError, match=r"assay images build debian-12 --engine udocker.*udocker load"):
        UdockerEngine().session(cell(), RUN)
