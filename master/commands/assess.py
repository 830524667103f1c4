"""`assay assess`: judge a source by what can be read from it; nothing is built, no container is needed."""

import time
from pathlib import Path

import attrs

from criteria import baseline as baselines
from criteria.model import EvidenceSet
from criteria.snapshot import Snapshot
from master import output
from master.change import Base, base_snapshot, forked_at
from master.evidence_files import NO_FILES, EvidenceFiles
from master.gate import exit_code, level_named
from master.pipeline import Assessed, report, resolved_snapshot, static_evidence, with_public_proof
from master.sources.source import Resolved
from master.terms import given

NO_CELL = "nothing was built or tested: `assay assess` only reads; `assay run` builds and tests"


@attrs.frozen
class Options:
    source: str
    rev: str | None
    baseline: str
    form: str
    file: Path | None
    fail_under: str
    offline: bool
    since: str | None = None
    attestations: tuple[Path, ...] = ()
    trust_keys: tuple[Path, ...] = ()
    explain: str | None = None
    files: EvidenceFiles = NO_FILES
    request: int | None = None  # the number of the pull or merge request


def assess(options: Options) -> int:
    output.check_format(options.form)
    output.check_file(options.file)
    rules = baselines.load(options.baseline)
    output.check_rule(options.explain, (rule.id for rule in rules.rules()))
    least = level_named(options.fail_under, rules)
    said = given(options.attestations, options.trust_keys)
    started = time.monotonic()
    before = (
        base_snapshot(options.source, options.since, offline=options.offline) if options.since is not None else None
    )
    resolved, snapshot = resolved_snapshot(options.source, options.rev, offline=options.offline)
    if not options.offline:
        resolved = with_public_proof(resolved)
    for note in resolved.notes:
        output.say(note)
    read = static_evidence(resolved, snapshot, options.files, offline=options.offline)
    evidence = read.evidence.with_missing("cells", NO_CELL)
    base = _base(before, options, resolved, snapshot, evidence) if before else None
    assessed, durations = Assessed(resolved, snapshot, evidence, read.cache), {"total": time.monotonic() - started}
    document = report(
        assessed, resolved.source, options.baseline, {}, durations, said=said, base=base, request=options.request
    )
    output.deliver(document, options.form, options.file, explain=options.explain)
    return exit_code(document, least, cells_wanted=False)


def _base(before: Snapshot, options: Options, resolved: Resolved, snapshot: Snapshot, head: EvidenceSet) -> Base:
    """The other side, collected in the same way; how the source was fetched says nothing about a change."""
    forked, doubt = forked_at(before, snapshot)
    if doubt:
        output.say(doubt)
    read = static_evidence(resolved, forked, options.files, offline=options.offline, head=head)
    return Base(forked, options.since or "", read.evidence.with_missing("cells", NO_CELL))
