"""Characters that show people another text than the machine reads (CVE-2021-42574, CVE-2021-42694)."""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

MOST = 10_000  # places of one file that are counted

BIDIRECTIONAL, INVISIBLE, ESCAPE = "bidirectional", "invisible", "escape"
LOOK_ALIKE_NAME, LOOK_ALIKE_TEXT = "look-alike name", "look-alike text"

# First bytes of what is searched for below; a search in bytes passes most files over at once.
_NEAR = re.compile(
    rb"[\xd0-\xd6\xf3]|\xe2(?:\x80[\x8b\xaa-\xae]|\x81[\xa0\xa6-\xa9])|\xe1[\x84-\x86\x8e\x8f]|\xe3\x85\xa4"
    rb"|\xef(?:\xbe\xa0|\xb8|\xbb\xbf)|\xce[\x91-\xa7\xbf]|\xc2\xad"
)
# Embeddings, overrides and isolates, which reorder what is shown.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\U000e0000-\U000e007f]"  # tags: a hidden copy of ASCII
    "|[\U000e0100-\U000e01ef\ufe00-\ufe0f]{8}"  # runs of variation selectors carry hidden bytes
    "|[\u115f\u1160\u3164\uffa0]"  # Hangul fillers: letters to a compiler, blank to people
    "|(?<=[A-Za-z0-9_])[\u200b\u2060\u00ad\ufeff](?=[A-Za-z0-9_])"  # nothing, in the middle of a name
)
# Letters taken for Latin ones: Cyrillic, Armenian, Cherokee. Of Greek only those that look the same, for αx and Δt are
# mathematics.
_FOREIGN = re.compile(
    "[\u0400-\u052f\u0531-\u058f\u13a0-\u13ff"
    "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf]"
)
_LATIN = re.compile("[A-Za-z]")
_ENOUGH = 1000  # such letters of a line
_WORD = re.compile(r"\w{1,200}")
_NAMED = re.compile(
    r"(?:[.@$&]|\b(?:def|class|import|from|as|function|func|fn|fun|sub|let|var|val|const|struct|module|return|in|not|and"
    r"|or|if) )$"
)
_USED = re.compile(r"^\s{0,8}(?:[+*/%&|-]?=|\(|\[|\.\w)")


def deceptions(content: bytes) -> list[list[int | str]]:
    """`[line, kind, code points]` of the first lines that hold some, at most `MOST`, by line; text in UTF-8."""
    if b"\x1b" not in content and (content.isascii() or _NEAR.search(content) is None):
        return []
    lines = enumerate(io.BytesIO(content), 1)
    return [[number, *found] for number, found in islice(_in_lines(lines), MOST)]


def _in_lines(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, tuple[str, str]]]:
    return ((number, found) for number, line in lines for found in _in_line(line, number))


def _in_line(line: bytes, number: int) -> Iterator[tuple[str, str]]:
    if b"\x1b" in line:
        yield ESCAPE, "U+001B"
    if line.isascii() or not _NEAR.search(line):
        return
    text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")
    for kind, pattern in ((BIDIRECTIONAL, _BIDI), (INVISIBLE, _INVISIBLE)):
        if signs := pattern.findall(text):
            yield kind, _code_points("".join(signs))
    if _FOREIGN.search(text):
        yield from _look_alikes(text)


def _look_alikes(text: str) -> Iterator[tuple[str, str]]:
    """One for the names and one for the other words of a line that mix scripts."""
    signs = {LOOK_ALIKE_NAME: "", LOOK_ALIKE_TEXT: ""}
    for match in _WORD.finditer(text):
        if signs[LOOK_ALIKE_NAME] or len(signs[LOOK_ALIKE_TEXT]) > _ENOUGH:
            break
        foreign = _FOREIGN.findall(match[0])
        if foreign and _LATIN.search(match[0]):
            is_name = _NAMED.search(text[max(0, match.start() - 12) : match.start()]) or _USED.match(
                text[match.end() : match.end() + 12]
            )
            signs[LOOK_ALIKE_NAME if is_name else LOOK_ALIKE_TEXT] += "".join(foreign)
    yield from ((kind, _code_points(found)) for kind, found in signs.items() if found)


def _code_points(signs: str) -> str:
    return " ".join(f"U+{ord(sign):04X}" for sign in sorted(set(signs))[:8])
