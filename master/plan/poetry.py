"""Dependencies in Poetry's own notation, translated to PEP 508 and PEP 440.

Carets and tildes as Poetry documents them: `^` allows what keeps the leftmost number that is not zero, `~` allows
changes of the last number given, at most of the third.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from criteria.marked_yaml import shown
from master.plan.requirements import MAX_REQUIREMENTS, Requirements, parse

MAX_CONSTRAINT = 200  # characters
_OPERATOR = re.compile(r"(\^|~=|~|===|==|!=|<=|>=|<|>|=)?\s*(\S+)\Z")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?\Z")


def pep440(constraint: str) -> str:
    """The specifiers of PEP 440 for a constraint of Poetry, "" for any version. Raises ValueError."""
    if len(constraint) > MAX_CONSTRAINT:
        raise ValueError(f"{shown(constraint, 40)} is longer than {MAX_CONSTRAINT} characters")
    if "||" in constraint or "|" in constraint:
        raise ValueError(f"{shown(constraint)} offers alternatives, which PEP 440 cannot say")
    parts = [part for part in re.split(r"[,\s]+", re.sub(r"([<>=!~^])[ \t]+", r"\1", constraint.strip())) if part]
    text = ",".join(filter(None, (_part(part) for part in parts)))
    try:
        return str(SpecifierSet(text))
    except InvalidSpecifier as error:
        raise ValueError(f"{shown(constraint)} is no version constraint") from error


def _part(part: str) -> str:
    match = _OPERATOR.match(part)
    if match is None:
        raise ValueError(f"{shown(part)} is no version constraint")
    operator, version = match.group(1) or "", match.group(2)
    if version == "*":
        return ""
    match operator:
        case "^":
            return _between(version, _caret)
        case "~":
            return _between(version, _tilde)
        case "" | "=":
            return f"=={version}"
        case _:
            return operator + version


def _between(version: str, upper: Callable[[tuple[int, ...]], tuple[int, ...]]) -> str:
    try:
        parsed = Version(version)
    except InvalidVersion as error:
        raise ValueError(f"{shown(version)} is no version") from error
    epoch = f"{parsed.epoch}!" if parsed.epoch else ""
    return f">={version},<{epoch}{'.'.join(map(str, upper(parsed.release)))}"


def _caret(release: tuple[int, ...]) -> tuple[int, ...]:
    """^1.2.3 -> 2.0.0, ^0.2.3 -> 0.3.0, ^0.0.3 -> 0.0.4, ^0.0 -> 0.1, ^0 -> 1."""
    leading = next((index for index, number in enumerate(release) if number), len(release) - 1)
    return _raised(release, min(leading, 2))


def _tilde(release: tuple[int, ...]) -> tuple[int, ...]:
    """~1.2.3 -> 1.3.0, ~1.2 -> 1.3, ~1 -> 2."""
    return _raised(release, min(len(release) - 1, 1))


def _raised(release: tuple[int, ...], index: int) -> tuple[int, ...]:
    head = (*release[:index], release[index] + 1)
    return head + (0,) * (max(len(release), 2) - len(head))


def read_table(table: object, source: str) -> Requirements:
    """A table such as [tool.poetry.group.test.dependencies]; `python` is no package and is passed over."""
    if not isinstance(table, Mapping):
        return Requirements()
    found: list[Requirement] = []
    reasons: list[str] = []
    for name, value in list(table.items())[:MAX_REQUIREMENTS]:
        for item in _dependencies(name, value):
            if isinstance(item, Requirement):
                found.append(item)
            else:
                reasons.append(f"{source}: {item}; it is not installed")
    return Requirements(tuple(found), tuple(reasons))


def _dependencies(name: str, value: object) -> Iterator[Requirement | str]:
    if name.lower() == "python":
        return
    if not _NAME.match(name):
        yield f"{shown(name)} is no name of a package"
        return
    for one in value[:20] if isinstance(value, list) else [value]:
        yield _dependency(name, one)


def _dependency(name: str, value: object) -> Requirement | str:
    table = {"version": value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        return f"{name} has a form that we do not read"
    if table.get("optional") is True:
        return f"{name} is optional"
    if from_elsewhere := next((key for key in ("git", "path", "file", "url", "source") if key in table), None):
        return f"{name} is taken from elsewhere ({from_elsewhere}), not from the package index"
    try:
        return parse(_text(name, table))
    except ValueError as error:
        return f"{name}: {error}"


def _text(name: str, table: Mapping[str, Any]) -> str:
    extras = [item for item in table.get("extras") or [] if isinstance(item, str)]
    constraint, markers = table.get("version", "*"), table.get("markers")
    if not isinstance(constraint, str) or not isinstance(markers, str | None):
        raise ValueError("it has a form that we do not read")
    conditions = [f"({markers})"] if markers else []
    if isinstance(table.get("python"), str):
        conditions += _python_markers(table["python"])
    text = name + (f"[{','.join(extras)}]" if extras else "") + pep440(constraint)
    return f"{text} ; {' and '.join(conditions)}" if conditions else text


def _python_markers(constraint: str) -> list[str]:
    """`python = "^3.8"` of a dependency as conditions of PEP 508."""
    return sorted(
        f'{"python_version" if spec.version.count(".") < 2 else "python_full_version"} {spec.operator} "{spec.version}"'
        for spec in SpecifierSet(pep440(constraint))
    )
