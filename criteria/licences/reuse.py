"""What the REUSE specification says of files that cannot carry a tag: sidecars, REUSE.toml and .reuse/dep5."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.licences.notices import joined, tags_in
from criteria.untrusted import load_toml

SIDECAR = ".license"
MOST = 100  # globs of one file
_LONGEST = 300  # characters of a glob or of a licence
_FIELD = re.compile(r"(?m)^(Files|License):[ \t]{0,8}([^\n]{0,2000}(?:\n[ \t]{1,8}[^\n]{1,2000}){0,200})")

Annotation = tuple[tuple[str, ...], str]  # globs and the licence of what they match


def is_annotations(path: str) -> bool:
    return path.rpartition("/")[2] == "REUSE.toml" or path == ".reuse/dep5"


def sidecar_licence(text: str) -> str | None:
    """The licence that `picture.png.license` states for `picture.png`."""
    return joined(tags_in(text)) or None


def annotations(path: str, text: str) -> tuple[Annotation, ...]:
    """Globs, relative to the root of the tree, and licences; those that come later win. Empty for what is none."""
    found = list(_dep5(text) if path.endswith("dep5") else _toml(path, text))
    kept, count = [], 0
    for globs, licence in found:
        count += len(globs)
        if count > MOST:
            break
        kept.append((tuple(glob[:_LONGEST] for glob in globs), licence[:_LONGEST]))
    return tuple(kept)


def annotated(path: str, known: Sequence[Annotation]) -> str | None:
    """The licence of the last annotation that matches the path."""
    for globs, licence in reversed(known):
        if any(_matches(glob, path) for glob in globs):
            return licence
    return None


def _toml(path: str, text: str) -> Iterator[tuple[list[str], str]]:
    try:
        tables = load_toml(text, path).get("annotations")
    except UntrustedInputError:
        return
    folder = path.rpartition("/")[0]
    before = f"{folder}/" if folder else ""
    for table in tables if isinstance(tables, list) else ():
        if isinstance(table, dict):
            globs = [before + glob for glob in _texts(table.get("path"))]
            licences = _texts(table.get("SPDX-License-Identifier"))
            if globs and licences:
                yield globs, joined(tuple(licences))


def _dep5(text: str) -> Iterator[tuple[list[str], str]]:
    globs: list[str] = []
    for field, value in _FIELD.findall(text):
        if field == "Files":
            # In this older format a star also matches slashes.
            globs = [glob.replace("*", "**") for glob in value.split()]
        elif globs:
            yield globs, value.partition("\n")[0].strip()
            globs = []


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]


def _matches(glob: str, path: str) -> bool:
    """One star stays inside a folder: without two stars in a row glob and path have equally many slashes."""
    if "**" not in glob and glob.count("/") != path.count("/"):
        return False
    return _pattern(glob).match(path) is not None


@lru_cache(maxsize=MOST * 4)
def _pattern(glob: str) -> re.Pattern[str]:
    plain = glob.replace("[", "[[]").replace("?", "[?]")
    return re.compile(translate(re.sub(r"\*{2,}", "*", plain)))
