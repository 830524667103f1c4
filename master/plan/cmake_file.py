"""What files of CMake say, read as a sequence of commands. Nothing is evaluated: variables stay as they are written."""

import re
from collections.abc import Iterator

import attrs

MAX_ARGUMENTS = 500
_TOKEN = re.compile(r"\s+|#|\"|\(|\)|\[=*\[|\[|[^\s#\"()\[]+")


@attrs.frozen
class Call:
    """One command, its name in lower case; arguments as they are written, without their quotes."""

    name: str
    arguments: tuple[str, ...]

    def after(self, *words: str) -> tuple[str, ...]:
        """The arguments behind a keyword, up to the next word in capitals."""
        for number, argument in enumerate(self.arguments):
            if argument in words:
                rest = self.arguments[number + 1 :]
                end = next((i for i, word in enumerate(rest) if word.isupper() and len(word) > 3), len(rest))
                return rest[:end]
        return ()


def calls(text: str) -> Iterator[Call]:
    """The commands in their order; what stands behind a syntax error is not told. Linear in the text."""
    position, depth, name = 0, 0, ""
    arguments: list[str] = []
    while match := _TOKEN.match(text, position):
        piece, position = match.group(), match.end()
        if piece == "#" or (piece.startswith("[") and len(piece) > 1):
            position, value = _skipped(text, position, piece)
            if value is not None and depth:
                arguments.append(value)
        elif piece == '"':
            position, value = _quoted(text, position)
            arguments.append(value)
        elif piece == "(":
            depth += 1
            arguments = [] if depth == 1 else arguments
        elif piece == ")":
            depth = max(0, depth - 1)
            if depth == 0 and name:
                yield Call(name, tuple(arguments[:MAX_ARGUMENTS]))
                name = ""
        elif not piece.isspace():
            if depth:
                arguments.append(piece)
            else:
                name = piece.lower()


def _skipped(text: str, position: int, piece: str) -> tuple[int, str | None]:
    """Behind a comment or a bracket argument, and the text of the latter."""
    bracket = piece
    if piece == "#":
        match = re.compile(r"\[=*\[").match(text, position)
        if match is None:
            return _behind(text, "\n", position), None
        bracket, position = match.group(), match.end()
    close = bracket.replace("[", "]")
    end = _behind(text, close, position)
    return end, None if piece == "#" else text[position : end - len(close)]


def _quoted(text: str, position: int) -> tuple[int, str]:
    end = position
    while (end := text.find('"', end)) >= 0:
        before = end
        while before > position and text[before - 1] == "\\":
            before -= 1
        if (end - before) % 2 == 0:
            return end + 1, text[position:end]
        end += 1
    return len(text), ""


def _behind(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)
