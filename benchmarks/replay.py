"""What the checks of a change would have said of merged changes: N merges of a real history, one after the other.

    .venv/bin/python benchmarks/replay.py REPOSITORY [REV] [--merges 150] [--baseline sage] [--findings FILE]

REPOSITORY is a git repository in which each change came in by a merge whose message names its number, such as
SageMath's. Of each merge on the first-parent line behind REV the second parent is the head, and the base is where it
left the first parent. Every rule of the baseline is judged as `assay assess --since` would, on git objects alone; the
analysers of style look at the changed files. Prints for each rule how often it passed, failed, did not apply and was
not assessed, how many findings there were, and the median time of a change; below, the time of the git work.
`--findings` writes each finding with its change as JSON lines, to be read one by one.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeVar

import attrs
import pygit2

from criteria import baseline as baselines
from criteria.cache import Cache
from criteria.catalogue import CHECKS
from criteria.changes.change_name import ChangeName, change_name
from criteria.evidence import change, style
from criteria.evidence.census import CensusFile, census_file, of
from criteria.evidence.change import Changeset
from criteria.evidence.style import Style
from criteria.facts import Facts
from criteria.model import Evidence, EvidenceSet, Outcome
from criteria.rules import Rule
from criteria.ruling import ruling
from criteria.snapshot import BLOB_LIMIT, Snapshot
from criteria.terms import PLAIN
from criteria.tools.analysis import analyse
from criteria.tools.tool import Purpose
from master.change import forked_at

FARTHEST = 100_000  # commits of the first-parent line that are looked through
Made = TypeVar("Made")


@attrs.frozen
class Merge:
    """One merged change: its name, its head, and the commit that it was merged into."""

    name: ChangeName
    onto: Snapshot
    head: Snapshot


@attrs.define
class Row:
    """What became of one rule."""

    outcomes: Counter[Outcome] = attrs.field(factory=Counter)
    findings: int = 0
    milliseconds: list[float] = attrs.field(factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("rev", nargs="?", default="HEAD")
    parser.add_argument("--merges", type=int, default=150)
    parser.add_argument("--baseline", default="sage")
    parser.add_argument("--findings", type=argparse.FileType("w"))
    options = parser.parse_args()
    rules = list(baselines.load(options.baseline).rules())
    rows = {rule.id: Row() for rule in rules}
    git, analysers, sizes = [], [], []
    for merge in islice(merges(options.repository, options.rev), options.merges):
        changed, of_git = timed(partial(changeset, merge))
        looked, of_analysers = timed(partial(style_of, merge.head, changed))
        evidence = EvidenceSet(
            {kind: Evidence(kind, data, "replay") for kind, data in ((change.KIND, changed), (style.KIND, looked))}
        )
        replay(rules, rows, evidence, merge, options.findings)
        git.append(of_git)
        analysers.append(of_analysers)
        sizes.append(changed.added)
    show(rows, git, analysers, sizes)


def merges(repository: Path, rev: str) -> Iterator[Merge]:
    """The merges that name a change, the newest first."""
    repo = pygit2.Repository(str(repository))
    tip = Snapshot(repository, str(repo.revparse_single(rev).peel(pygit2.Commit).id))
    for id_ in tip.first_parents(FARTHEST):
        commit = Snapshot(repository, id_).info
        name = change_name(commit)
        if len(commit.parents) == 2 and name.request is not None:
            yield Merge(name, *(Snapshot(repository, parent) for parent in commit.parents))


def changeset(merge: Merge) -> Changeset:
    base, _ = forked_at(merge.onto, merge.head)
    return change.collect(base, merge.head, merge.name)


def style_of(head: Snapshot, changed: Changeset) -> Style:
    """What the analysers of style say of the files that changed; the others are no part of the question."""
    files = tuple(sorted(_census(head, changed), key=lambda file: file.path))
    return style.of(analyse(head, Facts(of(files), {}, {}), Cache())[Purpose.STYLE], head)


def _census(head: Snapshot, changed: Changeset) -> Iterator[CensusFile]:
    for file in changed.files:
        entry = head.by_path[file.path]
        readable = entry.is_file and entry.size <= BLOB_LIMIT
        yield census_file(entry.path, entry.mode, entry.size, head.read(entry) if readable else b"")


def replay(rules: list[Rule], rows: dict[str, Row], evidence: EvidenceSet, merge: Merge, said: TextIO | None) -> None:
    for rule in rules:
        result, seconds = timed(partial(ruling, rule, evidence, CHECKS[rule.check], PLAIN))
        row = rows[rule.id]
        row.outcomes[result.verdict.outcome] += 1
        row.findings += len(result.verdict.findings)
        row.milliseconds.append(1000 * seconds)
        for finding in result.verdict.findings if said else ():
            place = {
                "change": merge.name.request,
                "head": merge.head.commit,
                "path": finding.path,
                "line": finding.line,
            }
            print(json.dumps({**place, "rule": rule.id, "code": finding.rule, "message": finding.message}), file=said)


def show(rows: dict[str, Row], git: list[float], analysers: list[float], sizes: list[int]) -> None:
    outcomes = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.NOT_ASSESSED)
    print(f"| {'rule':<26} | pass | fail | n/a | not assessed | findings | median ms |")
    print(f"|{'-' * 28}|{'---|' * 6}")
    for id_, row in rows.items():
        counts = " | ".join(str(row.outcomes[outcome]) for outcome in outcomes)
        print(f"| {id_:<26} | {counts} | {row.findings} | {statistics.median(row.milliseconds):.2f} |")
    print(f"\n{len(git)} changes, {sum(sizes):,} added lines, median {statistics.median(sizes):,.0f}")
    for what, seconds in (("git work", git), ("analysers", analysers)):
        ordered = sorted(seconds)
        tail = ordered[int(0.95 * (len(ordered) - 1))]
        print(f"{what}: median {statistics.median(ordered):.3f} s, 95 % below {tail:.3f} s, most {ordered[-1]:.3f} s")


def timed(made: Callable[[], Made]) -> tuple[Made, float]:
    started = time.perf_counter()
    return made(), time.perf_counter() - started


if __name__ == "__main__":
    main()
