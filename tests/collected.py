"""Evidence for the tests of checks on documentation, style and automation: everything that is read from a tiny tree."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence_of import evidence_of
from repos import commit_tree

from criteria.automation.model import Automation
from criteria.cache import Cache
from criteria.check import Check
from criteria.evidence import automation, critical_paths, guides, revisions, style_settings
from criteria.model import Evidence, EvidenceSet, Verdict
from criteria.snapshot import Snapshot

_ALONE = (automation, critical_paths, guides, style_settings)
PROJECT = "[project]\nname = 'star-map'\nurls = {Source = 'https://github.com/example/star-map'}\n"


def collected(path: Path, files: Mapping[str, str | bytes], *more: Evidence, **retrieval: Any) -> EvidenceSet:
    """The evidence of one more commit with these files in the repository at `path`, and what is handed in."""
    snapshot = Snapshot(path, commit_tree(path, files))
    evidence = evidence_of(snapshot, **retrieval)
    for module in _ALONE:
        evidence = evidence.with_evidence(Evidence(module.KIND, module.collect(snapshot), "test"))
    evidence = evidence.with_evidence(Evidence(revisions.KIND, revisions.collect(snapshot, Cache()), "test"))
    return evidence.with_evidence(*more)


def judge(check: Check, path: Path, files: Mapping[str, str | bytes], *more: Evidence, **retrieval: Any) -> Verdict:
    """What the check says of a tree, at the limits of the baseline."""
    from criteria.baseline import load

    limits = next(rule.parameters for rule in load().rules() if rule.check == check.ID)
    return check.judge(collected(path, files, *more, **retrieval), limits)


def automation_of(path: Path, files: Mapping[str, str | bytes]) -> Automation:
    return automation.collect(Snapshot(path, commit_tree(path, files)))


def workflow(run: str, *, on: str = "[push, pull_request]", job: str = "", step: str = "") -> dict[str, str]:
    """A workflow of one job with one script; `job` and `step` are more lines of YAML for them."""
    script = "\n".join(f"          {line}" for line in run.splitlines())
    extra = "".join(f"    {line}\n" for line in job.splitlines())
    more = "".join(f"        {line}\n" for line in step.splitlines())
    text = f"on: {on}\njobs:\n  check:\n    runs-on: ubuntu-latest\n{extra}    steps:\n      - run: |\n{script}\n{more}"
    return {".github/workflows/ci.yml": text}
