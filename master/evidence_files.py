"""Evidence that the user brings in files, because no repository holds it: what a forge knows, and known advisories."""

from importlib.metadata import version
from pathlib import Path

import attrs

from criteria.dependencies.installed import installed
from criteria.errors import CriteriaError
from criteria.evidence import advisories, cells, dependencies, forge
from criteria.evidence.forge import Forge
from criteria.evidence.retrieval import Retrieval
from criteria.model import Evidence, EvidenceSet
from master.errors import UsageError

MAX_FORGE = 64 * 2**20  # bytes


@attrs.frozen
class EvidenceFiles:
    """`forge`: a file in the form `forge-1`. `osv`: a mirror of OSV records, a zip, a folder or JSON lines."""

    forge: Path | None = None
    osv: Path | None = None


NO_FILES = EvidenceFiles()


def opened(files: EvidenceFiles, retrieval: Retrieval) -> Forge | None:
    """What the forge file says, read before anything else is: a file that does not fit is the user's error."""
    if files.osv is not None and not files.osv.exists():
        raise UsageError(f"{files.osv} does not exist; name a mirror of OSV data: a zip, a folder or JSON lines")
    if files.forge is None:
        return None
    try:
        known = forge.load_forge(_read(files.forge))
    except CriteriaError as error:
        raise UsageError(f"{files.forge}: {error}") from error
    other = forge.belongs(known, retrieval.location)
    if other is not None:
        raise UsageError(f"{files.forge}: {other}")
    return known


def with_forge(evidence: EvidenceSet, known: Forge | None) -> EvidenceSet:
    if known is None:
        return evidence.with_missing(forge.KIND, forge.ABSENT)
    return evidence.with_evidence(Evidence(forge.KIND, known, f"assay {version('assay-office')}"))


def with_advisories(evidence: EvidenceSet, path: Path | None) -> EvidenceSet:
    """What is known about the dependencies of the tree and, once there are cells, about what they installed."""
    if path is None:
        return evidence.with_missing(advisories.KIND, advisories.ABSENT)
    if dependencies.KIND not in evidence:
        return evidence.with_missing(advisories.KIND, evidence.why_missing(dependencies.KIND))
    declared = evidence[dependencies.KIND].data.dependencies
    in_cells = installed(evidence[cells.KIND].data) if cells.KIND in evidence else ()
    try:
        found = advisories.match((*declared, *in_cells), path)
    except CriteriaError as error:
        raise UsageError(str(error)) from error
    return evidence.with_evidence(Evidence(advisories.KIND, found, f"assay {version('assay-office')}"))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FORGE:
            raise UsageError(f"{path} is larger than {MAX_FORGE // 2**20} MiB; capture a shorter window")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; name a file that exists") from error
