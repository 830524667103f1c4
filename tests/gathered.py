"""Evidence for the tests of checks: all that is read from a tiny tree and its history, without running an analyser."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
from evidence_of import FETCHED
from repos import commit_tree

from criteria.all_scans import SCANS
from criteria.cache import Cache
from criteria.collect import ALONE, HISTORY
from criteria.evidence import census, retrieval
from criteria.evidence.archive import KIND as ARCHIVE
from criteria.evidence.archive import Archive, ArchiveRecord
from criteria.evidence.forge import KIND as FORGE
from criteria.evidence.forge import Forge, Time, Window
from criteria.evidence.style import KIND as STYLE
from criteria.evidence.style import Style
from criteria.facts import read_facts
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot

PYPROJECT = """[project]
name = "star-map"
version = "1.2.0"
description = "Maps of stars"
license = "MIT"
authors = [{name = "Ada Example", email = "ada@stars.net"}]
dependencies = ["numpy>=1"]
[project.urls]
Source = "https://github.com/example/star-map"
"""
README = """# Star Map

Star Map draws maps of the sky from catalogues of stars, for observers and for papers, on any machine with Python.

## Installation

Run `pip install star-map` and then `star-map --help` to see what it can do for you and your telescope.

## Support

Ask at https://github.com/example/star-map/issues when something is wrong or missing.
"""
DAY = 86_400


def gathered(path: Path, files: Mapping[str, str | bytes], *more: Evidence, **fetched: Any) -> EvidenceSet:
    """The evidence of one more commit with these files in the repository at `path`, and what is handed in."""
    return evidence_of(Snapshot(path, commit_tree(path, files)), *more, **fetched)


def evidence_of(snapshot: Snapshot, *more: Evidence, **fetched: Any) -> EvidenceSet:
    facts = read_facts(snapshot, Cache())
    data = {
        retrieval.KIND: attrs.evolve(FETCHED, **fetched),
        census.KIND: facts.census,
        STYLE: Style((), (), 0),
        **{kind: collect(snapshot) for kind, collect in ALONE.items()},
        **{kind: collect(snapshot, Cache()) for kind, collect in HISTORY.items()},
        **{scan.KIND: scan.reduce(facts.by_scan[scan.KIND]) for scan in SCANS},
    }
    made = EvidenceSet({kind: Evidence(kind, one, "test") for kind, one in data.items()})
    return made.with_evidence(*more)


def changed(evidence: EvidenceSet, kind: str, **values: Any) -> EvidenceSet:
    """The same evidence with other values in one kind of it."""
    return evidence.with_evidence(Evidence(kind, attrs.evolve(evidence[kind].data, **values), "test"))


def archive(*records: ArchiveRecord, asked: tuple[str, ...] = ()) -> Evidence:
    return Evidence(ARCHIVE, Archive("2026-11-20T12:00:00Z", asked, records), "test")


def forge(**values: Any) -> Evidence:
    """What the forge of the project said, captured on one day after a window of a year."""
    until = 1_700_000_000
    given = {
        "forge": "github",
        "repository": "github.com/example/star-map",
        "captured_at": Time(until),
        "window": Window(Time(until - 365 * DAY), Time(until)),
    }
    return Evidence(FORGE, Forge(**{**given, **values}), "test")
