"""The base of a change: the commit where it left the line that it is compared with, judged as the head is (V10)."""

from importlib.metadata import version

import attrs
import pygit2

from criteria.changes.change_name import change_name
from criteria.compare import Change, Judged, compare
from criteria.errors import CriteriaError
from criteria.evidence import change as changes
from criteria.evidence import forge, startup
from criteria.judge import judge
from criteria.model import Assessment, Evidence, EvidenceSet
from criteria.own_limits import stricter
from criteria.rules import Baseline
from criteria.snapshot import Snapshot
from criteria.terms import Considered
from master.errors import UsageError
from master.sources import git_url
from master.sources.all_sources import resolve
from master.state import state_folder
from master.terms import limits_of


@attrs.frozen
class Base:
    """What a change is compared with: its snapshot and evidence, and the name it was asked for by."""

    snapshot: Snapshot
    name: str
    evidence: EvidenceSet


def base_snapshot(source: str, since: str, *, offline: bool) -> Snapshot:
    """The commit that `since` means in the same source; brought into the mirror before the head is looked at.

    An empty name, as an unset variable of a pipeline gives, is an error: a gate that compares nothing would be green.
    """
    if not since.strip():
        raise UsageError("--since is empty; name a branch, tag or commit to compare with, or leave it out")
    if git_url.accepts(source):
        source = str(git_url.parse(source)[0])  # a revision behind the URL is that of the head
    resolved = resolve(source, since, state_folder(), offline=offline)
    return Snapshot(resolved.mirror, resolved.commit)


def forked_at(base: Snapshot, head: Snapshot) -> tuple[Snapshot, str | None]:
    """Where the head left the base's line, so that what others did there since is not called healed or broken.

    And a sentence where the histories do not meet: then the base itself is compared.
    """
    repository = pygit2.Repository(str(head.repository))
    try:
        common = repository.merge_base(base.commit, head.commit)
    except (pygit2.GitError, KeyError, ValueError):
        common = None
    if common is None:
        return (
            base,
            f"{base.commit[:12]} and {head.commit[:12]} have no common history here; they are compared as they are",
        )
    return (base if str(common) == base.commit else Snapshot(head.repository, str(common))), None


def with_change(
    evidence: EvidenceSet, base: Base | None, head: Snapshot, *, request: int | None = None, revision: str | None = None
) -> tuple[EvidenceSet, Base | None]:
    """Both sides with what lies between them; without a base, with the reason why nothing does.

    `request`: the number of the change, where it was given; `revision`: by what the head was asked for. The base itself
    changes nothing, so that whatever the rules of a change find is new.
    """
    if startup.KIND not in evidence and startup.KIND not in evidence.missing:
        evidence = evidence.with_missing(startup.KIND, startup.ABSENT)
    if base is None:
        return evidence.with_missing(changes.KIND, changes.ABSENT), None
    known = evidence[forge.KIND].data if forge.KIND in evidence else None
    name = change_name(head.info, given=request, forge=known, revision=revision)
    try:
        both = [changes.collect(base.snapshot, side, name) for side in (head, base.snapshot)]
    except CriteriaError as error:
        missing = str(error)
        there = base.evidence.with_missing(changes.KIND, missing)
        return evidence.with_missing(changes.KIND, missing), attrs.evolve(base, evidence=there)
    of_head, of_base = (Evidence(changes.KIND, one, f"assay {version('assay-office')}") for one in both)
    there = base.evidence.with_evidence(of_base)
    if startup.KIND in evidence:
        there = there.with_evidence(evidence[startup.KIND])
    return evidence.with_evidence(of_head), attrs.evolve(base, evidence=there)


def held_to_both(considered: Considered, base: Base, baseline: Baseline) -> Considered:
    """A change that takes its project's own limits away is held to them all the same (V12)."""
    name, limits = limits_of(base.snapshot, baseline)
    both = stricter(considered.terms.limits, limits)
    terms = attrs.evolve(considered.terms, limits=both)
    return attrs.evolve(considered, terms=terms, limits_file=considered.limits_file or name)


def change_since(
    base: Base,
    snapshot: Snapshot,
    evidence: EvidenceSet,
    assessment: Assessment,
    baseline: Baseline,
    considered: Considered,
) -> Change:
    """Both sides judged by the same baseline under the same terms."""
    before = judge(base.evidence, baseline, terms=considered.terms)
    return compare(
        Judged(base.snapshot.commit, base.name, base.evidence, before),
        Judged(snapshot.commit, None, evidence, assessment),
        renames(base.snapshot, snapshot),
    )


def renames(base: Snapshot, head: Snapshot) -> dict[str, str]:
    """Path before to path after of the files that git takes for the same ones."""
    repository = pygit2.Repository(str(head.repository))
    difference = repository.diff(base.commit, head.commit)
    difference.find_similar(flags=pygit2.enums.DiffFind.FIND_RENAMES)
    return {
        _path(delta.old_file): _path(delta.new_file)
        for delta in difference.deltas
        if delta.status == pygit2.enums.DeltaStatus.RENAMED
    }


def _path(file: pygit2.DiffFile) -> str:
    return bytes(file.raw_path).decode("utf-8", errors="surrogateescape")
