"""Reads the outline and the plain words of a text document, in one pass over its lines, whatever its markup.

A linear scan and no parser: the text is hostile, and only headings and words are wanted.
"""

import re
from collections import Counter
from collections.abc import Iterator

import attrs

MAX_HEADINGS = 200
TEXT_MARKUPS = frozenset(
    ("Markdown", "reStructuredText", "AsciiDoc", "Org", "Plain text", "LaTeX", "Texinfo", "man page", "HTML")
)

_FENCE = re.compile(r"^ {0,3}(```|~~~(?!~))")  # four tildes and more underline a title in reStructuredText
_HASHED = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)$")
_EQUALLED = re.compile(r"^={1,6}[ \t]+(\S.*)$")
_STARRED = re.compile(r"^\*{1,8}[ \t]+(\S.*)$")
_TAGGED = re.compile(r"<h[1-6][^<>]{0,300}>([^<>]{1,300})</h[1-6]>", re.I)
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+.:_])\1{2,}[ \t]*$")
_CAPITALS = re.compile(r"^[A-Z][A-Z0-9 ,/&'-]{2,60}:?$|^[A-Z][A-Za-z ]{2,40}:$")
_MACRO = re.compile(r"^\.S[HS][ \t]+(\S.*)$|^\\(?:chapter|section|subsection)\*?\{([^{}]{1,300})\}")

_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])")
_DEFINITION = re.compile(
    r"^[ \t]{0,3}(?:\[[^\[\]\n]{1,200}\]:|\.\. ?_[^:\n]{1,200}:|\.\. \|[^|\n]{1,100}\||:\w{1,20}:).*$", re.M
)
_DIRECTIVE = re.compile(r"^[ \t]{0,20}(?:\.\. [\w-]{1,40}::|:[\w-]{1,30}:[ \t]).*$", re.M)
_SUBSTITUTION = re.compile(r"\|[\w -]{1,60}\|_?")
_COMMENT_MARKS = re.compile(r"<!--[^<>]{0,4000}-->")
_TAG = re.compile(r"<[^<>\n]{1,1000}>")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>()\[\]\"']{1,2000}")
_WORD = re.compile(r"[^\W\d_]{2,60}")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@attrs.frozen
class Outline:
    """`title` is the first heading or, without one, the first short line. Headings are cut at 200."""

    title: str | None
    headings: tuple[str, ...]


def outline(text: str, markup: str) -> Outline:
    headings: list[str] = []
    for heading in _headings(text, markup):
        headings.append(heading)
        if len(headings) == MAX_HEADINGS:
            break
    first = next((line for line in map(_clean, text[:20_000].splitlines()) if line), None)
    title = headings[0] if headings else first if first and len(first) <= 100 else None
    return Outline(title, tuple(headings))


def prose(text: str) -> str:
    """The sentences: without code blocks, badges, pictures, addresses, tags and directives."""
    kept = "\n".join(line for line, code in _lines(text) if not code)
    for pattern in (_COMMENT_MARKS, _IMAGE):
        kept = pattern.sub(" ", kept)
    kept = _LINK.sub(r"\1", kept)
    for pattern in (_DEFINITION, _DIRECTIVE, _SUBSTITUTION, _TAG, _ADDRESS):
        kept = pattern.sub(" ", kept)
    return kept


def count_words(text: str) -> int:
    """Words of two letters or more; two ideographs count as one word."""
    return sum(1 for _ in _WORD.finditer(_IDEOGRAPH.sub(" ", text))) + sum(1 for _ in _IDEOGRAPH.finditer(text)) // 2


def filler(text: str) -> str | None:
    """Why the sentences are no real text (A6); None where they may be."""
    lowered = text.lower()
    if "lorem ipsum" in lowered or "dolor sit amet" in lowered:
        return "it holds the filler text 'lorem ipsum'"
    words = Counter(match.group().lower() for match in _WORD.finditer(text))
    total = words.total()
    if total >= 30 and (len(words) < 15 or words.most_common(1)[0][1] > 0.3 * total):
        return f"it repeats {len(words)} different words {total} times"
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 20]
    if len(lines) >= 10 and len(set(lines)) < 0.3 * len(lines):
        return f"it repeats {len(set(lines))} different lines {len(lines)} times"
    return None


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fenced block of code."""
    fence = None
    for line in text.splitlines():
        match = _FENCE.match(line)
        if match and fence in (None, match.group(1)):
            fence = None if fence else match.group(1)
            yield line, True
        else:
            yield line, fence is not None


def _headings(text: str, markup: str) -> Iterator[str]:
    previous = ""
    for line, code in _lines(text):
        if not code:
            found = _heading(line, previous, markup)
            if found and (cleaned := _clean(found)):
                yield cleaned
        previous = "" if code else line
    return


def _heading(line: str, previous: str, markup: str) -> str | None:
    line = line[:400]
    underlined = _UNDERLINE.match(line)
    if underlined and previous.strip() and not _UNDERLINE.match(previous[:400]):
        if markup != "Markdown" or (underlined.group(1) in "=-" and not previous.lstrip().startswith(("|", "-", ">"))):
            return previous[:300]
        return None
    patterns = {"Markdown": (_HASHED, _TAGGED), "AsciiDoc": (_EQUALLED,), "Org": (_STARRED,), "HTML": (_TAGGED,),
                "reStructuredText": (), "LaTeX": (_MACRO,), "man page": (_MACRO,)}  # fmt: skip
    for pattern in patterns.get(markup, (_HASHED, _EQUALLED, _CAPITALS)):
        match = pattern.search(line)
        if match:
            return next((group for group in match.groups() if group), match.group())
    return None


def _clean(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub(" ", text[:400]))
    return " ".join(_TAG.sub(" ", text).strip(" \t#*=_`:|").split())
