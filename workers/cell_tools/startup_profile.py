"""How long a module takes to import in a fresh Python, and which modules come with it.

    startup-profile [--samples N] [--python COMMAND] MODULE

Writes `{"module", "samples_s": [...], "modules": [...]}` to `$ASSAY_RESULTS/startup.json`: wall times in seconds of
`python -c "import MODULE"`, and the sorted names of all modules loaded. Samples of the same module are added to those
of an earlier call, so that two variants can be measured in turn. COMMAND is Python by default, for SageMath
`sage --python`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from workers.cell_tools.records import ResultsError, open_regular, replace_file, results_folder, say

_TOOL = "startup-profile"
SAMPLES, MOST_SAMPLES, SAMPLES_KEPT = 20, 200, 1000
MODULES_KEPT, NAME_KEPT = 20_000, 200
TIMEOUT_S = 120
_FILE_LIMIT = 8 << 20  # bytes
# The import stands alone, as in the samples; what is asked for the list of modules is there before it.
_LIST = "import sys; import {module}; open(sys.argv[1], 'w').write('\\n'.join(sorted(sys.modules)))"


def main() -> None:
    words = _arguments().parse_args()
    try:
        _check(words.module)
        path = results_folder() / "startup.json"
        python = shlex.split(words.python) if words.python else [sys.executable]
        modules = modules_of(python, words.module)  # this first start also warms the disk's cache
        earlier = _earlier(path, words.module)
        samples = [*earlier, *(sample(python, words.module) for _ in range(words.samples))][-SAMPLES_KEPT:]
        data = {"module": words.module, "samples_s": samples, "modules": modules}
        replace_file(path, io.BytesIO(json.dumps(data).encode()))
    except ResultsError as error:
        say(_TOOL, str(error))
        sys.exit(1)
    middle = sorted(samples)[len(samples) // 2]
    sys.stdout.write(f"import {words.module}: {len(modules)} modules, {middle:.3f} s (median of {len(samples)})\n")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_TOOL, description="measure how a module is imported")
    parser.add_argument("--samples", type=_number, default=SAMPLES, help=f"1 to {MOST_SAMPLES}, {SAMPLES} by default")
    parser.add_argument("--python", default="", help="the command to start Python with")
    parser.add_argument("module")
    return parser


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SAMPLES:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to {MOST_SAMPLES}")
    return int(text)


def _check(module: str) -> None:
    if len(module) > NAME_KEPT or not all(part.isidentifier() for part in module.split(".")):
        raise ResultsError(f"{module[:NAME_KEPT]!r} is no name of a module: write it as in an import statement")


def modules_of(python: list[str], module: str) -> list[str]:
    """Sorted names of the modules that are loaded after the import; raises ResultsError when it fails."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as told:
        _start([*python, "-c", _LIST.format(module=module), told.name], module)
        names = told.read(MODULES_KEPT * NAME_KEPT).split("\n")
    return [name[:NAME_KEPT] for name in names if name][:MODULES_KEPT]


def sample(python: list[str], module: str) -> float:
    """Wall time in seconds of one fresh Python that imports the module; raises ResultsError when it fails."""
    begin = time.perf_counter()
    _start([*python, "-c", f"import {module}"], module)
    return round(time.perf_counter() - begin, 6)


def _start(command: list[str], module: str) -> None:
    with tempfile.TemporaryFile() as said:
        try:
            quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": said}
            status = subprocess.run(command, timeout=TIMEOUT_S, check=False, **quiet).returncode
        except subprocess.TimeoutExpired as error:
            raise ResultsError(f"import {module} took more than {TIMEOUT_S} s; nothing was measured") from error
        except OSError as error:
            raise ResultsError(f"{command[0]} cannot be started: {error.strerror}") from error
        if status:
            said.seek(max(0, said.seek(0, os.SEEK_END) - 1000))
            words = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise ResultsError(f"import {module} fails with status {status}: {words or 'without a word'}")


def _earlier(path: Path, module: str) -> list[float]:
    """Samples of earlier calls; what is no such file counts as none."""
    try:
        with open_regular(path, os.O_RDONLY) as stream:
            data = json.loads(stream.read(_FILE_LIMIT))
        samples = data["samples_s"] if data["module"] == module else []
        return [float(seconds) for seconds in samples if 0 < float(seconds) < TIMEOUT_S]
    except (OSError, ValueError, TypeError, KeyError):
        return []


if __name__ == "__main__":
    main()
