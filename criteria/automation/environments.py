"""Reads the environments of tox and the sessions of nox, and options of their commands."""

import re
from collections.abc import Mapping
from typing import Any

from criteria.automation.fields import get, listed

_SECTION = re.compile(r"^\[([^\[\]\n]{1,100})\]")
_OTHERS = re.compile(r"\{\[([^\[\]{}\n]{1,100})\](\w{1,60})\}")  # `{[section]key}`
_LONGEST = 2000  # characters of a line into which others were put


def sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines()[:20_000]:
        section = _SECTION.match(line)
        if section:
            for name in _unfolded(section.group(1)):
                lines = found.setdefault(name, [])
        elif not line.lstrip().startswith(("#", ";")):
            lines.append(line)
    return found


def _unfolded(name: str) -> list[str]:
    """`testenv:py{311,312}-x` names several environments."""
    match = re.match(r"^(.{0,80}?)\{([^{}]{1,80})\}(.{0,80})$", name)
    return (
        [f"{match.group(1)}{part.strip()}{match.group(3)}" for part in match.group(2).split(",")] if match else [name]
    )


def setting(lines: list[str], name: str) -> list[str]:
    """The lines of a setting of an INI section."""
    found: list[str] = []
    inside = False
    for line in lines:
        if re.match(rf"^{name}[ \t]{{0,20}}=", line):
            inside = True
            found.append(line.partition("=")[2].strip())
        elif inside and line.startswith((" ", "\t")):
            found.append(line.strip())
        elif line.strip():
            inside = False
    return [line for line in "\n".join(found).replace("\\\n", " ").splitlines() if line.strip()]


def commands(sections: Mapping[str, list[str]], own: list[str], values: Mapping[str, str]) -> list[str]:
    """The commands of an environment, with what `{[section]key}` and names such as `{envname}` stand for.

    References are followed once: what they bring in is not searched again.
    """
    found: list[str] = []
    for line in setting(own, "commands"):
        whole = _OTHERS.fullmatch(line.strip())
        found += setting(sections.get(whole[1], []), whole[2]) if whole else [_with_others(line, sections)]
    for name, value in values.items():
        found = [line.replace(f"{{{name}}}", value) for line in found]
    return [line[:_LONGEST] for line in found]


def _with_others(line: str, sections: Mapping[str, list[str]]) -> str:
    """A line in which other settings stand among its words."""
    return _OTHERS.sub(lambda other: " ".join(setting(sections.get(other[1], []), other[2]))[:_LONGEST], line)


def of_factors(line: str, factors: frozenset[str]) -> str | None:
    """The command of a line, if it is meant for an environment with these factors; a leading dash ignores failure."""
    match = re.match(r"^([\w!{},.-]{1,80}):[ \t]{1,20}(.*)$", line)
    if match and not match.group(1).startswith("!"):
        wanted = re.split(r"[,{}]+", match.group(1))
        if not any(part and frozenset(part.split("-")) <= factors for part in wanted):
            return None
    command = match.group(2) if match else line
    return f"{command.lstrip('- ')} || true" if command.startswith("- ") else command


def envlist(sections: Mapping[str, list[str]]) -> str:
    named = " ".join(setting(sections.get("tox", []), "env_?list")).replace(" ", ",")
    names = [name for part in re.split(r",(?![^{}]{0,200}\})", named) if part for name in _unfolded(part)]
    return ",".join(names[:40]) or "py"


def native_tox(tox: Any) -> str:
    """The tables of `[tool.tox]` as the lines of a tox.ini."""
    lines = ["[tox]", "envlist = " + ",".join(str(name) for name in listed(get(tox, "env_list"))[:40])]
    environments = {"": get(tox, "env_run_base"), **(get(tox, "env") if isinstance(get(tox, "env"), dict) else {})}
    for name, table in list(environments.items())[:60]:
        lines += [f"[testenv{':' if name else ''}{name}]", "commands ="]
        for command in listed(get(table, "commands"))[:40]:
            lines.append("    " + " ".join(str(word) for word in listed(command) if isinstance(word, str)))
    return "\n".join(lines)


def option(arguments: tuple[str, ...], options: tuple[str, ...]) -> str:
    for number, word in enumerate(arguments):
        if word in options and number + 1 < len(arguments):
            return arguments[number + 1]
        for option in options:
            if word.startswith(option) and len(word) > len(option) and (len(option) == 2 or word[len(option)] == "="):
                return word[len(option) :].lstrip("=")
    return ""
