"""Yamllint: YAML by its grammar, and keys that stand twice in one mapping, of which readers keep either."""

import re
import sys
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from threading import Event

from criteria.errors import ToolError
from criteria.tools.disarm import disarm
from criteria.tools.process import ask
from criteria.tools.tool import Examination, Hit, Purpose

ID = "yamllint"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("YAML",)
MARKERS: tuple[str, ...] = ("yamllint disable",)
DISTRIBUTIONS: tuple[str, ...] = ("yamllint", "pathspec", "pyyaml")
PROCESSES = 0
KNOWN_BAD = "# yamllint disable\nname: x\nname: y\n"
KNOWN_GOOD = "name: x\n"

# The configuration stands on the command line, so that none is looked for. All other rules are about layout, or about
# `on`, `yes` and quotes, where the formats built on YAML have customs of their own.
_START = (
    sys.executable, "-P", "-s", "-m", "yamllint", "--no-warnings", "--format", "parsable",
    "--config-data", "{rules: {key-duplicates: {level: error}}}", "--",
)  # fmt: skip
_LINE = re.compile(r"^(?:\./)?(f[^:\n]{1,60}):(\d{1,9}):\d{1,9}: \[error\] (.{0,2000}) \(([a-z-]{1,40})\)$", re.M)
_DIRECTIVE = re.compile(rb"#[ \t]*(yamllint)")
_SECONDS_PER_START, _SECONDS_PER_MEGABYTE = 30.0, 300.0  # ten times what an idle core needs
_RECIPE = re.compile(r"(?:^|/)(?:meta|conda_build_config|recipe)\.ya?ml$")
_CHART = re.compile(r"(?:^|/)templates/[^\n]{1,400}\.ya?ml$")


def version() -> str:
    return f"{metadata.version('yamllint')} with PyYAML {metadata.version('pyyaml')}"


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".yaml"


def set_apart(path: str) -> str | None:
    """Texts that are YAML only once a template engine has filled them in."""
    if _RECIPE.search(path):
        return "a conda recipe, which holds a template"
    return "lies in a folder of templates" if "{{" in path or _CHART.search(path) else None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    disarm(folder, names, _DIRECTIVE, b"yamllinT")
    megabytes = sum((folder / name).stat().st_size for name in names) / 2**20
    seconds = _SECONDS_PER_START + _SECONDS_PER_MEGABYTE * megabytes
    answer = ask([*_START, *names], folder, seconds, stop, accepted=(0, 1))
    if b"Traceback" in answer.errors:
        raise ToolError("yamllint crashed")
    return Examination(tuple(_hits(answer.output.decode(errors="replace"))))


def _hits(text: str) -> Iterable[Hit]:
    lines = [line for line in text.split("\n") if line]
    found = [match for line in lines if (match := _LINE.match(line))]
    if len(found) != len(lines):
        raise ToolError("the answer of yamllint cannot be read")
    return (Hit(match[1], int(match[2]), match[4], match[3]) for match in found)
