"""`assay fix`: ready changes for a source, as a diff. Nothing is ever applied."""

import sys
from collections.abc import Iterable
from pathlib import Path

import attrs

from criteria.cache import Cache
from criteria.fixes.all_fixes import FIXES
from criteria.fixes.diff import diff_of
from criteria.fixes.ground import ground_of
from criteria.fixes.proposal import Fix, Note, Proposal
from criteria.printable import printable
from master import output
from master.errors import UsageError
from master.pipeline import resolved_snapshot
from master.state import cache_file


@attrs.frozen
class Options:
    source: str
    rev: str | None
    select: tuple[str, ...]  # ids of criteria; empty for all
    file: Path | None
    offline: bool


def fix(options: Options) -> int:
    """The diff to stdout or the file, everything said about it to stderr; 0 also where nothing is proposed."""
    output.check_file(options.file)
    chosen = _chosen(options.select)
    resolved, snapshot = resolved_snapshot(options.source, options.rev, offline=options.offline)
    for note in resolved.notes:
        output.say(note)
    with Cache(cache_file()) as cache:
        ground = ground_of(snapshot, resolved.retrieval, cache)
    told: list[Proposal] = []
    parts: list[bytes] = []
    for one in chosen:
        for proposed in one.propose(ground):
            if isinstance(proposed, Note):
                output.say(proposed.text)
                continue
            parts.append(diff_of(proposed))
            told.append(attrs.evolve(proposed, before=None, after=b""))  # without the bytes of thousands of files
    _deliver(b"".join(parts), options.file)
    _tell(told, options.file, snapshot.commit)
    return 0


def _chosen(select: Iterable[str]) -> list[Fix]:
    """By id of a criterion, with or without what stands behind the at sign."""
    wanted = [id_.strip() for one in select for id_ in one.split(",") if id_.strip()]
    known = {id_ for one in FIXES for id_ in (one.ID, one.ID.partition("@")[0])}
    for id_ in wanted:
        if id_ not in known:
            ids = ", ".join(sorted(one.ID for one in FIXES))
            raise UsageError(f"there is no fix for {printable(id_)}; there are fixes for: {ids}")
    return [one for one in FIXES if not wanted or one.ID in wanted or one.ID.partition("@")[0] in wanted]


def _deliver(diff: bytes, file: Path | None) -> None:
    if file is not None:
        output.write_whole(file, diff)
    else:
        sys.stdout.buffer.write(diff)
        sys.stdout.buffer.flush()


def _tell(proposals: list[Proposal], file: Path | None, commit: str) -> None:
    if not proposals:
        output.say("Nothing to propose.")
        return
    for title in dict.fromkeys(proposal.title for proposal in proposals):
        paths = [proposal.path for proposal in proposals if proposal.title == title]
        where = printable(paths[0]) if len(paths) == 1 else f"{len(paths):,} files"
        criterion = next(proposal.criterion for proposal in proposals if proposal.title == title)
        output.say(f"{title}: {where} ({criterion})")
    for proposal in proposals:
        if proposal.blanks:
            output.say(f"Only the project can fill in, in {printable(proposal.path)}: {', '.join(proposal.blanks)}")
    how = f"git apply {file}" if file else "pipe it into `git apply`"
    output.say(f"Nothing was changed. Read the diff against {commit[:12]}; to take it, {how}.")
