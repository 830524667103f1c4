"""Blanks of a licence form that were never filled in (A2)."""

import re
from collections.abc import Iterator, Sequence

from criteria.licences.place import Place

MAXIMUM = 20  # places reported per file

# Inside brackets, or on the line of a copyright notice, these words are a form and no name.
_BLANK = re.compile(
    r"(?i)[\[<{]{1,2}[^\S\n]{0,3}(?:(?:insert|enter|your|the)[^\S\n]+)?"
    r"(?:years?|y{4}|date|full[ _-]?name|(?:first|last)[ _-]?name|name|names? of[^\]>}\n]{1,60}|your[^\]>}\n]{1,40}"
    r"|copyright[ _-]?(?:holders?|owners?|year)|owners?|holders?|authors?(?:[ _-]?names?)?|owner organization name"
    r"|(?:organi[sz]ation|company|project|program)(?:[ _-]?name)?|e-?mail|description"
    r"|cookiecutter[.\w]{0,60}|(?:insert|enter|fill in)[^\]>}\n]{1,60})"
    r"[^\S\n]{0,3}[\]>}]{1,2}"
)
_NOTICE_BLANK = re.compile(
    r"(?im)^[^\w\n]{0,12}(?:copyright|\(c\)|©)[^\n]{0,80}?"
    r"(\bYYYY\b|\b(?-i:YEAR)\b|\b20XX\b|\byour (?:full )?(?:name|company|organi[sz]ation|institut(?:e|ion))\b"
    r"|\b(?:name|names) of (?:the )?(?:author|owner|copyright (?:owner|holder))s?\b"
    r"|\b(?-i:FULL ?NAME)\b|\b(?-i:TODO|FIXME|TBD)\b|\bJ(?:ohn|ane) (?:Q\.? (?:Public )?)?Doe\b"
    r"|\b(?:acme|example) (?:inc|corp|ltd|company)\b|_{3,}|\.{5,})"
)
# A notice of which nothing but the word is there: a form that was emptied instead of filled.
_BARE_NOTICE = re.compile(r"(?im)^[^\w\n]{0,12}(copyright[^\S\n]*(?:\(c\)|©))[^\w\n]{0,5}$(?!\n[^\S\n]{0,8}[\w(])")


def find_blanks(text: str, allowed: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """Blanks outside the allowed spans (the "how to apply" appendices, where they belong)."""
    spans = {match.span(): match.group() for match in _BLANK.finditer(text)}
    for pattern in (_NOTICE_BLANK, _BARE_NOTICE):
        spans.update((match.span(1), match.group(1)) for match in pattern.finditer(text))
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        inside = bool(found) and start < found[-1][1]
        if not inside and not any(first <= start <= last for first, last in allowed):
            found.append((start, end))
    for start, end in found[:MAXIMUM]:
        yield Place(spans[start, end], text.count("\n", 0, start) + 1)
