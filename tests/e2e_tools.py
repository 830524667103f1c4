"""The command as a user runs it, and what it may leave behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

ASSAY = Path(sys.executable).with_name("assay")
PROMISED = bool(os.environ.get("ASSAY_REQUIRE_ENGINE"))


def absent(reason: str) -> None:
    """What a test needs is not here."""
    if PROMISED:
        pytest.fail(reason)
    pytest.skip(reason)


@attrs.frozen
class Ran:
    """A finished command."""

    code: int
    stdout: str
    stderr: str
    folder: Path  # where report and badge were to be written

    @property
    def report(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / "report.json").read_text())
        return data

    def criterion(self, id_: str) -> dict[str, Any]:
        return next(criterion for criterion in self.report["criteria"] if criterion["id"] == id_)


@attrs.define
class Assay:
    """Runs the command as a user would, with a state of its own."""

    state: Path
    out: Path
    environment: dict[str, str] = attrs.field(factory=dict)

    def __call__(self, *arguments: str, timeout: float = 900) -> Ran:
        done = subprocess.run(
            [str(ASSAY), *arguments],
            capture_output=True, text=True, timeout=timeout, env=self.env(), cwd=self.out.parent,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr, self.out)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(ASSAY), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env(), cwd=self.out.parent,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def env(self) -> dict[str, str]:
        own = {"ASSAY_STATE": str(self.state), "ASSAY_OUT": str(self.out)}
        return {**os.environ, **own, **self.environment}


def commit_all(folder: Path) -> str:
    """Everything in the folder as one commit; returns its id."""
    who = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    for line in (["init", "-q"], ["add", "-A", "-f"], [*who, "commit", "-q", "-m", "A change"]):
        subprocess.run(["git", *line], cwd=folder, check=True, capture_output=True)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def left_on_the_machine(marker: str) -> list[str]:
    """Command lines of processes that carry the marker, and containers of any run of ours."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (entry / "environ").read_bytes().decode(errors="replace")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state != "Z" and (marker in line or marker in environment):
                found.append(line)
    return found
