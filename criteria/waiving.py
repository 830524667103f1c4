"""Takes waived findings out of the evidence of analysers, so that a rule can be judged again without them (V9)."""

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs

from criteria.model import Evidence, EvidenceSet, Finding
from criteria.tools.analysis import Analysis
from criteria.waivers import Waiver


@attrs.frozen
class Left:
    """The evidence that is left, the findings that were taken out, and by which waivers."""

    evidence: EvidenceSet
    findings: tuple[Finding, ...]
    used: frozenset[str]


def can_be_judged_again(evidence: EvidenceSet, kinds: Iterable[str]) -> bool:
    """Whether single findings can be waived: they come from analysers, and the verdict is made from their number."""
    return any(kind in evidence and isinstance(evidence[kind].data, Analysis) for kind in kinds)


def without_findings(evidence: EvidenceSet, kinds: Iterable[str], waivers: Sequence[Waiver]) -> Left:
    """The evidence without what these waivers are for. Findings beyond those that were kept still count."""
    taken = _Taken(waivers)
    changed = []
    for kind in sorted(set(kinds)):
        if kind in evidence and isinstance(evidence[kind].data, Analysis):
            data = evidence[kind].data
            runs = []
            for run in data.runs:
                kept = tuple(finding for finding in run.findings if not taken.takes(finding))
                gone = len(run.findings) - len(kept)
                runs.append(attrs.evolve(run, findings=kept, findings_total=run.findings_total - gone))
            changed.append(Evidence(kind, attrs.evolve(data, runs=tuple(runs)), evidence[kind].producer))
    return Left(evidence.with_evidence(*changed), tuple(taken.findings), frozenset(taken.used))


class _Taken:
    """Decides finding by finding, for a fingerprint stands for so many findings as its waiver says."""

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self._waivers = waivers
        self._numbers: Counter[str] = Counter()
        self._by_fingerprint = any(waiver.fingerprint for waiver in waivers)
        self.findings: list[Finding] = []
        self.used: set[str] = set()

    def takes(self, finding: Finding) -> bool:
        fingerprint = finding.fingerprint if self._by_fingerprint else None
        for waiver in self._waivers:
            if self._is_for(waiver, finding, fingerprint):
                self._numbers[waiver.id] += 1
                self.used.add(waiver.id)
                self.findings.append(finding)
                return True
        return False

    def _is_for(self, waiver: Waiver, finding: Finding, fingerprint: str | None) -> bool:
        if waiver.whole_rule or (waiver.path is not None and not _lies_in(finding.path, waiver.path)):
            return False
        if waiver.fingerprint is None:
            return True
        return waiver.fingerprint == fingerprint and self._numbers[waiver.id] < waiver.count


def _lies_in(path: str | None, scope: str) -> bool:
    """A scope with a slash behind it is a folder, any other one file."""
    return path is not None and (path.startswith(scope) if scope.endswith("/") else path == scope)
