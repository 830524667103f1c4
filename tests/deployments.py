"""Evidence about deployment for the tests of checks: from a tiny tree, as the collectors make it."""

from pathlib import Path
from typing import Any

import attrs
from evidence_of import FETCHED
from repos import commit_tree

from criteria.cache import Cache
from criteria.evidence import automation, deployment, documents, history, metadata, workflow
from criteria.model import Evidence, EvidenceSet
from criteria.snapshot import Snapshot

MANIFEST = (
    '[project]\nname = "star-map"\nversion = "1.2.0"\n[project.urls]\nSource = "https://github.com/example/star-map"\n'
)
IMAGE = "FROM debian\nCOPY . /app\nRUN make\n"
UNIT = "[Service]\nExecStart=/usr/bin/star\n"


def deployed(folder: Path, files: dict[str, str], tags: tuple[str, ...] = (), **retrieval: Any) -> EvidenceSet:
    """Everything that the checks of QC.Dep read, of one commit with these files."""
    snapshot = Snapshot(folder / "r", commit_tree(folder / "r", files, tags=tags))
    found: dict[str, Any] = {
        "retrieval": attrs.evolve(FETCHED, **retrieval),
        "deployment": deployment.collect(snapshot),
        "documents": documents.collect(snapshot),
        "metadata": metadata.collect(snapshot),
        "automation": automation.collect(snapshot),
        "history": history.collect(snapshot, Cache()),
        "workflow": workflow.collect(snapshot),
    }
    return EvidenceSet({kind: Evidence(kind, data, "test") for kind, data in found.items()})
