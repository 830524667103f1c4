"""QC.Met01: a metadata file accompanies the code and is kept up to date."""

from collections.abc import Iterator

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.history import KIND as HISTORY
from criteria.evidence.history import History
from criteria.evidence.metadata import KIND, Metadata
from criteria.metadata.description import Description, quoted
from criteria.metadata.project_name import folded
from criteria.metadata.releases import parse
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Met01"
TITLE = "Citation or code metadata"
WHY = "Metadata in a standard form let people cite the software and let catalogues find it."
HOW = (
    "Validates CITATION.cff against the Citation File Format 1.2 and codemeta.json against what CodeMeta asks for, "
    "refuses placeholders, wrong ORCIDs, sample DOIs and impossible dates, and compares the version with the manifest "
    "and the newest release tag."
)
FIX = "Add a CITATION.cff with title, authors and version, and update it with every release."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HISTORY)

_REQUIRED = "a valid, meaningful and current CITATION.cff or codemeta.json in the root"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """Every finding fails (A8). E3 where name or version agree with a manifest or a release tag, else E2."""
    metadata: Metadata = evidence[KIND].data
    history: History = evidence[HISTORY].data
    if not metadata.tracked:
        return not_applicable("QC.Met01: the commit holds no file that could be described")
    descriptions = metadata.descriptions
    if not descriptions:
        return failed("there is neither CITATION.cff nor codemeta.json in the root", required=_REQUIRED, found="none")
    found = ", ".join(one.path for one in descriptions)
    findings = tuple(_findings(metadata, history))
    if findings:
        more = f", and {len(findings) - 1} more things are wrong" if len(findings) > 1 else ""
        reason = f"{findings[0].path or found}: {findings[0].message}{more}"
        return failed(reason, findings, required=_REQUIRED, found=found)
    agrees = any(_confirmed(one, metadata, history) for one in descriptions)
    reason = f"{found}: valid, and {'agrees with manifest or release' if agrees else 'nothing else confirms it'}"
    return passed(reason, Strength.E3 if agrees else Strength.E2, required=_REQUIRED, found=found)


def _findings(metadata: Metadata, history: History) -> Iterator[Finding]:
    for one in metadata.descriptions:
        yield from one.findings
        yield from _stale(one, metadata, history)
    versions = {_canonical(one.version): one for one in metadata.descriptions if one.version}
    if len(versions) > 1:
        first, second, *_ = versions.values()
        message = f"{first.path} says version {quoted(first.version)}, {second.path} {quoted(second.version)}"
        yield Finding(ID, f"{message}; make them agree", second.path)


def _stale(one: Description, metadata: Metadata, history: History) -> Iterator[Finding]:
    """The version is that of the manifest or of the newest release; where there is neither, nobody can tell."""
    known = _known_versions(metadata, history)
    if one.version and known and _canonical(one.version) not in {_canonical(version) for version in known.values()}:
        others = ", ".join(f"{where} says {quoted(version)}" for where, version in known.items())
        yield Finding(ID, f"version {quoted(one.version)} is not current: {others}", one.path)


def _known_versions(metadata: Metadata, history: History) -> dict[str, str]:
    known = {one.path: one.version for one in metadata.manifests if one.version}
    if history.latest:
        known["the newest release tag"] = history.latest.version
    return known


def _confirmed(one: Description, metadata: Metadata, history: History) -> bool:
    names = {folded(manifest.name) for manifest in metadata.manifests if manifest.name}
    if one.title and folded(one.title) in names:
        return True
    return bool(one.version and _known_versions(metadata, history))


def _canonical(version: str | None) -> object:
    """`v1.2` and `1.2.0` are one version."""
    parsed = parse(version or "")
    return parsed.order if parsed else version
