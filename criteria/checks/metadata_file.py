"""QC.Met01: a metadata file accompanies the code and is kept up to date."""

from collections.abc import Iterator

from criteria.check import Parameters, failed, not_applicable, passed
from criteria.evidence.history import KIND as HISTORY
from criteria.evidence.history import History
from criteria.evidence.metadata import KIND, Metadata
from criteria.evidence.retrieval import KIND as RETRIEVAL
from criteria.evidence.retrieval import Retrieval
from criteria.metadata.authorship import compare_authors
from criteria.metadata.description import Description, dated_findings, quoted
from criteria.metadata.project_name import folded
from criteria.metadata.releases import parse
from criteria.metadata.repository import is_web_address, origin_of
from criteria.model import EvidenceSet, Finding, Strength, Verdict

ID = "QC.Met01"
TITLE = "Citation or code metadata"
WHY = "Metadata in a standard form let people cite the software and let catalogues find it."
HOW = (
    "Validates CITATION.cff against the Citation File Format 1.2 and codemeta.json against what CodeMeta 2 and 3 ask "
    "for, refuses placeholders, wrong ORCIDs, sample DOIs, impossible dates and versions, and compares version and "
    "repository with manifests, .zenodo.json, the newest release tag and the place the source came from. Authors are "
    "compared with the history; what does not fit there is shown and fails nobody."
)
FIX = "Add a CITATION.cff with title, authors and version, and update it with every release."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND, HISTORY, RETRIEVAL)

_TELLING = 10  # commits; a shorter history says nothing about who made the software
_SHOWN = 20  # notes of one kind
_REQUIRED = "a valid, meaningful and current CITATION.cff or codemeta.json in the root"


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """Every fault fails (A8). E3 where name or version agree with a manifest or a release tag, else E2.

    `main_contributor_share` is the share of commits from which on a person is expected among the authors; who is not,
    is a note. An address of another place than the one the source came from holds the strength at E2 (A18).
    """
    metadata: Metadata = evidence[KIND].data
    history: History = evidence[HISTORY].data
    fetched: Retrieval = evidence[RETRIEVAL].data
    if not metadata.tracked:
        return not_applicable("QC.Met01: the commit holds no file that could be described")
    descriptions = metadata.descriptions
    if not descriptions:
        reason = "there is neither CITATION.cff nor codemeta.json in the root"
        more = "; .zenodo.json alone tells the archive, not the reader" if metadata.zenodo else ""
        return failed(reason + more, required=_REQUIRED, found=".zenodo.json" if metadata.zenodo else "none")
    found = ", ".join(one.path for one in metadata.all_descriptions)
    faults = tuple(_faults(metadata, history, fetched))
    moved = tuple(_elsewhere(metadata, fetched))
    notes = (*moved, *_authors(metadata, history, parameters["main_contributor_share"]))
    if faults:
        reason = f"{faults[0].path or found}: {faults[0].message}{_and_more(len(faults) - 1)}"
        return failed(reason, (*faults, *notes), required=_REQUIRED, found=found)
    agrees = next((where for one in descriptions for where in _confirming(one, metadata, history)), None)
    reason = f"{found}: valid, and {f'agrees with {agrees}' if agrees else 'nothing else confirms it'}"
    if moved:
        reason += "; it names another place than the one the source came from"
    strength = Strength.E3 if agrees and not moved else Strength.E2
    return passed(reason, strength, required=_REQUIRED, found=found, findings=notes)


def _and_more(count: int) -> str:
    return f", and {count} more {'thing is' if count == 1 else 'things are'} wrong" if count else ""


def _faults(metadata: Metadata, history: History, fetched: Retrieval) -> Iterator[Finding]:
    """An archive has no commit that a date could lie after: the one we make of it bears no time of the project."""
    for one in metadata.all_descriptions:
        yield from one.findings
        if history.last_commit_time is not None and fetched.versioned:
            yield from dated_findings(ID, one, history.last_commit_time)
        yield from _stale(one, metadata, history)
        yield from _foreign(one, metadata)
    versions = {_canonical(one.version): one for one in metadata.all_descriptions if one.version}
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


def _foreign(one: Description, metadata: Metadata) -> Iterator[Finding]:
    """An address that is none, or one that shares neither owner nor name with any that the manifests give."""
    declared = {
        origin: manifest.path
        for manifest in metadata.manifests
        for address in manifest.repositories
        if (origin := origin_of(address))
    }
    for field in one.repositories:
        origin = origin_of(field.value)
        if origin is None or not is_web_address(field.value):
            message = f"{field.key}: {quoted(field.value)} is no web address of a repository"
            yield Finding(ID, message, one.path, field.line)
        elif declared and not any(_related(origin, other) for other in declared):
            other, path = next(iter(declared.items()))
            message = f"{field.key} names {origin}, but {path} names {other}; is this the file of another project?"
            yield Finding(ID, message, one.path, field.line)


def _related(origin: str, other: str) -> bool:
    """A fork has the name in common, a move within an organisation the owner."""
    return origin.split("/")[-1] == other.split("/")[-1] or origin.split("/")[:-1] == other.split("/")[:-1]


def _elsewhere(metadata: Metadata, fetched: Retrieval) -> Iterator[Finding]:
    """Where the source was fetched from a repository, the metadata have to name that one."""
    here = origin_of(fetched.location) if fetched.how in ("git", "checkout") else None
    for one in metadata.descriptions if here else ():
        for field in one.repositories:
            origin = origin_of(field.value)
            if origin and origin != here:
                message = f"{field.key} names {origin}, but the source came from {here}; a fork describes itself"
                yield Finding(ID, message, one.path, field.line)


def _authors(metadata: Metadata, history: History, main_share: float) -> Iterator[Finding]:
    for one in metadata.descriptions:
        if one.authors and not one.persons:
            names = ", ".join(quoted(name) for name in one.authors[:3])
            yield Finding(ID, f"the authors are no persons but {names}; name people so that they get credit", one.path)
            continue
        if history.commits < _TELLING:
            continue
        compared = compare_authors(one.persons, history.people, main_share)
        for person in compared.unlisted:
            made = f"made {person.commits:,} commits ({person.share:.0%})"
            yield Finding(ID, f"{quoted(person.name)} {made} and is not among the authors", one.path)
        for name in compared.unseen[:_SHOWN]:
            yield Finding(ID, f"the author {quoted(name)} made no commit under that name", one.path)


def _known_versions(metadata: Metadata, history: History) -> dict[str, str]:
    known = {one.path: one.version for one in metadata.manifests if one.version}
    if history.latest:
        known["the newest release tag"] = history.latest.version
    return known


def _confirming(one: Description, metadata: Metadata, history: History) -> Iterator[str]:
    """Where the same name or version stands; another version than the known ones is a fault already."""
    named = (manifest.path for manifest in metadata.manifests if manifest.name and one.title)
    titles = {manifest.path: folded(manifest.name) for manifest in metadata.manifests if manifest.name}
    yield from (path for path in named if titles[path] == folded(one.title or ""))
    if one.version:
        known = _known_versions(metadata, history)
        yield from (where for where in known if _canonical(known[where]) == _canonical(one.version))


def _canonical(version: str | None) -> object:
    """`v1.2` and `1.2.0` are one version."""
    parsed = parse(version or "")
    return parsed.order if parsed else version
