"""The words of a judgement: evidence goes in, verdicts and a level come out.

Everything here is frozen and serialisable, so that a judgement can be repeated
byte for byte from the same evidence and the same baseline (rules V1-V4 of
`docs/explanation/verdicts.md`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

import attrs
import cattrs


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
        """Stable id of the finding; does not depend on the line, so that it survives shifts (V9)."""
        text = "\0".join((self.rule, self.path or "", self.message))
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
class SubcriterionResult:
    """One rule of the baseline, judged."""

    id: str
    title: str
    requirement: Requirement
    blocking: bool
    verdict: Verdict
    evidence: tuple[str, ...] = ()  # "<kind>@sha256:<digest>" of what it rests on
    fix: str = ""
    effort: str = ""


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
class Assessment:
    """All verdicts of one snapshot against one baseline.

    `level` is what is proven; `level_possible` is what would be reached if every
    unknown turned out well.
    """

    baseline: BaselineRef
    level: Level
    level_possible: Level
    criteria: tuple[CriterionResult, ...]
    bounds: Bounds | None


def plain(data: Any) -> Any:
    """Any of our frozen classes as JSON-ready data."""
    return _converter.unstructure(data)


def digest_of(data: Any) -> str:
    """`sha256:` of the canonical JSON form of the data."""
    text = json.dumps(plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


_converter = cattrs.Converter(unstruct_collection_overrides={tuple: list})
_converter.register_unstructure_hook(Strength, lambda strength: strength.name)
_converter.register_unstructure_hook(Level, lambda level: level.label)
