"""The change log of a project: where it is, and which versions it has an entry for."""

import re
from collections.abc import Iterator

import attrs

from criteria.census.apart import by_path
from criteria.snapshot import Entry, Snapshot

LIMIT = 512 * 1024  # bytes of one file
MAX_VERSIONS = 300
MAX_FILES = 300

NAMED = re.compile(
    r"^(?:change[-_ ]?logs?|changes|history|news|release[-_ ]?notes?|releases|whats[-_]?new)(?:[-_.].{0,40})?$", re.I
)
_FOLDERS = re.compile(
    r"(?:^|/)(?:change[-_ ]?logs?|release[-_ ]?notes?|whats[-_]?new|releases?|news)/[^/]{1,200}$", re.I
)
_IN_NAME = re.compile(r"(?:^|[-_])v?(\d{1,4}(?:\.\d{1,6}){1,3}[\w.-]{0,20})(?:\.(?:md|rst|txt|adoc|html))$", re.I)
_ITEM = re.compile(r"^[-*+][ \t]{1,4}(?!\W{0,4}(?:v?\d|version|release))", re.I)  # says what changed, opens no entry
_ENTRY = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}[ :,-]{1,4})?(?:[A-Za-z][\w.-]{0,40}[ _-])?[^\n\d]{0,60}?(?<![\d.])v?"
    r"(\d{1,4}(?:\.\d{1,6}){1,3}(?:[-.]?(?:a|b|rc|alpha|beta|dev|post)[-.]?\d{0,4})?)\b[^\n]{0,100}$",
    re.I,
)


@attrs.frozen
class Changelog:
    """`versions` as they are written, newest first as far as the file says; a folder has one file for each version."""

    path: str
    versions: tuple[str, ...]
    words: int


def changelogs(snapshot: Snapshot) -> Iterator[Changelog]:
    """Files in the root and in documentation folders, and folders with a file for each version."""
    read = 0
    folders: dict[str, list[str]] = {}
    for entry in snapshot.files():
        if entry.path.count("/") > 4 or by_path(entry.path) or read >= MAX_FILES:
            continue
        if (
            NAMED.match(entry.name) and entry.name.lower().endswith((".md", ".rst", ".txt", ".adoc", ".org", ".html"))
        ) or (NAMED.match(entry.name) and "." not in entry.name):
            read += 1
            yield _read(snapshot, entry)
        elif _FOLDERS.search(entry.path) and (named := _IN_NAME.search(entry.name)):
            folders.setdefault(entry.folder, []).append(named.group(1).removesuffix("-notes"))
    for folder, versions in sorted(folders.items()):
        yield Changelog(folder, tuple(versions[:MAX_VERSIONS]), 0)


def _read(snapshot: Snapshot, entry: Entry) -> Changelog:
    text = snapshot.text(entry, LIMIT)
    lines = (line[:300] for line in text.splitlines() if line[:1] not in (" ", "\t") and not _ITEM.match(line[:300]))
    found = [match.group(1) for line in lines if any(char.isdigit() for char in line) and (match := _ENTRY.match(line))]
    return Changelog(entry.path, tuple(dict.fromkeys(found))[:MAX_VERSIONS], len(text.split()))
