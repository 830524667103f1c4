"""Where a project writes its code style down: texts of their own, and parts of CONTRIBUTING."""

import re
from collections.abc import Iterator

import attrs

from criteria.census.apart import by_path
from criteria.snapshot import Snapshot

LIMIT = 256 * 1024  # bytes of one text
_MAX_DOCUMENTS = 400

_DOCUMENT = re.compile(
    r"(?:^|/)(?:(?:code|coding|programming)[-_ ]?(?:style|standards?|conventions?|guidelines?|basics)|style[-_ ]?guide|"
    r"coding_in_\w{1,30}|style|codestyle|conventions)(?:\.\w{1,8})?$",
    re.I,
)
_HEADING = re.compile(
    r"^(?:#{1,6}[ \t]{1,4})?[^\n]{0,60}\b(?:cod(?:e|ing) (?:style|standards?|conventions?|guidelines?)|style (?:guide"
    r"|rules)|naming conventions?|"
    r"formatting|conventions for coding)\b[^\n]{0,60}$",
    re.I | re.M,
)
_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*+]|\d{1,3}\.)[ \t]{1,4}\S", re.M)
_DOCUMENT_SUFFIXES = (".md", ".rst", ".txt", ".adoc", ".org", ".tex", "")


@attrs.frozen
class StyleDocument:
    """A text about the style of the project. `rules` counts list items and headings of its part on style."""

    path: str
    rules: int
    words: int


def style_documents(snapshot: Snapshot) -> Iterator[StyleDocument]:
    """Texts of their own about style, and CONTRIBUTING with a part on it."""
    read = 0
    for entry in snapshot.files():
        name = entry.name.lower()
        suffix = name[name.rfind(".") :] if "." in name else ""
        contributing = name.startswith(("contribut", "develop", "hacking")) and entry.path.count("/") <= 3
        if (
            suffix not in _DOCUMENT_SUFFIXES
            or not (_DOCUMENT.search(entry.path) or contributing)
            or by_path(entry.path)
        ):
            continue
        read += 1
        if read > _MAX_DOCUMENTS:
            return
        text = snapshot.text(entry, LIMIT)
        part = _part_on_style(text) if contributing and not _DOCUMENT.search(entry.path) else text
        if part.strip():
            yield StyleDocument(entry.path, len(_ITEM.findall(part)) + len(_HEADING.findall(part)), len(part.split()))


def _part_on_style(text: str) -> str:
    match = _HEADING.search(text)
    return text[match.start() : match.start() + 6000] if match else ""
