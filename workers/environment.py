"""Environment variables that a recipe sets: which names are left to it, and which belong to the cell."""

import re
from collections.abc import Mapping

from workers.errors import MatrixError

MAX_VARIABLES = 100
MAX_VALUE = 4096  # characters
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_OURS = "Assay sets it for every command of a cell"
_BEFORE = "it would act on the shell before the command; set it inside the command that needs it"
RESERVED: Mapping[str, str] = {
    "PATH": _OURS,
    "HOME": _OURS,
    "USER": _OURS,
    "LOGNAME": _OURS,
    "PWD": _OURS,
    "OLDPWD": _OURS,
    "VIRTUAL_ENV": _OURS,
    "PYTHONHOME": "it would take the place of the cell's virtual environment",
    "PYTEST_ADDOPTS": "Assay asks for the JUnit file with it; put options into the test command",
    "BASH_ENV": _BEFORE,
    "ENV": _BEFORE,
    "SHELLOPTS": _BEFORE,
    "BASHOPTS": _BEFORE,
    "IFS": _BEFORE,
}
RESERVED_PREFIXES: Mapping[str, str] = {
    "ASSAY_": "names that begin with ASSAY_ are Assay's own",
    "LD_": _BEFORE,  # LD_PRELOAD and its kind load code into every process, the shell included
    "BASH_FUNC_": _BEFORE,
}


def variable_problem(name: str, value: str) -> str | None:
    """Why a recipe cannot set this variable, or None."""
    if not _NAME.match(name):
        return f"{_shown(name)} is no name of a variable: write letters, digits and '_', not beginning with a digit"
    why = RESERVED.get(name) or next((why for head, why in RESERVED_PREFIXES.items() if name.startswith(head)), None)
    if why:
        return f"{name} cannot be set: {why}"
    if len(value) > MAX_VALUE:
        return f"the value of {name} has {len(value)} characters, more than {MAX_VALUE}"
    if _CONTROL.search(value):
        return f"the value of {name} holds a control character"
    return None


def check_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """A copy, sorted by name; raises MatrixError for the first variable that a recipe cannot set."""
    if len(environment) > MAX_VARIABLES:
        raise MatrixError(f"environment: {len(environment)} variables are more than {MAX_VARIABLES}")
    for name, value in environment.items():
        if problem := variable_problem(name, value):
            raise MatrixError(f"environment: {problem}")
    return dict(sorted(environment.items()))


def _shown(name: str) -> str:
    return ascii(name if len(name) <= 60 else name[:60] + "...")
