"""What a change brought and what it healed: two judgements side by side, by verdict and by finding (V10).

The gate is on worsening, not on history: debt that was there before fails nobody. What could not be compared is said
so and never counted as equal.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from criteria.catalogue import CHECKS
from criteria.check import Check
from criteria.evidence.comparison import Comparison, sentence
from criteria.model import Assessment, EvidenceSet, Finding, Level, Outcome, SubcriterionResult, Verdict
from criteria.tools.analysis import Analysis

NAMED = 5  # things in a sentence
_CAP = re.compile(r"_?(?:[A-Z_]*_)?(?:SHOWN|LISTED|KEPT|MAX)(?:_[A-Z_]*)?")
_ROUND = frozenset({20, 50, 100, 200, 500, 1000})
_RANK = {Outcome.FAIL: 0, Outcome.NOT_ASSESSED: 1, Outcome.NOT_APPLICABLE: 2, Outcome.PASS: 2}


class Gate(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Turn(StrEnum):
    WORSE = "worse"
    BETTER = "better"
    UNKNOWN = "unknown"  # it was known before and is not now
    OTHER = "other"


@attrs.frozen
class Judged:
    """One side: a commit, what it is called, its evidence and its assessment."""

    commit: str
    label: str | None
    evidence: EvidenceSet
    assessment: Assessment


@attrs.frozen
class VerdictChange:
    """A rule whose verdict differs; None where one side does not know the rule."""

    rule: str
    blocking: bool
    base: Outcome | None
    head: Outcome | None
    turn: Turn


@attrs.frozen
class FindingsChange:
    """The findings of one rule. `more`: how many there are more than before where their list was cut.

    `why_not`: why they were not compared one by one; the lists are empty then.
    """

    rule: str
    blocking: bool
    new: tuple[Finding, ...] = ()
    healed: tuple[Finding, ...] = ()
    more: int = 0
    why_not: str | None = None


@attrs.frozen
class Change:
    """What differs between base and head, and whether the change may pass."""

    base: str
    label: str | None
    level: Level
    verdicts: tuple[VerdictChange, ...]
    findings: tuple[FindingsChange, ...]
    gate: Gate
    sentence: str


@attrs.frozen
class _Findings:
    """All findings of a rule on one side, as far as they were kept; `total` counts those that were not, too.

    `unknown`: the rule was not assessed or is waived; where that is so on both sides, there is nothing to tell.
    """

    kept: tuple[Finding, ...]
    total: int
    why_not: str | None = None
    unknown: bool = False


def compare(
    base: Judged, head: Judged, renames: Mapping[str, str] | None = None, checks: Mapping[str, Check] = CHECKS
) -> Change:
    """Base against head. `renames`: path before to path after, so that a moved file brings nothing new."""
    before = {result.id: result for result in base.assessment.results()}
    after = {result.id: result for result in head.assessment.results()}
    ids = tuple(dict.fromkeys((*after, *before)))
    verdicts = tuple(_verdicts(before, after, ids))
    both = (id_ for id_ in ids if id_ in before and id_ in after)
    pairs = ((after[id_], _findings(before[id_], base, checks), _findings(after[id_], head, checks)) for id_ in both)
    changes = (
        _compared(was, is_, result, renames or {}) for result, was, is_ in pairs if not was.unknown or not is_.unknown
    )
    findings = tuple(change for change in changes if change.new or change.healed or change.why_not)
    gate, sentence = _gate(verdicts, findings)
    return Change(base.commit, base.label, base.assessment.level, verdicts, findings, gate, sentence)


def _verdicts(
    before: Mapping[str, SubcriterionResult], after: Mapping[str, SubcriterionResult], ids: Iterable[str]
) -> Iterator[VerdictChange]:
    for id_ in ids:
        old, new = before.get(id_), after.get(id_)
        was, is_ = (one.verdict.outcome if one else None for one in (old, new))
        if was is not is_ or (old and new and old.counts_as is not new.counts_as):
            shown = new or old
            assert shown is not None
            yield VerdictChange(id_, shown.blocking, was, is_, _turn(old, new))


def _turn(old: SubcriterionResult | None, new: SubcriterionResult | None) -> Turn:
    if old is None or new is None:
        return Turn.OTHER
    was, is_ = old.counts_as, new.counts_as
    if is_ is Outcome.NOT_ASSESSED:
        return Turn.OTHER if was is Outcome.FAIL else Turn.UNKNOWN
    if _RANK[is_] == _RANK[was]:
        return Turn.OTHER
    return Turn.WORSE if _RANK[is_] < _RANK[was] else Turn.BETTER


def _findings(result: SubcriterionResult, side: Judged, checks: Mapping[str, Check]) -> _Findings:
    """From the evidence where it has them all, else from the verdict, which may have been cut."""
    waived = result.waived
    verdict = result.verdict
    if waived is not None and not waived.findings:
        return _Findings((), 0, "the rule is waived", unknown=True)
    if waived is not None and verdict.outcome is Outcome.NOT_APPLICABLE:
        return _Findings((), 0)  # nothing but waived findings was left
    if verdict.outcome in (Outcome.NOT_ASSESSED, Outcome.ATTESTED):
        return _Findings((), 0, f"not assessed: {verdict.reason}", unknown=True)
    if not verdict.findings:
        return _Findings((), 0)
    check = checks.get(result.check)
    found = _of_analysers(verdict, side.evidence, check) or _of_verdict(verdict, check)
    return _without(found, waived.findings if waived else ())


def _of_analysers(verdict: Verdict, evidence: EvidenceSet, check: Check | None) -> _Findings | None:
    """What the analysers found, when that is what the verdict shows."""
    kinds = [kind for kind in (check.NEEDS if check else ()) if kind in evidence]
    runs = [run for kind in kinds if isinstance(evidence[kind].data, Analysis) for run in evidence[kind].data.runs]
    kept = tuple(finding for run in runs for finding in run.findings)
    if not runs or not set(verdict.findings) <= set(kept):
        return None
    return _Findings(kept, sum(run.findings_total for run in runs))


def _of_verdict(verdict: Verdict, check: Check | None) -> _Findings:
    """A check that keeps only so many has a constant for it, such as SHOWN, or uses that of a helper, a round number.

    At that number more may have been there, so nothing is said about them.
    """
    kept = verdict.findings
    caps = {*_ROUND, *(value for name, value in vars(check).items() if _CAP.fullmatch(name))} if check else _ROUND
    if len(kept) in caps:
        return _Findings(kept, len(kept), f"only the first {len(kept)} findings were kept")
    return _Findings(kept, len(kept))


def _without(found: _Findings, waived: tuple[Finding, ...]) -> _Findings:
    gone = Counter(waived)
    kept = []
    for finding in found.kept:
        if gone[finding] > 0:
            gone[finding] -= 1
        else:
            kept.append(finding)
    return attrs.evolve(found, kept=tuple(kept), total=found.total - (len(found.kept) - len(kept)))


def _compared(
    base: _Findings, head: _Findings, result: SubcriterionResult, renames: Mapping[str, str]
) -> FindingsChange:
    plain = FindingsChange(result.id, result.blocking)
    for side, name in ((head, "now"), (base, "before")):
        if side.why_not is not None:
            return attrs.evolve(plain, why_not=f"{name}: {side.why_not}")
    for side, name in ((head, "now"), (base, "before")):
        if side.total > len(side.kept):
            why = f"{name}: truncated, {len(side.kept):,} of {side.total:,} findings were kept"
            return attrs.evolve(plain, why_not=why, more=max(0, head.total - base.total))
    old = Counter(_moved(finding, renames).fingerprint for finding in base.kept)
    new = Counter(finding.fingerprint for finding in head.kept)
    return attrs.evolve(
        plain,
        new=_last(head.kept, new - old),
        healed=_last(tuple(_moved(finding, renames) for finding in base.kept), old - new),
    )


def _moved(finding: Finding, renames: Mapping[str, str]) -> Finding:
    path = renames.get(finding.path or "")
    return attrs.evolve(finding, path=path) if path else finding


def _last(findings: tuple[Finding, ...], wanted: Counter[str]) -> tuple[Finding, ...]:
    """As many of each fingerprint as wanted. Which of several alike is new nobody can tell: the last is shown."""
    left = Counter(wanted)
    chosen = []
    for finding in reversed(findings):
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            chosen.append(finding)
    return tuple(reversed(chosen))


def _gate(verdicts: tuple[VerdictChange, ...], findings: tuple[FindingsChange, ...]) -> tuple[Gate, str]:
    worse = [
        f"{one.rule} {_word(one.base)} → {_word(one.head)}"
        for one in verdicts
        if one.turn is Turn.WORSE and one.blocking
    ]
    brought = [one for one in findings if one.blocking and (one.new or one.more)]
    worse += [f"{one.rule}: {_number(one)} more finding{'' if _number(one) == 1 else 's'}" for one in brought]
    if worse:
        return Gate.FAILED, f"The change made this worse: {_listed(worse)}."
    lost = [one.rule for one in verdicts if one.turn is Turn.UNKNOWN and one.blocking]
    if lost:
        verb = "was assessed before and is" if len(lost) == 1 else "were assessed before and are"
        return Gate.UNKNOWN, f"Whether the change made anything worse cannot be told: {_listed(lost)} {verb} not now."
    better = sum(one.turn is Turn.BETTER for one in verdicts)
    healed = sum(len(one.healed) for one in findings)
    good = [f"{better} verdict{'' if better == 1 else 's'} better"] if better else []
    good += [f"{healed} finding{'' if healed == 1 else 's'} healed"] if healed else []
    cut = [one.rule for one in findings if one.blocking and one.why_not]
    good += [f"not compared finding by finding: {_listed(cut)}"] if cut else []
    return Gate.PASSED, f"The change made nothing worse that decides{': ' if good else ''}{'; '.join(good)}."


def with_tests(change: Change, tests: Comparison) -> Change:
    """The same with what happened to the tests: a test that got worse fails the gate, what is not known leaves it open.

    Where the harness may have been made to lie, nothing is known (T19).
    """
    said = f"Tests: {sentence(tests)}."
    gate = change.gate
    if any(cell.worse for cell in tests.cells):
        gate = Gate.FAILED
    elif gate is Gate.PASSED and any(cell.why_not or cell.signs for cell in tests.cells):
        gate = Gate.UNKNOWN
    if gate is not change.gate:
        return attrs.evolve(change, gate=gate, sentence=said)  # what the rules say by themselves would contradict it
    return attrs.evolve(change, sentence=f"{change.sentence} {said}")


def _number(one: FindingsChange) -> int:
    return len(one.new) or one.more


def _word(outcome: Outcome | None) -> str:
    return outcome.value.replace("_", " ") if outcome else "no verdict"


def _listed(items: list[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return ", ".join(items[:NAMED]) + more
