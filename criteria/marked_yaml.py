"""YAML as plain data that still knows the line of every key and value, for messages that name FILE:LINE (T16).

Stricter than YAML: a key stands once, a number is a plain decimal number, and no other tags exist.
"""

import re
from typing import Any

import attrs
import yaml

from criteria.errors import UntrustedInputError
from criteria.untrusted import MarkedInputError, compose_yaml

MAX_BYTES = 64 * 2**10
MAX_DEPTH = 8
Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,9}\Z")
_BAD_CHARACTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_KEY_TAGS = {_TAG + kind for kind in ("str", "int", "float", "bool", "null", "merge", "timestamp")}
_KINDS = {"int": "number", "float": "number", "bool": "truth value", "timestamp": "date"}


@attrs.frozen
class Problem:
    """One thing that is wrong, in words that begin with what is wrong; `line` counts from 1."""

    line: int
    message: str


@attrs.define
class Document:
    """Plain data, the lines of its parts, and what could not be read.

    `lines` to `unread` go by the path of keys and indices: `raw` holds scalars as they are written, `kinds` what YAML
    takes them for when that is no text, `unread` the places that are among the problems already. With `dates` a plain
    date such as 2026-11-20 is read as its text.
    """

    data: Any = None
    dates: bool = False
    lines: dict[Path, int] = attrs.field(factory=dict)
    raw: dict[Path, str] = attrs.field(factory=dict)
    kinds: dict[Path, str] = attrs.field(factory=dict)
    unread: set[Path] = attrs.field(factory=set)
    problems: list[Problem] = attrs.field(factory=list)

    def refuse(self, path: Path, line: int, message: str) -> None:
        """What stands here cannot be read; nothing else is to be said about it."""
        self.unread.add(path)
        self.problems.append(Problem(line, message))

    def line(self, path: Path) -> int:
        """The line of this path or of the nearest part above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_marked(text: str | bytes, name: str, *, max_bytes: int = MAX_BYTES, dates: bool = False) -> Document:
    """The document; raises UntrustedInputError only when there is none to speak of (no YAML, too large)."""
    if len(text.encode(errors="surrogatepass") if isinstance(text, str) else text) > max_bytes:
        raise MarkedInputError(f"{name}: the file is larger than the {max_bytes // 2**10} kB we read", 1)
    root = compose_yaml(text, name, max_bytes)
    document = Document(dates=dates)
    if root is not None:
        document.lines[()] = root.start_mark.line + 1
        document.data = _value(root, (), document)
    return document


def said(error: UntrustedInputError, name: str) -> Problem:
    """A reader's sentence without the file's name, which is said before it."""
    line = getattr(error, "line", None)
    return Problem(line or 1, str(error).removeprefix(f"{name}, line {line or '?'}: ").removeprefix(f"{name}: "))


def _value(node: yaml.Node, path: Path, document: Document) -> Any:
    if len(path) > MAX_DEPTH:
        document.refuse(path, node.start_mark.line + 1, f"nested deeper than {MAX_DEPTH} levels")
        return None
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
        return [_value(child, (*path, index), document) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, document)
    return _refused_tag(node, path, document)


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) and key_node.tag in _KEY_TAGS else None
        if key is None or _BAD_CHARACTER.search(key):
            document.problems.append(Problem(line, "a key must be plain text"))
        elif key in data:
            first = document.lines[(*path, key)]
            document.problems.append(Problem(line, f"the key {shown(key)} stands here again; it is on line {first}"))
        else:
            document.lines[(*path, key)] = line
            data[key] = _value(value_node, (*path, key), document)
    return data


def _scalar(node: yaml.ScalarNode, path: Path, document: Document) -> Any:
    kind, text = node.tag.removeprefix(_TAG), node.value
    document.raw[path] = text
    if kind == "str":
        if _BAD_CHARACTER.search(text):
            document.refuse(path, node.start_mark.line + 1, f"{shown(text)} holds a control character")
        return text
    if kind == "null":
        return None
    if kind == "bool":
        document.kinds[path] = "truth value"
        return text.lower() in ("true", "yes", "on")
    if kind in ("int", "float") and (_INTEGER.match(text) or _NUMBER.match(text)):
        document.kinds[path] = "number"
        return int(text) if kind == "int" else float(text)
    if kind == "timestamp" and document.dates and _DATE.match(text):
        document.kinds[path] = "date"
        return text
    if kind in _KINDS:  # `1e999`, `0x10`, `1_000`, a number of a thousand digits, a date
        message = f"{shown(text)} is a {_KINDS[kind]} that we do not read; write a plain number, or text in quotes"
        document.refuse(path, node.start_mark.line + 1, message)
        return text
    return _refused_tag(node, path, document)


def _refused_tag(node: yaml.Node, path: Path, document: Document) -> None:
    tag = node.tag.replace(_TAG, "!!")
    document.refuse(path, node.start_mark.line + 1, f"the tag {shown(tag)} is not accepted")


def shown(text: str, length: int = 60) -> str:
    """Foreign text in quotes, short, on one line, without control characters."""
    return ascii(text if len(text) <= length else text[:length] + "...")
