"""How much first-party code changed within a period before the commit, as the difference of two trees.

Lines that came and went again in between are not seen, so this is the least that was changed. The period is measured on
the line of first parents by the times that the commits themselves give.
"""

from datetime import timedelta

import attrs
import pygit2

from criteria.cache import Cache
from criteria.census.apart import by_path
from criteria.census.languages import PROGRAMMING, identify
from criteria.changes.mainline import commit_of, first_parents, open_repository
from criteria.printable import printable
from criteria.snapshot import Snapshot

KIND = "churn"
PERIOD = timedelta(days=90)
_MAX_COMMITS, _MAX_FILES, _MAX_BYTES = 3_000, 20_000, 1 * 2**20


@attrs.frozen
class Churn:
    """Lines `added` and `removed` in `files` files of code since the commit `since`, which is `days` older.

    `skipped` files were larger than 1 MiB. `problem`: why nothing was measured. `young`: there is no older commit.
    """

    days: int
    commits: int
    since: str | None
    files: int
    added: int
    removed: int
    skipped: int
    young: bool
    problem: str | None = None

    @property
    def changed(self) -> int:
        return self.added + self.removed


def collect(snapshot: Snapshot, cache: Cache) -> Churn:
    """`cache` is not used: the difference is cheap, and depends on two trees."""
    del cache
    repository = open_repository(snapshot)
    try:
        return _measured(repository, snapshot)
    except (pygit2.GitError, KeyError, ValueError) as error:
        return Churn(0, 0, None, 0, 0, 0, 0, False, f"the history cannot be read: {printable(str(error))}")


def _measured(repository: pygit2.Repository, snapshot: Snapshot) -> Churn:
    first = commit_of(repository, snapshot.commit)
    before, count = first, 0
    begin = first.commit_time - int(PERIOD.total_seconds())
    for commit in first_parents(repository, snapshot.commit, _MAX_COMMITS):
        before, count = commit, count + 1
        if commit.commit_time <= begin:
            break
    days = max(0, first.commit_time - before.commit_time) // 86_400
    young = before.commit_time > begin
    if young and snapshot.shallow:
        return Churn(days, count, None, 0, 0, 0, 0, False, "the clone is shallow: its history was cut off")
    diff = repository.diff(before, first, context_lines=0)
    files = added = removed = skipped = 0
    for number, delta in enumerate(diff.deltas):
        if number >= _MAX_FILES:
            return Churn(days, count, str(before.id), 0, 0, 0, 0, young, f"more than {_MAX_FILES:,} files changed")
        if not _is_code(delta.new_file.path or ""):
            continue
        if max(_size(repository, side) for side in (delta.old_file, delta.new_file)) > _MAX_BYTES:
            skipped += 1
            continue
        patch = diff[number]
        if patch is None:
            continue
        _, more, less = patch.line_stats
        files, added, removed = files + 1, added + more, removed + less
    return Churn(days, count, str(before.id), files, added, removed, skipped, young)


def _is_code(path: str) -> bool:
    language = identify(path.rpartition("/")[2], b"").language
    return language is not None and language.group == PROGRAMMING and by_path(path) is None


def _size(repository: pygit2.Repository, side: pygit2.DiffFile) -> int:
    """Bytes of one side of a difference; 0 where the file is not there."""
    return 0 if not int(side.id.raw.hex(), 16) else int(repository.odb.read_header(side.id)[1])
