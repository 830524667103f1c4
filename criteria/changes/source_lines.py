"""What each line of a text is: code, prose, an example of a docstring or what it prints. By a linear scan, no parser.

Python and Cython are read with their strings and comments taken out, so that a rule about code is never met by a text
that quotes code, and a rule about documentation never by code. Every expression is possessive: it takes no more steps
than there are characters, whatever the text is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

import attrs

CODE, PROSE, EXAMPLE, OLD, OUTPUT, PLAIN = "code", "prose", "example", "old continuation", "output", "plain"
PYTHON = frozenset(("Python", "Cython", "Sage"))
PROSE_LANGUAGES = frozenset(("reStructuredText",))

_PREFIX = r"(?<![\w])[rRbBuUfFtT]{0,2}"
_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*+)"
    rf"|(?P<block>{_PREFIX}(?:"
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:"""|\Z|\\\Z)'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:'''|\Z|\\\Z)))"
    rf"|(?P<line>{_PREFIX}(?:"
    r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|(?=\n)|\Z|\\\Z)'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+(?:'|(?=\n)|\Z|\\\Z)))",
    re.S,
)
STRING = "''"  # stands in the code for every string
_PROMPT = re.compile(r"[ \t]*+(?P<mark>sage:|>>>)(?: |$)(?P<source>.*)")
_CONTINUED = re.compile(r"[ \t]*+\.\.\.\.:(?: |$)(?P<source>.*)")
_DOTS = re.compile(r"[ \t]*+\.\.\.(?:[ \t](?P<source>.*))?$")
_OPENS, _CLOSES = re.compile(r"[(\[{]"), re.compile(r"[)\]}]")


@attrs.frozen
class Block:
    """A string in triple quotes: its first and last line, from 1, and its text with quotes and prefix."""

    first: int
    last: int
    text: str


@attrs.frozen
class SourceLines:
    """The lines of one text. `code`: what is left of them without strings and comments, for Python and Cython alone.

    `blocks`: the strings in triple quotes, in their order.
    """

    lines: tuple[str, ...]
    code: tuple[str, ...]
    roles: tuple[str, ...]
    blocks: tuple[Block, ...] = ()

    @cached_property
    def _firsts(self) -> list[int]:
        return [block.first for block in self.blocks]

    def block_at(self, line: int) -> Block | None:
        """The string in triple quotes that begins on this line, from 1; the first of several."""
        at = bisect_right(self._firsts, line - 1)
        return self.blocks[at] if at < len(self.blocks) and self.blocks[at].first == line else None


def read_lines(text: str, language: str | None) -> SourceLines:
    """The text line by line; a line ends with a newline and nothing else, as git counts."""
    lines = tuple(text.split("\n"))
    if language in PYTHON:
        return _python(text, lines)
    if language in PROSE_LANGUAGES:
        return SourceLines(lines, ("",) * len(lines), tuple(_prose(lines)))
    return SourceLines(lines, ("",) * len(lines), (PLAIN,) * len(lines))


def _python(text: str, lines: tuple[str, ...]) -> SourceLines:
    blocks: list[Block] = []
    kept: list[str] = []
    at, line = 0, 1
    for token in _TOKEN.finditer(text):
        before = text[at : token.start()]
        kept.append(before)
        line += before.count("\n")
        at = token.end()
        if token.lastgroup == "comment":
            continue
        said = token[0]
        breaks = said.count("\n")
        if token.lastgroup == "block":
            blocks.append(Block(line, line + breaks, said))
        kept.append(STRING + "\n" * breaks)
        line += breaks
    kept.append(text[at:])
    roles = [CODE] * len(lines)
    for block in blocks:
        # A string inside a line of code is no documentation.
        if block.last > block.first or lines[block.first - 1].lstrip().startswith(block.text):
            roles[block.first - 1 : block.last] = _prose(lines[block.first - 1 : block.last])
    return SourceLines(lines, tuple("".join(kept).split("\n")), tuple(roles), tuple(blocks))


def _prose(lines: tuple[str, ...]) -> Iterator[str]:
    """The role of each line of a text that may hold examples after the prompts `sage:` and `>>>`."""
    mark, depth, block, source = "", 0, False, False
    for line in lines:
        if not line.strip():
            mark, source = "", False
            yield PROSE
        elif prompt := _PROMPT.match(line):
            mark, source = prompt["mark"], True
            depth, block = _left_open(prompt["source"], 0)
            yield EXAMPLE
        elif source and (more := _CONTINUED.match(line)):
            # Who writes these knows them: three dots after them are what nobody compares of the output.
            depth, block = _left_open(more["source"], depth)[0], False
            yield EXAMPLE
        elif source and (dots := _DOTS.match(line)) and (mark == ">>>" or depth > 0 or (block and dots["source"])):
            depth = _left_open(dots["source"] or "", depth)[0]
            yield OLD if mark == "sage:" else EXAMPLE
        else:
            source = False
            yield OUTPUT if mark else PROSE


def _left_open(source: str, depth: int) -> tuple[int, bool]:
    """Brackets that are open after this line of an example, and whether it begins a block or goes on after it."""
    code = _without_texts(source)
    depth = max(0, depth + len(_OPENS.findall(code)) - len(_CLOSES.findall(code)))
    return depth, code.endswith((":", "\\"))


def code_of_example(line: str) -> str:
    """The source on a line of an example, without prompt, strings and comments."""
    found = _PROMPT.match(line) or _CONTINUED.match(line) or _DOTS.match(line)
    return _without_texts(found["source"] or "") if found else ""


def _without_texts(source: str) -> str:
    return _TOKEN.sub(lambda token: "" if token.lastgroup == "comment" else STRING, source).rstrip()
