"""The section of a README that speaks of the licence."""

import re

import attrs

_LONGEST = 200  # lines of a section
_HASHED = re.compile(r"^ {0,3}(?:#{1,6}|={1,6}|\*{1,3})[ \t]{1,8}\S")
_UNDERLINE = re.compile(r"^ {0,3}([=\-~^\"'`#*+.])\1{2,}[ \t]*$")
_TITLE = re.compile(
    r"(?i)^[\W\d_]{0,12}(?:the |our )?(?:licen[cs]es?|licen[cs]ing|copying|copyright|legal|terms of use"
    r"|terms and conditions)\b.{0,60}$"
)
_BARE = re.compile(r"(?i)^[^\w\n]{0,6}(?:licen[cs]e|licen[cs]ing|copying|terms of use)[^\w\n]{0,6}$")


@attrs.frozen
class Section:
    """Its text without the heading, and the line (from 1) of the README where the text begins."""

    text: str
    line: int


def licence_section(text: str) -> Section | None:
    """The first section whose heading names the licence; None where there is none."""
    lines = [line[:2000] for line in text.splitlines()[:20_000]]
    for number in range(len(lines)):
        start = _start(lines, number)
        if start is None:
            continue
        end = next(
            (at for at in range(start, min(len(lines), start + _LONGEST)) if _is_heading(lines, at)),
            min(len(lines), start + _LONGEST),
        )
        body = "\n".join(lines[start:end])
        if body.strip():
            return Section(body, start + 1)
    return None


def _start(lines: list[str], number: int) -> int | None:
    """Where the text of a section begins whose heading stands on this line."""
    line = lines[number]
    if _TITLE.match(line[:200]) and _is_heading(lines, number):
        return number + 1 if _HASHED.match(line) else number + 2
    return number + 1 if _BARE.match(line[:200]) else None


def _is_heading(lines: list[str], number: int) -> bool:
    line = lines[number]
    underlined = number + 1 < len(lines) and _UNDERLINE.match(lines[number + 1]) is not None
    return _HASHED.match(line) is not None or (underlined and bool(line.strip()) and not _UNDERLINE.match(line))
