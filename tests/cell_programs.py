"""Runs the programs of `$ASSAY_TOOLS` as a cell does: each as one file, in a process and a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from workers.cell_tools import tools
from workers.readers.test_case import TestCase, read_lines

HERE = Path(__file__).parent / "workers" / "cell_tools"
STAND_IN = HERE / "stand_in"  # a small runner with the methods of Sage's own


class Cell:
    """`work` is where commands run, `results` is `$ASSAY_RESULTS`."""

    def __init__(self, folder: Path) -> None:
        self.work, self.results, self._tools = folder / "work", folder / "results", folder / "tools"
        for path in (self.work, self.results, self._tools):
            path.mkdir()

    def write(self, name: str, text: str) -> str:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return name

    def run(self, tool: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        program = self._tools / tool
        program.write_bytes(tools()[tool])
        return self.run_command([sys.executable, str(program), *words], **environment)

    def run_command(self, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        given = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.work),
            "ASSAY_RESULTS": str(self.results),
            "PYTHONPATH": str(STAND_IN),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        settings: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 100, "stdin": subprocess.DEVNULL}
        return subprocess.run(command, cwd=self.work, env={**given, **environment}, check=False, **settings)

    def cases(self) -> list[TestCase]:
        """Every record, read as the worker reads it."""
        with (self.results / "tests.jsonl").open("rb") as stream:
            return list(read_lines(stream))

    def told(self, name: str) -> Any:
        return json.loads((self.results / name).read_text())


def endings(cases: list[TestCase]) -> list[tuple[str, int | None, str]]:
    return [(case.id, case.ordinal, case.outcome) for case in cases]


def have(*names: str) -> bool:
    """Whether the Python of these tests can import all of them."""
    command = [sys.executable, "-c", f"import {', '.join(names)}"]
    return not subprocess.run(command, capture_output=True, env=dict(os.environ), check=False).returncode
