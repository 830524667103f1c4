"""Evidence of kind "revisions": what changed from one release to the next, in code, documents and style settings.

It depends on the tags beside the commit, so it is no function of the tree.
"""

import attrs
import pygit2

from criteria.cache import Cache
from criteria.census.apart import by_path
from criteria.census.kinds import CODE, DOCUMENTATION, kind_of
from criteria.census.languages import identify
from criteria.documents.changelog import NAMED
from criteria.errors import SnapshotError
from criteria.evidence import history, style_settings
from criteria.evidence.style_settings import StyleSettings
from criteria.metadata.releases import Release
from criteria.snapshot import Snapshot

KIND = "revisions"
MAX_PATHS = 50_000  # of one comparison
_YEAR = 300 * 86_400  # seconds: a release nearly a year older, so that two of the same week are not compared


@attrs.frozen
class Between:
    """First-party files that differ between two releases of the commit's own history, by what they are."""

    before: str  # tags
    after: str
    code: int
    documents: int
    changelog: bool
    truncated: bool


@attrs.frozen
class StyleThen:
    """The style settings of an earlier release: how much they turned off, and how many checkers there were."""

    release: str
    departures: int
    checkers: int


@attrs.frozen
class Revisions:
    """`between`: the newest release and the one before it; None with fewer than two. `style`: of a release about a year
    older; None without one.
    """

    between: Between | None
    style: StyleThen | None


def collect(snapshot: Snapshot, cache: Cache) -> Revisions:
    past = history.collect(snapshot, cache)
    final = [release for release in past.releases if release.reachable and release.final]
    latest = past.latest
    before = _before(final, latest)
    return Revisions(
        between=_between(snapshot, before, latest) if latest and before else None,
        style=_style(snapshot, final),
    )


def _before(final: list[Release], latest: Release | None) -> Release | None:
    """The next lower version on another commit."""
    if latest not in final or latest is None:
        return None
    return next((release for release in final[final.index(latest) + 1 :] if release.commit != latest.commit), None)


def _between(snapshot: Snapshot, before: Release, after: Release) -> Between | None:
    try:
        repository = pygit2.Repository(str(snapshot.repository), pygit2.enums.RepositoryOpenFlag.NO_SEARCH)
        old, new = (repository[id_].peel(pygit2.Commit).tree for id_ in (before.commit, after.commit))
        difference = old.diff_to_tree(new, context_lines=0)
        paths = [delta.new_file.raw_path for number, delta in enumerate(difference.deltas) if number < MAX_PATHS]
    except (pygit2.GitError, KeyError, ValueError):
        return None
    code = documents = 0
    changelog = False
    for raw in paths:
        path = raw.decode("utf-8", errors="surrogateescape")
        if by_path(path):
            continue
        name = path.rpartition("/")[2]
        kind = kind_of(path, identify(name, b"").language, None)
        code += kind == CODE
        documents += kind == DOCUMENTATION
        changelog = changelog or (kind == DOCUMENTATION and NAMED.match(name) is not None)
    return Between(before.tag, after.tag, code, documents, changelog, len(paths) == MAX_PATHS)


def _style(snapshot: Snapshot, final: list[Release]) -> StyleThen | None:
    old = [release for release in final if release.time <= snapshot.time - _YEAR]
    if not old:
        return None
    then = max(old, key=lambda release: (release.time, release.tag))
    try:
        settings: StyleSettings = style_settings.collect(Snapshot(snapshot.repository, then.commit))
    except (SnapshotError, pygit2.GitError, KeyError):
        return None
    return StyleThen(then.tag, settings.departures, len(settings.settings))
