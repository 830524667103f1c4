"""TOML 1.0: whether a file can be read at all. The standard library reads it, in a process with a limit of its own."""

import json
import platform
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

from criteria.errors import ToolError, UntrustedInputError
from criteria.tools.process import MAX_OUTPUT, ask
from criteria.tools.tool import Examination, Hit, Purpose
from criteria.untrusted import load_json

ID = "toml-syntax"
PURPOSE = Purpose.STYLE
LANGUAGES: tuple[str, ...] = ("TOML",)
MARKERS: tuple[str, ...] = ()
DISTRIBUTIONS: tuple[str, ...] = ()
PROCESSES = 0
KNOWN_BAD = "name = x\n"
KNOWN_GOOD = 'name = "x"\n'

RULE = "invalid-toml"
_START = (sys.executable, "-P", "-s", "-m", "criteria.tools.toml_syntax")
_BEYOND = "nested deeper, or with longer numbers, than we read"
_LINE = re.compile(r"\(at line (\d{1,9}), column \d{1,9}\)$")
_SECONDS = 30.0  # a key of many parts takes the library quadratic time


def version() -> str:
    """That of the standard library, which reads it."""
    return f"Python {platform.python_version()}"


def suffix(path: str) -> str:  # noqa: ARG001  (the protocol)
    return ".toml"


def set_apart(path: str) -> str | None:  # noqa: ARG001  (the protocol)
    """Nothing is: there is one grammar."""
    return None


def examine(folder: Path, names: Sequence[str], stop: Event) -> Examination:
    answer = ask([*_START, *names], folder, _SECONDS, stop)
    try:
        told: Mapping[str, str | None] = load_json(answer.output, "the answer about TOML", MAX_OUTPUT)
        found = {name: told[name] for name in names}
    except (UntrustedInputError, LookupError, TypeError) as error:
        raise ToolError("the answer about TOML cannot be read") from error
    hits = tuple(_hit(name, problem) for name, problem in found.items() if problem not in (None, _BEYOND))
    return Examination(hits, {name: _BEYOND for name, problem in found.items() if problem == _BEYOND})


def _hit(name: str, problem: str | None) -> Hit:
    place = _LINE.search(problem or "")
    return Hit(name, int(place[1]) if place else None, RULE, f"not valid TOML: {problem}")


def main(names: Sequence[str]) -> None:
    """Writes what is wrong with each file, or null, as JSON."""
    json.dump({name: _problem(Path(name)) for name in names}, sys.stdout)


def _problem(file: Path) -> str | None:
    try:
        tomllib.loads(file.read_bytes().decode())
    except UnicodeDecodeError:
        return "the text is not UTF-8"
    except tomllib.TOMLDecodeError as error:
        return str(error)
    except (ValueError, RecursionError):
        return _BEYOND
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
