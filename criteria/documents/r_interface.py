"""What a package of R makes public, and which of it is described: NAMESPACE, its functions and the pages of man/.

R tells what is public in one file and describes it in others, so the facts of several files are joined.
"""

import re
from collections.abc import Iterable
from typing import Any

EXPORTS, ALIASES = "exports", "aliases"
MOST = 5000  # names of one file

_FUNCTION = re.compile(rb"^([A-Za-z][\w.]{0,100}) {0,4}(?:<-|=) {0,4}function\(", re.M)
_EXPORT = re.compile(rb"^[ \t]{0,8}export\(([^()]{1,20000})\)", re.M)
_PATTERN = re.compile(rb"^[ \t]{0,8}exportPattern\(", re.M)
_NAME = re.compile(rb"[\w.]{1,100}")
_ALIAS = re.compile(rb"^\\alias\{([^{}\n]{1,100})\}", re.M)


def is_namespace(path: str) -> bool:
    return path.rpartition("/")[2] == "NAMESPACE"


def is_manual(path: str) -> bool:
    return path.endswith(".Rd") and f"/{path}".rpartition("/")[0].endswith("/man")


def package_of(path: str) -> str | None:
    """The folder of the package that a file belongs to; None for a script outside `R/` and `man/`."""
    folder = f"/{path}".rpartition("/")[0]
    if is_namespace(path):
        return folder
    return folder.rpartition("/")[0] if folder.endswith(("/R", "/man")) else None


def names_of(path: str, content: bytes) -> list[str]:
    """What NAMESPACE exports, a page describes or a file of code defines; `*` first where a pattern exports."""
    if is_namespace(path):
        listed = b",".join(_EXPORT.findall(content))
        found = [b"*"] if _PATTERN.search(content) else []
        found += _NAME.findall(listed)
    else:
        found = (_ALIAS if is_manual(path) else _FUNCTION).findall(content)
    return [name.decode("utf-8", "replace") for name in dict.fromkeys(found)][:MOST]


def interfaces(facts: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, set[str]]]:
    """By folder of a package what it exports and what its pages describe; packages without NAMESPACE have none."""
    packages: dict[str, dict[str, set[str]]] = {}
    for path, fact in facts:
        package = package_of(path)
        if package is not None:
            held = packages.setdefault(package, {EXPORTS: set(), ALIASES: set()})
            held[EXPORTS if is_namespace(path) else ALIASES].update(fact["names"])
    return {folder: held for folder, held in packages.items() if held[EXPORTS]}


def counted(held: dict[str, set[str]], names: list[str], described: list[str]) -> tuple[int, int]:
    """Public names of one file, and how many of them have a text or a page."""
    every = "*" in held[EXPORTS]
    public = [name for name in names if every or name in held[EXPORTS]]
    return len(public), sum(name in described or name in held[ALIASES] for name in public)
