"""A baseline: a versioned rule set, read from YAML. It is data; the checks are code."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import attrs
import yaml

from criteria.errors import BaselineError
from criteria.model import BaselineRef, Level, Requirement, Strength

DEFAULT = "eosc-software-4.1"


@attrs.frozen
class Rule:
    """One sub-criterion as this baseline asks for it."""

    id: str
    requirement: Requirement
    blocking: bool
    check: str
    parameters: Mapping[str, Any]
    minimum: Mapping[Level, Strength]


@attrs.frozen
class Criterion:
    id: str
    title: str
    rules: tuple[Rule, ...]


@attrs.frozen
class Baseline:
    ref: BaselineRef
    title: str
    source: str
    criteria: tuple[Criterion, ...]
    levels: Mapping[Level, tuple[str, ...]]  # cumulative: gold holds silver holds bronze
    strengths: Mapping[Level, Strength]


def names() -> list[str]:
    """The baselines that ship with Assay."""
    return sorted(path.name.removesuffix(".yaml") for path in _folder().iterdir() if path.name.endswith(".yaml"))


def load(name: str = DEFAULT) -> Baseline:
    """The baseline of that name; its digest is that of the file's bytes."""
    path = _folder() / f"{name}.yaml"
    if name not in names():
        raise BaselineError(f"no baseline is called {name!r}; there are: {', '.join(names())}")
    return parse(path.read_bytes())


def parse(content: bytes) -> Baseline:
    """A baseline from the bytes of its file (ours, hence trusted)."""
    data = yaml.safe_load(content)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    criteria = tuple(_criterion(id_, entry) for id_, entry in data["criteria"].items())
    known = {criterion.id for criterion in criteria}
    levels = {Level[name.upper()]: tuple(ids) for name, ids in data["levels"].items()}
    for level, ids in levels.items():
        if unknown := set(ids) - known:
            raise BaselineError(
                f"{data['id']}: level {level.label} names unknown criteria: {', '.join(sorted(unknown))}"
            )
    return Baseline(
        ref=BaselineRef(data["id"], str(data["version"]), digest),
        title=data["title"],
        source=data["source"],
        criteria=criteria,
        levels=levels,
        strengths={Level[name.upper()]: Strength[value] for name, value in data["strengths"].items()},
    )


def _criterion(id_: str, entry: Mapping[str, Any]) -> Criterion:
    requirements = {rule_id: Requirement(rule["requirement"]) for rule_id, rule in entry["rules"].items()}
    blocking = _blocking(requirements) | set(entry.get("also_blocking", ()))
    rules = tuple(
        Rule(
            id=rule_id,
            requirement=requirements[rule_id],
            blocking=rule_id in blocking,
            check=rule.get("check", rule_id),
            parameters=rule.get("parameters", {}),
            minimum={Level[name.upper()]: Strength[value] for name, value in rule.get("minimum", {}).items()},
        )
        for rule_id, rule in entry["rules"].items()
    )
    return Criterion(id_, entry["title"], rules)


def _blocking(requirements: Mapping[str, Requirement]) -> set[str]:
    """V1: the MUST and MUST NOT ids; where there is none, the SHOULD and RECOMMENDED ids."""
    strict = {id_ for id_, requirement in requirements.items() if requirement.startswith("MUST")}
    soft = {
        id_ for id_, requirement in requirements.items() if requirement in (Requirement.SHOULD, Requirement.RECOMMENDED)
    }
    return strict or soft


def _folder() -> Any:
    return files("criteria") / "baselines"
