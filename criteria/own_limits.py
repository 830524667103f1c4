"""The key `criteria` of `.assay.yml`: a project may raise the bar for itself, never lower it (V12).

Read from the assessed tree, for all it can do is ask for more. The direction of a limit is in its name: a `maximum_`
may become smaller, a `minimum_` larger. Whatever else is written there is ignored, and shown with its line.
"""

from collections.abc import Iterator, Mapping

import attrs

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import MAX_BYTES, read_marked, said, shown
from criteria.model import Level
from criteria.record import Record, RecordError, nearest
from criteria.rules import Baseline, Rule

KEY = "criteria"
_LEVELS = {level.label: level for level in Level if level is not Level.NONE}
MAX_IGNORED = 50
_STRICTER = {"maximum_": -1, "minimum_": 1}


@attrs.frozen
class Ignored:
    """Something under the key that has no effect; `line` counts from 1."""

    line: int
    why: str


@attrs.frozen
class OwnLimits:
    """What the project asks of itself beyond the baseline. `parameters`: rule, parameter, value."""

    fail_under: Level | None = None
    required: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, float]] = attrs.field(factory=dict)
    ignored: tuple[Ignored, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fail_under or self.required or self.parameters or self.ignored)


def read(content: bytes, baseline: Baseline, name: str) -> OwnLimits:
    """What the file asks for, as far as it is stricter than the baseline."""
    try:
        document = read_marked(content, name, max_bytes=MAX_BYTES)
    except UntrustedInputError as error:
        problem = said(error, name)
        return OwnLimits(ignored=(Ignored(problem.line, f"the file cannot be read: {problem.message}"),))
    if not isinstance(document.data, dict) or KEY not in document.data:
        return OwnLimits()
    if document.problems:
        problem = document.problems[0]
        return OwnLimits(ignored=(Ignored(problem.line, f"the file cannot be read: {problem.message}"),))
    try:
        return _limits(Record(document, name, (), document.data).record(KEY), baseline)
    except RecordError as error:
        return OwnLimits(ignored=(Ignored(error.line, error.message),))


def stricter(one: OwnLimits, other: OwnLimits) -> OwnLimits:
    """The stricter of both in everything: a change that takes its own limits away is held to them all the same."""
    parameters: dict[str, dict[str, float]] = {}
    for limits in (one, other):
        for rule, values in limits.parameters.items():
            held = parameters.setdefault(rule, {})
            for name, value in values.items():
                held[name] = value if name not in held or is_stricter(name, value, held[name]) else held[name]
    return OwnLimits(
        fail_under=max(one.fail_under or Level.NONE, other.fail_under or Level.NONE) or None,
        required=tuple(dict.fromkeys((*one.required, *other.required))),
        parameters=parameters,
        ignored=tuple(dict.fromkeys((*one.ignored, *other.ignored))),
    )


def is_stricter(parameter: str, value: float, than: float) -> bool:
    """Whether this value of a limit asks for more; a limit without a direction in its name never does."""
    return any(parameter.startswith(prefix) and sign * (value - than) > 0 for prefix, sign in _STRICTER.items())


def _limits(entry: Record, baseline: Baseline) -> OwnLimits:
    rules = {rule.id: rule for rule in baseline.rules()}
    ignored: list[Ignored] = []
    parameters: dict[str, dict[str, float]] = {}
    for key in list(entry.data)[:MAX_IGNORED]:
        if key not in ("fail_under", "required", "limits"):
            hint = nearest(key, ("fail_under", "required", "limits"))
            ignored.append(_ignored(entry, key, f"unknown key {shown(key)} in {entry.where()}; {hint}"))
    if entry.has("limits"):
        for id_, found in _listed(entry.record("limits"), rules, ignored):
            parameters.setdefault(id_, {}).update(found)
    return OwnLimits(
        fail_under=_fail_under(entry, baseline, ignored),
        required=_required(entry, rules, ignored),
        parameters=parameters,
        ignored=tuple(sorted(ignored, key=lambda one: one.line)),
    )


def _listed(
    limits: Record, rules: Mapping[str, Rule], ignored: list[Ignored]
) -> Iterator[tuple[str, dict[str, float]]]:
    for id_ in limits.data:
        if len(ignored) >= MAX_IGNORED:
            ignored.append(
                _ignored(limits, id_, f"more than {MAX_IGNORED} entries have no effect; the rest is not read")
            )
            return
        if id_ not in rules:
            ignored.append(_ignored(limits, id_, f"the baseline has no rule {shown(id_)}; {nearest(id_, rules)}"))
            continue
        try:
            values = limits.record(id_)
        except RecordError as error:
            ignored.append(Ignored(error.line, error.message))
            continue
        for name in values.data:
            why = _why_not(rules[id_], name, values)
            if why is not None:
                ignored.append(_ignored(values, name, why))
            elif values.number(name) != rules[id_].parameters[name]:
                yield id_, {name: values.number(name)}


def _why_not(rule: Rule, name: str, values: Record) -> str | None:
    """Why a limit has no effect, or None where it is at least as strict as the baseline's."""
    if name not in rule.parameters:
        return f"{rule.id} has no limit {shown(name)}; {nearest(name, rule.parameters)}"
    held = rule.parameters[name]
    try:
        value = values.number(name)
    except RecordError as error:
        return error.message
    if isinstance(held, bool) or not isinstance(held, int | float) or not name.startswith(tuple(_STRICTER)):
        return f"{rule.id}: {shown(name)} has no direction that is stricter, so it stays as the baseline has it"
    if value != held and not is_stricter(name, value, held):
        return f"{rule.id}: {name} {value:g} would lower the bar; the baseline's {held:g} holds"
    return None


def _fail_under(entry: Record, baseline: Baseline, ignored: list[Ignored]) -> Level | None:
    if not entry.has("fail_under"):
        return None
    try:
        level: Level = entry.one_of("fail_under", _LEVELS)
    except RecordError as error:
        ignored.append(Ignored(error.line, error.message))
        return None
    if level not in baseline.levels:
        ignored.append(_ignored(entry, "fail_under", f"{baseline.ref.id} has no level {level.label}"))
        return None
    return level


def _required(entry: Record, rules: Mapping[str, Rule], ignored: list[Ignored]) -> tuple[str, ...]:
    try:
        one = entry.data.get("required")
        wanted = (one,) if isinstance(one, str) else entry.texts("required")
    except RecordError as error:
        ignored.append(Ignored(error.line, error.message))
        return ()
    for id_ in wanted[:MAX_IGNORED]:
        if id_ not in rules:
            ignored.append(_ignored(entry, "required", f"the baseline has no rule {shown(id_)}; {nearest(id_, rules)}"))
    return tuple(id_ for id_ in dict.fromkeys(wanted) if id_ in rules and not rules[id_].blocking)


def _ignored(record: Record, key: str, why: str) -> Ignored:
    return Ignored(record.error(key, why).line, why)
