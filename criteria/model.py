"""The words of a judgement: evidence goes in, verdicts and a level come out.

Everything here is frozen and serialisable, so that a judgement can be repeated
byte for byte from the same evidence and the same baseline (rules V1-V4 of
`docs/explanation/verdicts.md`).
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

import attrs
import cattrs

from criteria.attestation import Statement
from criteria.waivers import Waiver

# A number that stands by itself: a line, a count, a share. One in quotes, brackets or a word is part of a name.
_NUMBER = re.compile(r"(?<![^\s(])[0-9][0-9,.]{0,30}(?=[\s),;:%.]|$)")


class Outcome(StrEnum):
    """The five verdicts (V1). Only `fail` is red; what was not measured is never a pass."""

    PASS = "pass"  # noqa: S105  (a verdict, no password)
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    ATTESTED = "attested"


class Strength(IntEnum):
    """How far evidence can be trusted (V2)."""

    E0 = 0  # claimed: a badge, a sentence, an attestation
    E1 = 1  # present: the file exists
    E2 = 2  # well-formed: parsed, valid
    E3 = 3  # consistent with at least one independent source
    E4 = 4  # executed by us in a sandbox at this commit
    E5 = 5  # reproduced: a second run gave the same digest


class Requirement(StrEnum):
    """The keyword of RFC 2119 with which a baseline asks for something."""

    MUST = "MUST"
    MUST_NOT = "MUST NOT"
    SHOULD = "SHOULD"
    RECOMMENDED = "RECOMMENDED"
    MAY = "MAY"


class Level(IntEnum):
    """A gate over verdicts, never an average (V3)."""

    NONE = 0
    BRONZE = 1
    SILVER = 2
    GOLD = 3

    @property
    def label(self) -> str:
        return self.name.lower()


@attrs.frozen
class Finding:
    """One fact a reader can act on, at a place in the snapshot."""

    rule: str
    message: str
    path: str | None = None
    line: int | None = None

    @property
    def fingerprint(self) -> str:
        """Stable id of the finding; does not depend on the line, so that it survives shifts (V9).

        Nor on a number that its message tells, which may be a line, a count or a share. What one file has twice has one
        fingerprint, so numbers of findings go with it.
        """
        text = "\0".join((self.rule, self.path or "", _NUMBER.sub("#", self.message)))
        return "sha256:" + hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:32]


@attrs.frozen
class Verdict:
    """What one check says, and why. `required` and `found` are shown side by side."""

    outcome: Outcome
    reason: str
    strength: Strength | None = None
    required: str | None = None
    found: str | None = None
    findings: tuple[Finding, ...] = ()


@attrs.frozen
class Evidence:
    """A fact of one kind about one snapshot, and who produced it (tool and version)."""

    kind: str
    data: Any
    producer: str

    @cached_property
    def digest(self) -> str:
        return digest_of(self.data)


class EvidenceSet(Mapping[str, Evidence]):
    """Evidence by kind. What could not be had is remembered with its reason, never dropped."""

    def __init__(self, items: Mapping[str, Evidence], missing: Mapping[str, str] | None = None) -> None:
        self._items = dict(items)
        self.missing = dict(missing or {})

    def __getitem__(self, kind: str) -> Evidence:
        return self._items[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._items))

    def __len__(self) -> int:
        return len(self._items)

    def why_missing(self, kind: str) -> str:
        return self.missing.get(kind, f"no {kind} evidence was collected")

    def witnessed(self) -> "Witnessed":
        """The same evidence, remembering which kinds were read."""
        return Witnessed(self._items, self.missing)

    def with_evidence(self, *more: Evidence) -> "EvidenceSet":
        return EvidenceSet({**self._items, **{item.kind: item for item in more}}, self.missing)

    def with_missing(self, kind: str, reason: str) -> "EvidenceSet":
        return EvidenceSet(self._items, {**self.missing, kind: reason})


class Witnessed(EvidenceSet):
    """Evidence that remembers which kinds were read: a verdict rests on those, and on nothing else."""

    def __init__(self, items: Mapping[str, Evidence], missing: Mapping[str, str] | None = None) -> None:
        super().__init__(items, missing)
        self.read: set[str] = set()

    def __getitem__(self, kind: str) -> Evidence:
        found = super().__getitem__(kind)
        self.read.add(kind)
        return found


@attrs.frozen
class Attested:
    """A person's word for a rule that could not be measured, and why it could not. `accepted`: it counts as met."""

    statement: Statement
    accepted: bool
    unmeasured: str


@attrs.frozen
class Waived:
    """What was measured before waivers, by which of them it was changed, and the findings that do not count."""

    waivers: tuple[Waiver, ...]
    measured: Verdict
    findings: tuple[Finding, ...] = ()


@attrs.frozen
class Raised:
    """A limit of the baseline, and the stricter one that the project set itself (V12)."""

    parameter: str
    baseline: float
    own: float


@attrs.frozen
class SubcriterionResult:
    """One rule of the baseline, judged. `required_by_project`: it decides because the project wants it to."""

    id: str
    title: str
    requirement: Requirement
    blocking: bool
    verdict: Verdict
    evidence: tuple[str, ...] = ()  # "<kind>@sha256:<digest>" of what it rests on
    fix: str = ""
    effort: str = ""
    check: str = ""  # id in the catalogue
    weight: float = 1.0
    group: str | None = None
    maturity: int | None = None
    attested: Attested | None = None
    waived: Waived | None = None
    raised: tuple[Raised, ...] = ()
    required_by_project: bool = False

    @property
    def counts_as(self) -> Outcome:
        """Pass, fail, not applicable or not assessed: an attestation is met where it is accepted, else unknown."""
        if self.verdict.outcome is not Outcome.ATTESTED:
            return self.verdict.outcome
        return Outcome.PASS if self.attested and self.attested.accepted else Outcome.NOT_ASSESSED


@attrs.frozen
class CriterionResult:
    """All rules of one criterion, joined by V1."""

    id: str
    title: str
    outcome: Outcome
    reason: str
    subcriteria: tuple[SubcriterionResult, ...]


@attrs.frozen
class BaselineRef:
    """Which rule set was applied: without it a verdict means nothing (V11)."""

    id: str
    version: str
    digest: str


@attrs.frozen
class Bounds:
    """Share of applicable rules passed, at least `lower` and at most `upper`; `assessed` is the share known (V1)."""

    lower: float
    upper: float
    assessed: float


@attrs.frozen
class Heard:
    """A waiver or statement that was in force, and whether it changes what counts; `why` or why not."""

    id: str
    applied: bool
    why: str


@attrs.frozen
class Assessment:
    """All verdicts of one snapshot against one baseline.

    `level` is what is proven; `level_possible` is what would be reached if every unknown turned out well;
    `level_unwaived` is what is proven without any waiver. `levels` are those that the baseline has.
    """

    baseline: BaselineRef
    level: Level
    level_possible: Level
    criteria: tuple[CriterionResult, ...]
    bounds: Bounds | None
    level_unwaived: Level = Level.NONE
    levels: tuple[Level, ...] = (Level.BRONZE, Level.SILVER, Level.GOLD)
    waivers: tuple[Heard, ...] = ()
    statements: tuple[Heard, ...] = ()

    def results(self) -> Iterator[SubcriterionResult]:
        return (result for criterion in self.criteria for result in criterion.subcriteria)


def plain(data: Any) -> Any:
    """Any of our frozen classes as JSON-ready data."""
    return _converter.unstructure(data)


def structured(data: Any, kind: Any) -> Any:
    """The object of the class `kind` from what `plain` made of it. What does not fit raises an exception of cattrs."""
    return _converter.structure(data, kind)


def digest_of(data: Any) -> str:
    """`sha256:` of the canonical JSON form of the data."""
    text = json.dumps(plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
_converter.register_unstructure_hook(date, lambda day: day.isoformat())
_converter.register_unstructure_hook(Strength, lambda strength: strength.name)
_converter.register_structure_hook(Strength, lambda name, _: Strength[name])
_converter.register_unstructure_hook(Level, lambda level: level.label)
