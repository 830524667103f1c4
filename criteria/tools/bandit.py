"""Bandit: insecure constructs in Python that it rates high in severity and of which it is highly confident."""

import platform
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "bandit"
PURPOSE = Purpose.SECURITY
LANGUAGES: tuple[str, ...] = ("Python",)
MARKERS: tuple[str, ...] = ("nosec",)
DISTRIBUTIONS: tuple[str, ...] = ("bandit", "stevedore")
PROCESSES = 0
KNOWN_BAD = "import subprocess\n\n\ndef run(text):\n    subprocess.call(text, shell=True)  # nosec\n"
KNOWN_GOOD = 'import subprocess\n\n\ndef run(text):\n    subprocess.call(["ls", text])\n'

# Started with -P and in our own folder, so that no yaml.py of a repository can stand in for the library (T28).
# The assert rule is rated low and therefore never among the results: tests may assert.
_START = (sys.executable, "-P", "-s", "-m", "criteria.tools.bandit_process")
# A rule that crashes is told on the error stream alone; the file then looks as if the rule had found nothing.
_BROKEN_RULE = re.compile(rb"Bandit internal error running: \w{1,80} on file (\S{1,80}) at line")
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 40.0  # twenty times what an idle core needs


def version() -> str:
    """Bandit reads with the parser of the Python it runs on, which therefore is part of the version."""
    return f"{metadata.version('bandit')} on Python {platform.python_version()}"


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".py"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: tests and stubs are read like the rest."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop)
    try:
        examination = _read(load_json(answer.output, "the answer of bandit", MAX_OUTPUT), names)
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of bandit cannot be read") from error
    broken = {_neutral(name.decode(errors="replace")) for name in _BROKEN_RULE.findall(answer.errors)}
    lost = dict.fromkeys(broken.intersection(names), "bandit: one of its rules crashed on the file")
    return Examination(examination.hits, {**lost, **examination.failed})


def _read(answer: Mapping[str, Any], names: Sequence[str]) -> Examination:
    seen = {_neutral(name) for name in (*answer["metrics"], *answer["parsed"])}
    failed = {name: "bandit did not say that it read the file" for name in names if name not in seen}
    for error in answer["errors"]:
        failed[_neutral(error["filename"])] = f"bandit: {error['reason']} (Python {platform.python_version()})"
    hits = (
        Hit(_neutral(result["filename"]), result["line_number"], result["test_id"], result["issue_text"])
        for result in answer["results"]
        if result["issue_severity"] == result["issue_confidence"] == "HIGH"
    )
    return Examination(tuple(hits), failed)


def _neutral(name: str) -> str:
    return name.removeprefix("./")
