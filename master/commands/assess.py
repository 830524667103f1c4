"""`assay assess`: judge a source by what can be read from it; nothing is built, no container is needed."""

import time
from pathlib import Path

import attrs

from criteria import baseline as baselines
from master import output
from master.gate import exit_code, level_named
from master.pipeline import Assessed, report, resolved_snapshot, static_evidence, with_public_proof

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


def assess(options: Options) -> int:
    output.check_format(options.form)
    output.check_file(options.file)
    baselines.load(options.baseline)
    least = level_named(options.fail_under)
    started = time.monotonic()
    resolved, snapshot = resolved_snapshot(options.source, options.rev, offline=options.offline)
    if not options.offline:
        resolved = with_public_proof(resolved)
    for note in resolved.notes:
        output.say(note)
    evidence = static_evidence(resolved, snapshot).with_missing("cells", NO_CELL)
    assessed = Assessed(resolved, snapshot, evidence)
    document = report(assessed, resolved.source, options.baseline, {}, {"total": time.monotonic() - started})
    output.deliver(document, options.form, options.file)
    return exit_code(document, least, cells_wanted=False)
