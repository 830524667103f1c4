"""Reads the rules of a Makefile: targets, what they need, and their recipes."""

import re
from collections.abc import Iterator

from criteria.automation.paths import joined
from criteria.automation.shell import words

_RULE = re.compile(r"^([\w.$(){}/%-][\w.$(){}/% -]{0,200}?)[ \t]*::?(?!=)([^=\n#]{0,1000})(?:#.*)?$")


def rules(text: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    current: list[list[str]] = []
    for line in text.replace("\\\r\n", " ").replace("\\\n", " ").splitlines()[:20_000]:
        if line.startswith("\t"):
            for recipe in current:
                recipe.append(
                    line.strip().lstrip("@+ ") if not line.lstrip().startswith(("-", "@-")) else _ignoring(line)
                )
        elif rule := _RULE.match(line[:1300]):
            current = []
            needs, _, inline = rule.group(2).partition(";")
            for name in rule.group(1).split()[:40]:
                before = found.get(name, ("", []))
                found[name] = (f"{before[0]} {needs}", before[1])
                current.append(found[name][1])
                if inline.strip():
                    found[name][1].append(inline.strip())
        elif line.strip() and not line.startswith(("#", " ")):
            current = []
    yield from found.items()


def _ignoring(line: str) -> str:
    """Make ignores the failure of a line that begins with a dash."""
    return f"{line.strip().lstrip('@-+ ')} || true"


def make_arguments(arguments: tuple[str, ...], folder: str) -> tuple[list[str], str]:
    targets, skip = [], False
    for number, word in enumerate(arguments):
        if skip:
            skip = False
        elif word in ("-C", "--directory"):
            folder, skip = joined(folder, arguments[number + 1] if number + 1 < len(arguments) else ""), True
        elif word in ("-f", "-j", "-l", "-I", "-o", "-W"):
            skip = word != "-j" or (number + 1 < len(arguments) and arguments[number + 1].isdigit())
        elif not word.startswith(("-", ">", "2>", "<", "$")) and "=" not in word and not word.isdigit():
            targets.append(word)
    return targets[:20], folder


def does_something(lines: list[str]) -> bool:
    """Whether a recipe runs more than `echo` and its like (A12)."""
    return any(
        words(line)[:1] and words(line)[0] not in ("echo", "printf", "true", ":", "exit", "@echo") for line in lines
    )
