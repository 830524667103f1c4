"""The history behind the commit: how many commits, by whom, over which time, and which releases were tagged.

Dates and names are claims of the commits themselves; what does not fit is listed and proves nothing by itself (A17).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import attrs
import pygit2

from criteria.cache import Cache
from criteria.census.apart import by_path
from criteria.census.kinds import DOCUMENTATION, in_document_folder, kind_of
from criteria.census.languages import identify
from criteria.commit_tally import MAX_COMMITS, Tally, Walk, walked
from criteria.errors import SnapshotError
from criteria.memo import remembered
from criteria.metadata.project_name import aliases, declared_name
from criteria.metadata.releases import CALVER, PEP440, SEMVER, Release, common_prefix, parse
from criteria.printable import printable
from criteria.snapshot import BLOB_LIMIT, Entry, Snapshot, Tag

KIND = "history"
MAX_PEOPLE = 500  # kept one by one; all are counted
_STRAY = 20  # release tags off the history that are named
MAX_RELEASES = 500  # kept one by one, highest versions first; all are counted
_MAILMAP_LIMIT = 1 * 2**20

_BOT = re.compile(
    r"\[bot\]|^(?:dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|gitlab-bot|pyup-bot|snyk-bot|codecov"
    r"|allcontributors|weblate|meeseeksmachine|semantic-release-bot|release-please)\b|\bbot@|-bot@|[-_ ]bot$",
    re.I,
)
_DOCUMENTED = {
    CALVER: re.compile(r"\bcal ?ver\b|calver\.org|\bcalendar[- ]version", re.I),
    PEP440: re.compile(r"\bpep[ -]?0?440\b|version-specifiers", re.I),
    SEMVER: re.compile(r"\bsem ?ver\b|semver\.org|\bsemantic[- ]version", re.I),
}
_SPEAKS_OF_VERSIONS = re.compile(
    r"^(?:readme|contributing|changelog|changes|news|history|release|version|maintain)", re.I
)
_LISTS_PACKAGES = re.compile(r"requirement|constraint", re.I)  # a package may be called calver
_DOCUMENT_SUFFIXES = (".md", ".rst", ".txt", ".adoc", ".org", ".tex")
_MAX_DOCUMENTS, _DOCUMENT_LIMIT = 2000, 256 * 1024


@attrs.frozen
class Person:
    """An author through the .mailmap, and how many commits."""

    name: str
    mail: str
    commits: int


@attrs.frozen
class History:
    """`commits` counts what was walked: all, unless `truncated` (over 200,000), `shallow` or `broken` (why it stopped).

    `authors` are distinct people through the .mailmap, bots apart. Times are seconds since the epoch, UTC.
    `anomalies` are sentences, each with its count.
    """

    commits: int
    truncated: bool
    shallow: bool
    broken: str | None
    merges: int
    authors: int
    bots: int
    people: tuple[Person, ...]  # most commits first, at most 500; bots apart
    first_author_time: int | None
    last_author_time: int | None
    first_commit_time: int | None
    last_commit_time: int | None
    anomalies: tuple[str, ...]
    tags: int
    releases: tuple[Release, ...]  # of the project as a whole, highest version first
    other_releases: int  # tags of components, with a prefix of their own
    latest: Release | None  # highest final version reachable from the commit; without one, the highest reachable
    documented_schemes: tuple[tuple[str, str], ...]  # scheme and the path that names it
    first_commit: str | None  # the oldest commit walked
    revised_documents: int  # documentation files that are not as they were in the first commit


def collect(snapshot: Snapshot, cache: Cache) -> History:
    """The history behind the commit. What was counted up to an earlier commit is not counted again."""
    walk = walked(snapshot, cache)
    tally = walk.tally
    people, bots = _people(snapshot, tally.authors)
    tags, broken = _tags(snapshot, walk)
    releases, others = _releases(snapshot, tags)
    reachable = [release for release in releases if release.reachable]
    latest = next((release for release in reachable if release.final), reachable[0] if reachable else None)
    return History(
        commits=tally.count,
        truncated=tally.count >= MAX_COMMITS,
        shallow=snapshot.shallow,
        broken=walk.broken or broken,
        merges=tally.merges,
        authors=len(people),
        bots=len(bots),
        people=tuple(
            sorted(people.values(), key=lambda person: (-person.commits, person.mail, person.name))[:MAX_PEOPLE]
        ),
        first_author_time=tally.author_times[0],
        last_author_time=tally.author_times[1],
        first_commit_time=tally.commit_times[0],
        last_commit_time=tally.commit_times[1],
        anomalies=(*_anomalies(snapshot, tally), *_tag_anomalies(releases)),
        tags=len(tags),
        releases=tuple(releases[:MAX_RELEASES]),
        other_releases=others,
        latest=latest,
        documented_schemes=remembered(snapshot, cache, "versioning schemes", documented_schemes),
        first_commit=tally.oldest,
        revised_documents=_revised_documents(snapshot, tally.oldest),
    )


def _most_active(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (-person.commits, person.mail, person.name))[:MAX_PEOPLE])


def _anomalies(snapshot: Snapshot, tally: Tally) -> Iterator[str]:
    if tally.count == 1 and not snapshot.shallow:
        yield "the whole history is one commit"
    for number, sentence in (
        (tally.ahead, "were written more than a day after they were committed"),
        (tally.ancient, "are dated before 1985"),
        (tally.after(snapshot.time), "are dated more than a day after the assessed commit"),
    ):
        if number:
            yield f"{number} of {tally.count} commits {sentence}"


def _people(snapshot: Snapshot, authors: Mapping[tuple[str, str], int]) -> tuple[dict[str, Person], dict[str, Person]]:
    """Distinct people and distinct bots through the .mailmap, by address or, without one, by name."""
    mailmap = _mailmap(snapshot)
    people: dict[str, Person] = {}
    bots: dict[str, Person] = {}
    for (name, mail), commits in authors.items():
        if mailmap is not None and "\0" not in name + mail:
            name, mail = mailmap.resolve(name, mail)
        group = bots if _BOT.search(name) or _BOT.search(mail) else people
        key = (mail or name).lower()
        known = group.get(key)
        group[key] = Person(known.name if known else name, mail, commits + (known.commits if known else 0))
    return people, bots


def _mailmap(snapshot: Snapshot) -> pygit2.Mailmap | None:
    entry = snapshot.by_path.get(".mailmap")
    if entry is None or not entry.is_file or entry.size > _MAILMAP_LIMIT:
        return None
    try:
        return pygit2.Mailmap.from_buffer(snapshot.text(entry).replace("\0", ""))
    except (pygit2.GitError, ValueError, SnapshotError):
        return None


def _tags(snapshot: Snapshot, walk: Walk) -> tuple[list[Tag], str | None]:
    try:
        return snapshot.tags(walk.ancestors), None
    except (pygit2.GitError, KeyError, ValueError, LookupError) as error:
        return [], f"the tags cannot be read: {printable(str(error))}"


def _releases(snapshot: Snapshot, tags: Iterable[Tag]) -> tuple[list[Release], int]:
    """The project's own releases, highest first, and how many belong to components.

    Where no tag has a prefix of the project itself, the prefix with most tags is taken for its own.
    """
    found = [
        Release(
            tag.name, parsed.prefix, parsed.version, parsed.scheme, parsed.final, tag.commit, tag.time, tag.reachable
        )
        for tag in tags
        if (parsed := parse(tag.name))
    ]  # fmt: skip
    own = aliases(declared_name(snapshot).names)
    mine = [release for release in found if common_prefix(release.prefix, own)]
    if not mine and found:
        prefixes = [release.prefix for release in found]
        main = max(sorted(set(prefixes)), key=prefixes.count)
        mine = [release for release in found if release.prefix == main]
    return sorted(mine, key=lambda release: (release.order, release.tag), reverse=True), len(found) - len(mine)


def _tag_anomalies(releases: list[Release]) -> Iterator[str]:
    """What hints at moved or stray tags. A tag carries no history of its own, hence no proof."""
    stray = [release.tag for release in releases if not release.reachable]
    # One sentence for each: a count within would make a new finding of an old one whenever a tag comes or goes.
    for tag in stray[:_STRAY]:
        yield f"the release tag {printable(tag)} is not on the history of the assessed commit"
    commits: dict[tuple[object, ...], set[str]] = {}
    for release in releases:
        commits.setdefault(release.order, set()).add(release.commit)
    twice = sum(1 for ids in commits.values() if len(ids) > 1)
    if twice:
        yield f"{twice} versions are tagged on more than one commit"
    late = sum(1 for newer, older in _neighbours(releases) if newer.time < older.time)
    if late:
        yield f"{late} release tags stand on a commit older than that of the version before in the same series"


def _neighbours(releases: list[Release]) -> Iterator[tuple[Release, Release]]:
    """Pairs of consecutive releases that share the first two numbers."""
    for newer, older in pairwise(releases):
        if newer.order[0][:2] == older.order[0][:2]:
            yield newer, older


def documented_schemes(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """The versioning schemes that the documents name; a matter of the tree, whatever its history."""
    return tuple(_documented(snapshot))


def _documented(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """The versioning schemes that the documents name, each with the first path that does."""
    wanted, read = dict(_DOCUMENTED), 0
    for entry in sorted(snapshot.files(), key=lambda item: (item.path.count("/"), item.path)):
        speaks = _SPEAKS_OF_VERSIONS.match(entry.name) or in_document_folder(entry.folder.split("/"))
        named = entry.name.lower().endswith(_DOCUMENT_SUFFIXES) or "." not in entry.name
        lists = _LISTS_PACKAGES.search(entry.name) or by_path(entry.path)
        if not speaks or not named or lists or entry.size > BLOB_LIMIT:
            continue
        read += 1
        if not wanted or read > _MAX_DOCUMENTS:
            return
        text = snapshot.text(entry, _DOCUMENT_LIMIT)
        for scheme in [scheme for scheme, pattern in wanted.items() if pattern.search(text)]:
            del wanted[scheme]
            yield scheme, entry.path


def _revised_documents(snapshot: Snapshot, first: str | None) -> int:
    """Documentation that came or changed after the first commit: it went the way of the code (QC.Doc01)."""
    if first is None or first == snapshot.commit:
        return 0
    try:
        before = {entry.path: entry.id for entry in Snapshot(snapshot.repository, first).entries}
    except (pygit2.GitError, KeyError, SnapshotError):
        return 0
    documents = (entry for entry in snapshot.files() if _is_document(entry) and by_path(entry.path) is None)
    return sum(1 for entry in documents if before.get(entry.path) != entry.id)


def _is_document(entry: Entry) -> bool:
    return kind_of(entry.path, identify(entry.name, b"").language, None) == DOCUMENTATION
