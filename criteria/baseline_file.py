"""Reads the file of a baseline, strictly: a key that is misspelt would be a rule that is not asked."""

import hashlib
import re
from collections.abc import Mapping

from criteria.catalogue import CHECKS
from criteria.check import Check
from criteria.errors import BaselineError
from criteria.model import BaselineRef, Level, Requirement, Strength
from criteria.record import Record, RecordError, nearest, read_record
from criteria.rules import Baseline, Criterion, Rule

MAX_BYTES = 512 * 2**10
MATURITY = (1, 2, 3)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,59}")
_KEYS = (
    "requirement",
    "check",
    "parameters",
    "minimum",
    "weight",
    "accepts_attestation",
    "group",
    "maturity",
    "same_as",
    "title",
)
_LEVELS = {level.label: level for level in Level if level is not Level.NONE}
_STRENGTHS = {strength.name: strength for strength in Strength}


def parse(content: bytes, name: str = "baseline", checks: Mapping[str, Check] = CHECKS) -> Baseline:
    """A baseline from the bytes of its file. `BaselineError` is one sentence with file, line and key."""
    try:
        return _baseline(read_record(content, name, max_bytes=MAX_BYTES), content, checks)
    except RecordError as error:
        raise BaselineError(str(error)) from error


def _baseline(top: Record, content: bytes, checks: Mapping[str, Check]) -> Baseline:
    top.only("id", "version", "title", "source", "groups", "strengths", "levels", "criteria")
    groups = _groups(top)
    criteria = tuple(_criterion(_named(top, id_), entry, groups, checks) for id_, entry in top.records("criteria"))
    if not criteria:
        raise top.error("criteria", "criteria is empty; a baseline asks for something")
    _refuse_repeats(top, criteria)
    levels = _levels(top, criteria)
    return Baseline(
        ref=BaselineRef(_named(top, top.text("id")), top.text("version"), digest(content)),
        title=top.text("title"),
        source=top.text("source"),
        criteria=criteria,
        levels=levels,
        strengths=_strengths(top, levels),
        groups=groups,
    )


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _named(record: Record, id_: str) -> str:
    if not _ID.fullmatch(id_):
        raise record.error(None, f"{id_[:60]!a} is no id; ids are made of letters, digits and . _ @ + -")
    return id_


def _groups(top: Record) -> dict[str, str]:
    if not top.has("groups"):
        return {}
    groups = top.record("groups")
    return {id_: groups.text(id_) for id_ in groups.data}


def _levels(top: Record, criteria: tuple[Criterion, ...]) -> dict[Level, tuple[str, ...]]:
    """Each level with all that the levels below it ask for."""
    given = top.record("levels").only(*_LEVELS)
    known = {criterion.id: criterion for criterion in criteria}
    levels: dict[Level, tuple[str, ...]] = {}
    below: tuple[str, ...] = ()
    for label, level in _LEVELS.items():
        if not given.has(label):
            continue
        ids = given.texts(label)
        for id_ in ids:
            if id_ not in known:
                raise given.error(label, f"level {label} names no criterion of this baseline with {id_!r}; "
                                         f"{nearest(id_, known)}")  # fmt: skip
            if not any(rule.blocking for rule in known[id_].rules):
                raise given.error(label, f"level {label} asks for {id_}, of which no rule decides")
        if not ids:
            raise given.error(label, f"level {label} asks for nothing, so everything would reach it")
        below = tuple(dict.fromkeys((*below, *ids)))
        levels[level] = below
    return levels


def _strengths(top: Record, levels: Mapping[Level, tuple[str, ...]]) -> dict[Level, Strength]:
    if not levels and not top.has("strengths"):
        return {}
    given = top.record("strengths").only(*_LEVELS)
    return {level: given.one_of(level.label, _STRENGTHS) for level in levels}


def _criterion(id_: str, entry: Record, groups: Mapping[str, str], checks: Mapping[str, Check]) -> Criterion:
    entry.only("title", "rules", "also_blocking")
    rules = dict(entry.records("rules"))
    if not rules:
        raise entry.error("rules", f"{id_} has no rules")
    requirements = {rule_id: rule.only(*_KEYS).choice("requirement", Requirement) for rule_id, rule in rules.items()}
    more = entry.texts("also_blocking")
    for rule_id in more:
        if rule_id not in rules:
            raise entry.error("also_blocking", f"{rule_id!r} is no rule of {id_}; {nearest(rule_id, rules)}")
    blocking = _blocking(requirements) | set(more)
    return Criterion(
        id_,
        entry.text("title"),
        tuple(
            _rule(_named(rule, rule_id), rule, requirements[rule_id], rule_id in blocking, groups, checks)
            for rule_id, rule in rules.items()
        ),
    )


def _rule(
    id_: str,
    entry: Record,
    requirement: Requirement,
    blocking: bool,
    groups: Mapping[str, str],
    checks: Mapping[str, Check],
) -> Rule:
    check = entry.text("check") if entry.has("check") else id_
    if check not in checks:
        raise entry.error("check", f"rule {id_} names the check {check!r}, which does not exist; "
                                   f"{nearest(check, checks)}")  # fmt: skip
    weight = entry.number("weight") if entry.has("weight") else 1.0
    if not 0 < weight <= 1000:
        raise entry.error("weight", f"the weight of {id_} is {weight}; it must be more than 0 and at most 1000")
    maturity = entry.data.get("maturity")
    if maturity is not None and (isinstance(maturity, bool) or maturity not in MATURITY):
        raise entry.error("maturity", f"the maturity of {id_} must be 1, 2 or 3")
    group = entry.text("group") if entry.has("group") else None
    if group is not None and groups and group not in groups:
        raise entry.error("group", f"{group!r} is no group of this baseline; {nearest(group, groups)}")
    minimum = entry.record("minimum").only(*_LEVELS) if entry.has("minimum") else None
    return Rule(
        id=id_,
        requirement=requirement,
        blocking=blocking,
        check=check,
        parameters=dict(entry.record("parameters").data) if entry.has("parameters") else {},
        minimum={_LEVELS[label]: minimum.one_of(label, _STRENGTHS) for label in minimum.data} if minimum else {},
        weight=weight,
        accepts_attestation=entry.flag("accepts_attestation", False),
        group=group,
        maturity=maturity,
        same_as=entry.texts("same_as"),
        title=entry.text("title") if entry.has("title") else None,
    )


def _refuse_repeats(top: Record, criteria: tuple[Criterion, ...]) -> None:
    """Results go by the id of the rule: one that stands twice would hide the other."""
    seen: dict[str, str] = {}
    for criterion in criteria:
        for rule in criterion.rules:
            if rule.id in seen:
                raise top.error("criteria", f"rule {rule.id} stands in {seen[rule.id]} and in {criterion.id}")
            seen[rule.id] = criterion.id


def _blocking(requirements: Mapping[str, Requirement]) -> set[str]:
    """V1: the MUST and MUST NOT ids; where there is none, the SHOULD and RECOMMENDED ids."""
    strict = {id_ for id_, requirement in requirements.items() if requirement.startswith("MUST")}
    soft = {
        id_ for id_, requirement in requirements.items() if requirement in (Requirement.SHOULD, Requirement.RECOMMENDED)
    }
    return strict or soft
