"""The words of a baseline: rules, joined into criteria, joined into levels."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from criteria.model import BaselineRef, Level, Requirement, Strength


@attrs.frozen
class Rule:
    """One sub-criterion as this baseline asks for it.

    `weight` counts for the bounds alone. `accepts_attestation`: a signed statement of a person counts as met.
    `group` and `maturity` (1 to 3) are for readers. `same_as` names the rules of other baselines that ask for the same.
    `title` where it is not that of the check.
    """

    id: str
    requirement: Requirement
    blocking: bool
    check: str
    parameters: Mapping[str, Any]
    minimum: Mapping[Level, Strength]
    weight: float = 1.0
    accepts_attestation: bool = False
    group: str | None = None
    maturity: int | None = None
    same_as: tuple[str, ...] = ()
    title: str | None = None

    @property
    def choices(self) -> dict[str, object]:
        """What the rule asks of what its check can ask. Numbers are limits; rules that differ in them ask the same."""
        return {key: value for key, value in self.parameters.items() if isinstance(value, bool | str | list | dict)}


@attrs.frozen
class Criterion:
    id: str
    title: str
    rules: tuple[Rule, ...]


@attrs.frozen
class Baseline:
    """`levels` may be empty: a framework without levels is told by its bounds. `groups`: id to title."""

    ref: BaselineRef
    title: str
    source: str
    criteria: tuple[Criterion, ...]
    levels: Mapping[Level, tuple[str, ...]]  # cumulative: gold holds silver holds bronze
    strengths: Mapping[Level, Strength]
    groups: Mapping[str, str] = attrs.field(factory=dict)

    def rules(self) -> Iterable[Rule]:
        return (rule for criterion in self.criteria for rule in criterion.rules)
