"""Evidence that the user brings in files, because no repository holds it: what a forge knows, and known advisories."""

from importlib.metadata import version
from pathlib import Path

import attrs

from criteria.errors import CriteriaError
from criteria.evidence import advisories, dependencies, forge
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


def with_files(evidence: EvidenceSet, files: EvidenceFiles, retrieval: Retrieval) -> EvidenceSet:
    """The evidence with what the files say about this very project; a file that does not fit is the user's error."""
    return _with_advisories(_with_forge(evidence, files.forge, retrieval), files.osv)


def _with_forge(evidence: EvidenceSet, path: Path | None, retrieval: Retrieval) -> EvidenceSet:
    if path is None:
        return evidence.with_missing(forge.KIND, forge.ABSENT)
    try:
        known = forge.load_forge(_read(path))
    except CriteriaError as error:
        raise UsageError(f"{path}: {error}") from error
    other = forge.belongs(known, retrieval.location)
    if other is not None:
        raise UsageError(f"{path}: {other}")
    return evidence.with_evidence(Evidence(forge.KIND, known, f"assay {version('assay-office')}"))


def _with_advisories(evidence: EvidenceSet, path: Path | None) -> EvidenceSet:
    if path is None:
        return evidence.with_missing(advisories.KIND, advisories.ABSENT)
    if dependencies.KIND not in evidence:
        return evidence.with_missing(advisories.KIND, evidence.why_missing(dependencies.KIND))
    if not path.exists():
        raise UsageError(f"{path} does not exist; name a mirror of OSV data: a zip, a folder or JSON lines")
    try:
        found = advisories.match(evidence[dependencies.KIND].data.dependencies, path)
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
