"""What the history alone shows of the way changes come in: one change at a time, newest first, and the branches.

It depends on branches, tags and other references beside the commit, so it is no function of the tree. A commit without
a trace may have come by a fast-forward or a rebase as well as by a push: that it was direct is never proven by this.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs
import pygit2

from criteria.census.apart import by_path
from criteria.census.kinds import CODE, DOCUMENTATION, TESTS, kind_of
from criteria.census.languages import identify
from criteria.changes.branches import Branch, long_lines
from criteria.changes.mainline import Differences, References, first_parents, open_repository, references, tip
from criteria.changes.messages import Message, read_message
from criteria.changes.naming import Rule, documented_naming
from criteria.metadata.releases import parse
from criteria.printable import printable
from criteria.snapshot import SUBMODULE, Snapshot

KIND = "workflow"
MAX_CHANGES = 1_000  # first parents that are walked
MAX_COMPARED = 150  # newest changes whose paths are looked at
MAX_CODE_PATHS = 2_000
MAX_REMEMBERED = 50
MERGE, LINKED, PULL, DIRECT = "merge", "linked", "pull", "direct"

_BOT = re.compile(
    r"\[bot\]|^(?:dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|gitlab-bot|pyup-bot|snyk-bot|codecov"
    r"|allcontributors|weblate|meeseeksmachine|semantic-release-bot|release-please|compathelper|tagbot)\b"
    r"|\bbot@|-bot@|[-_ ]bot$",
    re.I,
)
_NEWS = re.compile(r"^(?:change(?:s|log)|news|history|whats?[-_ ]?new|release[-_ ]?notes)(?:$|[._-])", re.I)
_NEWS_FOLDERS = ("changelog", "changelog.d", "changes", "news", "newsfragments")
_COMPARED = (CODE, DOCUMENTATION, TESTS)
_OBJECTS = (pygit2.GitError, KeyError, ValueError, LookupError)


@attrs.frozen
class Change:
    """One commit of the line of first parents.

    `how`: merge (of another line), linked (one commit that names a change request), pull (the line merged with itself,
    as `git pull` does) or direct (no trace of a branch). `release`: the tag of a release stands on it.
    `proved`: git objects show the branch: a second parent, or a reference of the change request.
    `merged`: id of the second parent. `touched`: kinds of first-party files among code, tests and documentation, as far
    as it was compared. `weak`: why the subject says nothing.
    """

    commit: str
    time: int  # seconds since the epoch, UTC, when it was committed
    how: str
    bot: bool
    release: bool
    proved: bool
    merged: str | None
    request: int | None
    branch: str | None
    owner: str | None  # of the fork it came from, as the message says
    closes: tuple[int, ...]
    issues: tuple[int, ...]
    reviewed: bool
    weak: str | None
    touched: tuple[str, ...] | None


@attrs.frozen
class Workflow:
    """`changes`: newest first, at most 1,000; `whole`: they reach the first commit. `broken`: why the walk ended early.

    `default`: branch that the repository's HEAD names; `at_head`: the commit is its tip; both None where unknown.
    `lines`: branches that may live long beside the default branch; None where they cannot be read.
    `lost_heads`: earlier heads of the default branch, as remembered, that its tip does not descend from.
    `naming`: prefixes of branch names that the documents ask for. `submodules`: paths that are other repositories.
    """

    commit: str
    time: int
    changes: tuple[Change, ...]
    whole: bool
    shallow: bool
    broken: str | None
    default: str | None
    at_head: bool | None
    branches: int
    lines: tuple[Branch, ...] | None
    remembered: int
    lost_heads: tuple[str, ...]
    naming: tuple[Rule, ...]
    changed_code: tuple[str, ...]
    submodules: tuple[str, ...]


def collect(snapshot: Snapshot) -> Workflow:
    repository = open_repository(snapshot)
    refs = references(repository)
    line, broken = _line(repository, snapshot.commit)
    releases = {commit: name for commit, names in refs.tags.items() for name in names if parse(name)}
    touched, code = _touched(repository, line)
    head = tip(repository, refs, refs.default)
    return Workflow(
        commit=snapshot.commit,
        time=snapshot.time,
        changes=tuple(_changes(line, refs, releases, touched)),
        whole=broken is None and not snapshot.shallow and bool(line) and not line[-1].parent_ids,
        shallow=snapshot.shallow,
        broken=broken,
        default=refs.default,
        at_head=head == snapshot.commit if head else None,
        branches=len(refs.branches),
        lines=_lines(repository, refs, line, head or snapshot.commit, releases),
        remembered=len(refs.remembered.get(refs.default or "", ())),
        lost_heads=_lost(repository, refs, head),
        naming=documented_naming(snapshot),
        changed_code=code,
        submodules=tuple(entry.path for entry in snapshot.entries if entry.mode == SUBMODULE)[:200],
    )


def _line(repository: pygit2.Repository, commit: str) -> tuple[list[pygit2.Commit], str | None]:
    line: list[pygit2.Commit] = []
    try:
        line.extend(first_parents(repository, commit, MAX_CHANGES))
    except _OBJECTS as error:
        return line, f"after {len(line)} commits the history cannot be read: {printable(str(error))}"
    return line, None


def _changes(
    line: Sequence[pygit2.Commit],
    refs: References,
    releases: Mapping[str, str],
    touched: Sequence[tuple[str, ...] | None],
) -> Iterator[Change]:
    for number, commit in enumerate(line):
        kinds = touched[number] if number < len(touched) else None
        yield _change(commit, refs, str(commit.id) in releases, kinds)


def _change(commit: pygit2.Commit, refs: References, release: bool, touched: tuple[str, ...] | None) -> Change:
    name, mail = _text(commit.author.raw_name), _text(commit.author.raw_email)
    merge = len(commit.parent_ids) > 1
    message = read_message(_text(commit.raw_message), name, merge=merge, main=refs.default)
    return Change(
        commit=str(commit.id),
        time=commit.commit_time,
        how=_how(message, merge),
        bot=_BOT.search(name[:254]) is not None or _BOT.search(mail[:254]) is not None,
        release=release and not merge,
        proved=(merge and not message.pull) or message.request in refs.requests,
        merged=str(commit.parent_ids[1]) if merge else None,
        request=message.request,
        branch=message.branch,
        owner=message.owner,
        closes=message.closes,
        issues=message.issues,
        reviewed=message.reviewed,
        weak=message.weak,
        touched=touched,
    )


def _how(message: Message, merge: bool) -> str:
    if message.pull:
        return PULL
    if merge:
        return MERGE
    return LINKED if message.linked else DIRECT


def _text(raw: bytes | None) -> str:
    return (raw or b"")[:16_000].decode("utf-8", errors="replace")


def _touched(
    repository: pygit2.Repository, line: Sequence[pygit2.Commit]
) -> tuple[list[tuple[str, ...] | None], tuple[str, ...]]:
    """Kinds of files that each of the newest changes touched, and the files of code among them."""
    differences, kinds = Differences(repository), {}
    found: list[tuple[str, ...] | None] = []
    code: dict[str, None] = {}
    for commit in line[:MAX_COMPARED]:
        paths = _paths(differences, commit)
        for path in paths or ():
            if path not in kinds:
                kinds[path] = _kind(path)
            if kinds[path] == CODE and len(code) < MAX_CODE_PATHS:
                code[path] = None
        touched = {kinds[path] for path in paths or ()}
        found.append(None if paths is None else tuple(kind for kind in _COMPARED if kind in touched))
    return found, tuple(sorted(code))


def _paths(differences: Differences, commit: pygit2.Commit) -> list[str] | None:
    if not commit.parent_ids:
        return None  # the first commit is where things begin, not a change of them
    try:
        return differences.paths(commit.parents[0].tree_id, commit.tree_id)
    except _OBJECTS:
        return None


def _kind(path: str) -> str | None:
    """Code, tests or documentation of the project itself; a line in the list of news is no documentation."""
    *folders, name = path.split("/")
    if by_path(path) is not None or _NEWS.match(name) or any(folder.lower() in _NEWS_FOLDERS for folder in folders):
        return None
    return kind_of(path, identify(name, b"").language, None)


def _lines(
    repository: pygit2.Repository,
    refs: References,
    line: list[pygit2.Commit],
    head: str,
    releases: Mapping[str, str],
) -> tuple[Branch, ...] | None:
    """Beside the line of the default branch, whichever commit is assessed."""
    try:
        beside, broken = (line, None) if line and str(line[0].id) == head else _line(repository, head)
        return None if broken else long_lines(repository, refs, refs.default, beside, releases)
    except _OBJECTS:
        return None


def _lost(repository: pygit2.Repository, refs: References, head: str | None) -> tuple[str, ...]:
    earlier = refs.remembered.get(refs.default or "", ())[:MAX_REMEMBERED] if head else ()
    return tuple(commit for commit in earlier if commit != head and _left(repository, head or "", commit))


def _left(repository: pygit2.Repository, head: str, earlier: str) -> bool:
    """Whether the head does not descend from an earlier head; unreadable heads prove nothing."""
    try:
        return not repository.descendant_of(head, earlier)
    except _OBJECTS:
        return False
