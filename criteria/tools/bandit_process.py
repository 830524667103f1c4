"""Bandit's own process: parses every file, and lets bandit look at those in which one of its severe rules could apply.

Bandit walks each syntax tree with all its rules, which takes minutes for a large tree. The rules that can be rated high
in severity and in confidence all ask for certain names, and a name stands in Python source as it is. A file without
them cannot be objected to; it is parsed, as bandit would, and that is all. Anything doubtful goes to bandit.
"""

import ast
import contextlib
import gc
import json
import re
import sys
import tempfile
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bandit.cli.main import main as bandit
from bandit.core.extension_loader import MANAGER

# Rule -> the ways it can apply; each a set of texts that a file then holds. True of bandit 1.9.4, which is pinned;
# `tests/criteria/tools/test_bandit.py` holds the table to bandit's own rules.
NEEDLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "B103": (("chmod",),),
    "B202": (("extractall",),),
    "B324": (("hashlib",), ("crypt",)),
    "B501": (("requests", "verify"), ("httpx", "verify")),
    "B502": (("ssl",), ("SSL",)),
    "B505": (("cryptography",), ("Crypto",)),
    "B602": (("shell",),),
    "B605": ((r"\bos\b", "system"), (r"\bos\b", "popen"), ("popen2",), ("getoutput",), ("getstatusoutput",)),
    "B701": (("jinja2",),),
}
# A text in an argument can be written with escapes, so what imports by a text is looked at whatever the text says.
_BY_TEXT = (("import_module",), ("__import__",))
_OPTIONS = (
    "-f",
    "json",
    "-q",
    "--ignore-nosec",
    "--severity-level",
    "high",
    "--confidence-level",
    "high",
    "--exit-zero",
)
_ODD_ENCODING = re.compile(
    rb"^[ \t\f]{0,20}#.{0,200}?coding[:=][ \t]{0,4}(?!utf-?8\b|ascii\b|us-ascii\b|latin-?1\b)", re.I
)


def needles() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The table above, and bandit's lists of imports and calls that it rates high."""
    table = dict(NEEDLES)
    for entries in MANAGER.blacklist.values():
        for entry in entries:
            if entry["level"] == "HIGH":
                ways = (tuple(re.escape(part) for part in name.split(".")) for name in entry["qualnames"])
                table[entry["id"]] = (*table.get(entry["id"], ()), *ways, *_BY_TEXT)
    return table


def main(names: Sequence[str]) -> None:
    """Writes bandit's JSON about these files, with `parsed`: the files that it did not have to look at."""
    # Collecting garbage less often saves a sixth of the time; bandit's trees are cyclic, so never would cost gigabytes.
    gc.set_threshold(50_000, 20, 20)
    warnings.simplefilter("ignore")  # about the escapes in the files that are parsed
    table = needles()
    could = _pattern(table)
    looked_at = [name for name in names if could(Path(name).read_bytes())]
    parsed, errors = _parsed(sorted(set(names) - set(looked_at)))
    answer = _bandit(looked_at, sorted(table)) if looked_at else {"errors": [], "results": [], "metrics": {}}
    answer["errors"] += errors
    answer["parsed"] = parsed
    json.dump(answer, sys.stdout)


def _pattern(table: dict[str, tuple[tuple[str, ...], ...]]) -> Callable[[bytes], bool]:
    ways = {frozenset(way) for found in table.values() for way in found}
    patterns = {text: re.compile(text.encode()) for way in ways for text in way}

    def could(content: bytes) -> bool:
        """Whether a severe rule could apply, or the bytes do not spell names as they are."""
        if any(map(_ODD_ENCODING.match, content.split(b"\n", 2)[:2])):
            return True
        if not content.isascii():
            try:  # Python reads a name in its compatible form: ｓｈｅｌｌ is shell
                content = unicodedata.normalize("NFKC", content.decode()).encode()
            except UnicodeDecodeError:
                return True
        there = {text for text, pattern in patterns.items() if pattern.search(content)}
        return any(way <= there for way in ways)

    return could


def _parsed(names: Iterable[str]) -> tuple[list[str], list[dict[str, str]]]:
    """The files that are Python, and bandit's words about those that are not."""
    parsed, errors = [], []
    for name in names:
        try:
            ast.parse(Path(name).read_bytes())
        except (SyntaxError, ValueError):
            errors.append({"filename": name, "reason": "syntax error while parsing AST from file"})
        except (RecursionError, MemoryError):
            errors.append({"filename": name, "reason": "too deeply nested to be parsed"})
        else:
            parsed.append(name)
    return parsed, errors


def _bandit(names: Sequence[str], rules: Sequence[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "answer.json"
        sys.argv = ["bandit", *_OPTIONS, "-o", str(output), "-t", ",".join(rules), "--", *names]
        with contextlib.suppress(SystemExit):
            bandit()
        answer: dict[str, Any] = json.loads(output.read_bytes())
    return answer


if __name__ == "__main__":
    main(sys.argv[1:])
