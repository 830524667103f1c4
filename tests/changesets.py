"""Changes for tests: two commits of a tiny repository, and the evidence of what lies between them."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
from repos import commit_tree

from criteria.changes.change_name import ChangeName
from criteria.evidence import change
from criteria.evidence.change import Changeset
from criteria.model import Evidence, EvidenceSet, Verdict
from criteria.snapshot import Snapshot

Files = Mapping[str, str | bytes]
NAMED = ChangeName(41000, (40999,), "the message of the merge")


def changeset(
    folder: Path, before: Files, after: Files, *, name: ChangeName = NAMED, message: str = "A change"
) -> Changeset:
    """From a commit with the first files to one with the second."""
    place = folder / "r"
    base = commit_tree(place, before)
    head = commit_tree(place, after, message=message)
    return change.collect(Snapshot(place, base), Snapshot(place, head), name)


def evidence_of(changed: Changeset, *more: Evidence) -> EvidenceSet:
    return EvidenceSet({change.KIND: Evidence(change.KIND, changed, "test")}).with_evidence(*more)


def judged(check: ModuleType, of: Changeset, /, *more: Evidence, **parameters: Any) -> Verdict:
    verdict: Verdict = check.judge(evidence_of(of, *more), parameters)
    return verdict


def verdict_on(
    check: ModuleType, folder: Path, after: Files, before: Files | None = None, **parameters: Any
) -> Verdict:
    """Of a change from `before`, else from a tree without any of these files."""
    return judged(check, changeset(folder, before or {"README": "star map\n"}, after), **parameters)


def cut_off(folder: Path, after: Files) -> Changeset:
    """A change of which not all was looked at."""
    return attrs.evolve(changeset(folder, {"README": "star map\n"}, after), truncated="the change is too large")


def places(verdict: Verdict) -> list[tuple[str | None, int | None]]:
    return [(one.path, one.line) for one in verdict.findings]


def docstring(*lines: str) -> str:
    """A function of Python with a docstring of these lines."""
    return "\n".join(
        ['def scale():\n    r"""', *(f"    {line}" if line else "" for line in lines), '    """\n    return 1\n']
    )
