"""A baseline: a versioned rule set, read from YAML. It is data; the checks are code.

One may ship with us or be a file of the user's own. It is never taken from the assessed tree (V12).
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from packaging.version import Version

from criteria.baseline_file import MAX_BYTES, parse
from criteria.errors import BaselineError
from criteria.record import nearest
from criteria.rules import Baseline

DEFAULT = "eosc-software-4.1"
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}")


def names() -> list[str]:
    """The baselines that ship with Assay."""
    return sorted(path.name.removesuffix(".yaml") for path in _folder().iterdir() if path.name.endswith(".yaml"))


def is_file(name: str) -> bool:
    """Whether the user named a file of their own and not a baseline of ours."""
    return "/" in name or name.endswith((".yaml", ".yml"))


def load(name: str = DEFAULT) -> Baseline:
    """The baseline of that name, or of that file; its digest is that of the file's bytes."""
    return _own(Path(name)) if is_file(name) else shipped(name)


def shipped(name: str) -> Baseline:
    """A baseline of ours, by its id or by the part of it before the version (`sage` for `sage-1.0`).

    Never a file: an assessed project may name further baselines, and must not make us read what lies on our machine.
    """
    id_ = _full(name)
    if id_ is None:
        raise BaselineError(f"no baseline is called {name!r}; {nearest(name, names())}")
    return _shipped(id_)


def _full(name: str) -> str | None:
    """The id that the name stands for; of several versions the newest."""
    if name in names():
        return name
    versions = {id_: id_.removeprefix(f"{name}-") for id_ in names() if id_.startswith(f"{name}-")}
    known = {id_: Version(version) for id_, version in versions.items() if _VERSION.fullmatch(version)}
    return max(known, key=known.__getitem__, default=None)


@cache
def _shipped(name: str) -> Baseline:
    return parse((_folder() / f"{name}.yaml").read_bytes(), f"{name}.yaml")


def _own(path: Path) -> Baseline:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BaselineError(f"cannot read the baseline {str(path)!a}: {error}") from error
    baseline = parse(content, str(path))
    if baseline.ref.id in names():
        raise BaselineError(f"{path}: the id {baseline.ref.id} is that of a baseline of Assay; give yours its own")
    return _with_known_parameters(baseline, str(path))


def _with_known_parameters(baseline: Baseline, name: str) -> Baseline:
    """A limit that is misspelt would be no limit: the checks' parameters are those that our own baselines give them.

    Nor would one of another kind, such as a number in quotes: its check would fail, and blame would fall on us.
    """
    ours: dict[str, list[set[str]]] = {}
    kinds: dict[tuple[str, str], str] = {}
    for rule in (rule for shipped in names() for rule in load(shipped).rules()):
        ours.setdefault(rule.check, []).append(set(rule.parameters))
        kinds.update({(rule.check, parameter): _kind(value) for parameter, value in rule.parameters.items()})
    for rule in baseline.rules():
        known = set().union(*ours.get(rule.check, []))
        for parameter in sorted(set(rule.parameters) - known):
            hint = nearest(parameter, sorted(known))
            raise BaselineError(f"{name}: rule {rule.id}: its check knows no parameter {parameter!r}; {hint}")
        for parameter, value in rule.parameters.items():
            if _kind(value) != kinds[rule.check, parameter]:
                raise BaselineError(f"{name}: rule {rule.id}: the parameter {parameter!r} is a {_kind(value)}; "
                                    f"its check needs a {kinds[rule.check, parameter]}")  # fmt: skip
        always = set.intersection(*ours[rule.check]) if rule.check in ours else set()
        for parameter in sorted(always - set(rule.parameters)):
            raise BaselineError(f"{name}: rule {rule.id}: its check needs the parameter {parameter!r}; add it")
    return baseline


def _kind(value: object) -> str:
    """What a value is to people."""
    if isinstance(value, bool):
        return "truth value"
    for kind, word in (((int, float), "number"), (str, "text"), (list, "list"), (dict, "mapping")):
        if isinstance(value, kind):
            return word
    return "null"


def _folder() -> Any:
    return files("criteria") / "baselines"
