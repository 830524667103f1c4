"""Runs one scan over a few files given as text, as the collector does over a tree."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from repos import commit_tree

from criteria.cache import Cache
from criteria.evidence.census import Census
from criteria.facts import read_facts
from criteria.scan import Scan
from criteria.snapshot import BLOB_LIMIT, Snapshot


def scanned(scan: Scan, folder: Path, files: Mapping[str, str | bytes]) -> Any:
    """The evidence of `scan` for a commit that holds `files`."""
    snapshot = Snapshot(folder, commit_tree(folder, files))
    return scanned_snapshot(scan, snapshot)


def scanned_snapshot(scan: Scan, snapshot: Snapshot) -> Any:
    read = (
        (file, scan.read(file, snapshot.read(snapshot.by_path[file.path]) if file.bytes <= BLOB_LIMIT else b""))
        for file in census_of(snapshot).files
        if snapshot.by_path[file.path].is_file and scan.wants(file)
    )
    return scan.reduce((file, facts) for file, facts in read if facts is not None)


def census_of(snapshot: Snapshot) -> Census:
    return read_facts(snapshot, Cache()).census
