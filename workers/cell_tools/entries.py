"""What a child process tells its parent of the examples of one file: lines of JSON in a file without a name.

First the plan, which names every example, then one line as each ends and the next starts. What the parent finds there
after a crash says which example it was and which never ran.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import Any, NamedTuple

PLAN, ENTRIES, START, RESULT, TROUBLE = "plan", "entries", "start", "result", "trouble"
RUN, SKIP, DIRECTIVE, VIRTUAL, SIGNALS = "run", "skip", "+SKIP", "virtual", "sig_on"
_BATCH = 100  # entries in one line
# A comment, after the strings and the code in front of it.
_COMMENT = re.compile(r"""("{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[ \t]*#[^\n]*""", re.DOTALL)


class Entry(NamedTuple):
    """One example as it was found; `name` is without the module, `line` counts from 1."""

    name: str
    ordinal: int
    digest: str
    line: int
    kind: str
    tags: tuple[str, ...]


def digest_of(source: str) -> str:
    """First 12 hex digits of the sha256 of the code: a comment, and so a tag, can change without it."""
    code = _COMMENT.sub(lambda match: match[1] or "", source).strip() or source.strip()
    lines = "\n".join(line.rstrip() for line in code.split("\n"))
    return hashlib.sha256(lines.encode(errors="replace")).hexdigest()[:12]


def plan_lines(module: str, entries: list[Entry]) -> list[list[Any]]:
    batches = [entries[first : first + _BATCH] for first in range(0, len(entries), _BATCH)]
    return [[PLAN, module, len(entries)], *([ENTRIES, batch] for batch in batches)]


def write_lines(handle: int, lines: list[list[Any]]) -> None:
    """In one write. Each line stands between line ends of its own, so that half a line of anybody is lost alone."""
    data = b"".join(b"\n" + json.dumps(line).encode() + b"\n" for line in lines)
    while data:
        data = data[os.write(handle, data) :]


def entry_of(fields: list[Any]) -> Entry:
    """The entry that a line tells; raises ValueError or TypeError for what is none."""
    name, ordinal, digest, line, kind, tags = fields
    if not all(isinstance(text, str) for text in (name, digest, kind, *tags)):
        raise TypeError("a name is no text")
    return Entry(name, int(ordinal), digest, int(line), kind, tuple(tags))
