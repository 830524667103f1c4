"""The order in which the tests of a large suite run for a change: the nearest first, and the rest at the end.

A sound choice of tests would be nearly all of them, and the changed files alone are blind; so nothing is left out, and
the report says how far the time reached.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from criteria.snapshot import Snapshot
from master.errors import UsageError
from master.import_graph import ImportGraph, import_graph
from workers.cell import Selection, Stratum

CHANGED = "changed files"
DIRECT = "direct importers"
CLOSURE = "import-time closure"
FAILED_BEFORE = "failed with such changes before"
REST = "rest"
ALL = "all test files"


def files_with_tests(snapshot: Snapshot, select: Selection) -> list[str]:
    """The files that hold tests, sorted; UsageError when the patterns match none."""
    patterns = [_pattern(pattern) for pattern in select.files]
    found = sorted(entry.path for entry in snapshot.files() if any(each.match(entry.path) for each in patterns))
    if not found:
        raise UsageError(
            f"select.files: {', '.join(select.files)} matches no file of the tree; name a pattern that does"
        )
    return found


def strata(
    snapshot: Snapshot, select: Selection, changed: Iterable[str] | None, failed_with: Mapping[str, int]
) -> tuple[Stratum, ...]:
    """The test files by their nearness to what was changed; all in one where nothing is compared.

    `failed_with`: test files that failed after changes of these files in the past, with how often.
    """
    files = files_with_tests(snapshot, select)
    if changed is None:
        return (Stratum(ALL, tuple(files)),)
    return rank(files, set(changed), import_graph(snapshot), _by_file(files, failed_with))


def rank(
    files: Iterable[str], changed: set[str], graph: ImportGraph, failed_with: Mapping[str, int]
) -> tuple[Stratum, ...]:
    """Each file in the first stratum that it belongs to; within one, what failed more often in the past comes first."""
    sides = {other for path in changed for other in _beside(path)}
    direct = {user for path in changed | sides for user in graph.ever.get(path, ())}
    named = [
        (CHANGED, changed | sides),
        (DIRECT, direct | {path for path in files if _governed(path, changed)}),
        (CLOSURE, _closure(changed | sides | direct, graph)),
        (FAILED_BEFORE, set(failed_with)),
        (REST, None),
    ]
    left = dict.fromkeys(files)
    made = []
    for name, wanted in named:
        chosen = [path for path in left if wanted is None or path in wanted]
        for path in chosen:
            del left[path]
        chosen.sort(key=lambda path: (-failed_with.get(path, 0), path))
        if chosen:
            made.append(Stratum(name, tuple(chosen)))
    return tuple(made)


def _by_file(files: list[str], failed_with: Mapping[str, int]) -> dict[str, int]:
    """Reports name a file by its path, or a module by its dotted name without the folders above the package."""
    names: dict[str, list[str]] = {}
    for path in files:
        parts = path.rpartition(".")[0].split("/")
        for name in (path, *(".".join(parts[start:]) for start in range(len(parts)))):
            names.setdefault(name, []).append(path)
    return {path: times for name, times in failed_with.items() for path in names.get(name, ())}


def _closure(start: set[str], graph: ImportGraph) -> set[str]:
    """Everything that imports one of these in the end, at import time."""
    seen, stack = set(start), list(start)
    while stack:
        for user in graph.at_import.get(stack.pop(), ()):
            if user not in seen:
                seen.add(user)
                stack.append(user)
    return seen


def _beside(path: str) -> Iterable[str]:
    """The implementation belongs to its declarations: a changed .pxd changes what its .pyx does."""
    stem, dot, ending = path.rpartition(".")
    if dot and ending in ("pxd", "pxi"):
        yield f"{stem}.pyx"


def _governed(path: str, changed: set[str]) -> bool:
    """True for tests below a conftest.py that was changed."""
    folders = [name.removesuffix("conftest.py") for name in changed if name.rpartition("/")[2] == "conftest.py"]
    return any(path.startswith(folder) for folder in folders)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """`**/` is any number of folders, `*` and `?` stay within one."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", text)
    signs = {"**/": r"(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z")
