"""Runs fixes over a few files given as text, and applies what they propose with the real git."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import attrs
from evidence_of import FETCHED
from repos import commit_tree

from criteria.cache import Cache
from criteria.fixes.diff import diff_of
from criteria.fixes.ground import ground_of
from criteria.fixes.proposal import Fix, Ground, Note, Proposal
from criteria.snapshot import Snapshot


def ground(folder: Path, files: Mapping[str, str | bytes], **retrieval: object) -> Ground:
    snapshot = Snapshot(folder, commit_tree(folder, files))
    return ground_of(snapshot, attrs.evolve(FETCHED, **retrieval), Cache())  # type: ignore[arg-type]


def proposed(fix: Fix, on: Ground) -> tuple[list[Proposal], list[str]]:
    """The proposals, and the sentences said beside them."""
    found = list(fix.propose(on))
    proposals = [one for one in found if isinstance(one, Proposal)]
    return proposals, [one.text for one in found if isinstance(one, Note)]


def applied(folder: Path, proposals: list[Proposal]) -> dict[str, bytes]:
    """The files after `git apply`, by path; made from what stood there before."""
    for one in proposals:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.before is not None:
            path.write_bytes(one.before)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.parent)
    diff = b"".join(diff_of(one) for one in proposals)
    line = ["git", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(line, cwd=folder, env=environment, input=diff, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return {one.path: (folder / one.path).read_bytes() for one in proposals}
