"""Requirements of Python packages: PEP 508 and the files that pip reads, as hostile text.

What cannot be handed to a resolver as `name>=version` is left out with a reason: addresses, options, other indexes
(T31), broken lines.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator

import attrs
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from criteria.marked_yaml import shown
from criteria.snapshot import Entry, Snapshot

MAX_LINE = 500  # characters
MAX_FILE = 256 * 2**10  # bytes
MAX_FILES = 20
MAX_REQUIREMENTS = 300  # of one file
# Names of files that may stand in a command and in a sentence as they are.
PLAIN_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\Z")
_INCLUDE = re.compile(r"(?:-r|--requirement)(?:\s+|=|(?=[^\s-]))(\S+)\Z")
_PIP_OPTION = re.compile(r"\s--?[A-Za-z].*\Z")  # `--hash=...` and the like behind a requirement
_EXTRA = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?\Z")
_OWN_PROJECT = re.compile(r"(?:-e\s*|--editable[\s=])?\.(?:\[[^\]]*\])?\Z")


@attrs.frozen
class Requirements:
    """What a list of requirements says, and why something in it is left out."""

    found: tuple[Requirement, ...] = ()
    reasons: tuple[str, ...] = ()

    def __add__(self, other: "Requirements") -> "Requirements":
        return Requirements(self.found + other.found, self.reasons + other.reasons)


def name_of(requirement: Requirement) -> str:
    """The normalised name, as package indexes compare it."""
    return canonicalize_name(requirement.name)


def parse(text: str) -> Requirement | str:
    """The requirement, or the reason why it is left out."""
    if len(text) > MAX_LINE:
        return f"{shown(text, 40)} is longer than {MAX_LINE} characters"
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError, ValueError):
        return f"{shown(text)} is no requirement that we read"
    if requirement.url:
        return f"{requirement.name} is taken from an address, not from the package index"
    return requirement


def read_list(items: object, source: str) -> Requirements:
    """The requirements of a list in a configuration file; `source` names it in reasons."""
    if not isinstance(items, list | tuple):
        return Requirements()
    texts = (item for item in items[:MAX_REQUIREMENTS] if isinstance(item, str))
    return _sorted_out((parse(text) for text in texts), source)


def read_file(snapshot: Snapshot, path: str) -> Requirements:
    """The requirements of a file for pip and of the files it includes, each file once."""
    entry = plain_file(snapshot, path)
    if entry is None:
        return Requirements()
    result, seen, waiting = Requirements(), {path}, [entry]
    while waiting:
        entry = waiting.pop(0)
        if entry.size > MAX_FILE:
            result += Requirements(reasons=(f"{entry.path} is larger than {MAX_FILE // 2**10} kB; it is not read",))
            continue
        lines = list(_lines(snapshot.text(entry)))[:MAX_REQUIREMENTS]
        result += _sorted_out((_line(line) for line in lines), entry.path)
        for include in _includes(lines):
            target = posixpath.normpath(posixpath.join(entry.folder, include))
            found = plain_file(snapshot, target)
            if found is not None and target not in seen and len(seen) < MAX_FILES:
                seen.add(target)
                waiting.append(found)
    return result


def plain_file(snapshot: Snapshot, path: str) -> Entry | None:
    """The regular file at this path, when its name may stand in a command as it is."""
    entry = snapshot.by_path.get(path)
    return entry if entry is not None and entry.is_file and PLAIN_PATH.match(path) else None


def unique(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The first requirement of each name and marker: two lists of one repository often disagree."""
    first: dict[tuple[str, str], Requirement] = {}
    for requirement in requirements:
        first.setdefault((name_of(requirement), str(requirement.marker)), requirement)
    return tuple(first.values())


def _sorted_out(parsed: Iterable[Requirement | str | None], source: str) -> Requirements:
    items = list(parsed)
    return Requirements(
        found=tuple(item for item in items if isinstance(item, Requirement)),
        reasons=tuple(f"{source}: {item}; it is not installed" for item in items if isinstance(item, str)),
    )


def _lines(text: str) -> Iterator[str]:
    """Lines without comments, with continued lines joined."""
    joined = ""
    for line in text.splitlines():
        if len(joined) + len(line) > 20 * MAX_LINE:
            joined = ""
            continue
        joined += line.removesuffix("\\") if line.endswith("\\") else line
        if line.endswith("\\"):
            continue
        plain = joined.partition(" #")[0].partition("\t#")[0].strip()
        joined = ""
        if plain and not plain.startswith("#"):
            yield plain


def _line(line: str) -> Requirement | str | None:
    """A requirement, a reason, or None for what says nothing about packages."""
    if _INCLUDE.match(line) or _OWN_PROJECT.match(line):
        return None
    if line.startswith("-"):
        return f"the option {shown(line.split()[0].partition('=')[0])} is not followed"
    if line.startswith((".", "/")) or "://" in line.partition("@")[0]:
        return f"{shown(line)} is taken from an address, not from the package index"
    return parse(_PIP_OPTION.sub("", line[: 20 * MAX_LINE]).strip())


def _includes(lines: Iterable[str]) -> Iterator[str]:
    return (match.group(1) for line in lines if (match := _INCLUDE.match(line)))


def loosened(requirement: Requirement) -> Requirement:
    """Without bounds from above: `==1.19.*` and `<2` are dropped, `>=1.5` stays."""
    loose = Requirement(str(requirement))
    loose.specifier = SpecifierSet(
        ",".join(str(spec) for spec in requirement.specifier if spec.operator in (">=", ">", "!="))
    )
    return loose


def requirement_file(word: str) -> str | None:
    """The file of `-rFILE` or `-r FILE`, None for anything else."""
    match = _INCLUDE.match(word)
    return match.group(1).removeprefix("./") if match else None


def wanted_extras(word: str) -> tuple[str, ...] | None:
    """The extras of `.[a,b]` or `-e .[a,b]`, none for a plain `.`; None for anything else."""
    if not _OWN_PROJECT.match(word):
        return None
    inner = word.partition("[")[2].partition("]")[0]
    return tuple(name for name in re.split(r"[,\s]+", inner[:MAX_LINE]) if _EXTRA.match(name))
