"""Reads a shell script as a list of commands, and sees where the failure of one would be lost (A12).

A linear scan and no shell: quotes, comments, continued lines and here-documents are known, nothing is expanded.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import attrs

UNKNOWN = "\u2026"  # stands where the service puts a value in
LIMIT = 64 * 1024  # characters of one script that are read
MAX_COMMANDS = 600

_EXPRESSION = re.compile(r"\$\{\{[^{}]{0,1000}\}\}")
_CONTINUED = re.compile(r"\\\r?\n[ \t]{0,200}")
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([A-Za-z_]\w{0,60})\1")
_TOKEN = re.compile(
    r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|(?P<opens>\$\(\(|\$\(|\()|(?P<ends>\|\||&&|;;|(?<![<>&])&(?![>&\d])|(?<!>)\||[;\n])"
    r"|(?P<comment>(?<!\S)#[^\n]*)|[^'\"\\;&|\n()$# \t]+|.",
    re.S,
)
_QUOTED = re.compile(r"['\"\\#$()]")
_KEYWORDS = frozenset(("then", "do", "else", "{", "!", "time", "if", "elif", "while", "until"))
_ASKED = frozenset(("if", "elif", "while", "until"))
# Commands that end well whatever was before them.
_ALWAYS_WELL = re.compile(
    r"^(?:true|:|/bin/true|/usr/bin/true|exit 0|return 0|break|continue|echo\b.*|printf\b.*)$", re.S
)
_SAYS_SUCCESS = re.compile(r"^(?:true|:|/bin/true|exit 0)$")
_SAYS_FAILURE = re.compile(r"\bexit[ \t]{1,4}(?:[1-9$\"]|-1)|\bfalse\b|\breturn[ \t]{1,4}[1-9$]|\bdie\b")
_LOSING = "runs after `set +e`, which goes on whatever fails"
_ASKED_ONLY = "is only asked for its result, which changes nothing"
_ERREXIT = re.compile(r"^set[ \t].{0,40}(?:-[a-df-z]{0,8}e|errexit)")
_NO_ERREXIT = re.compile(r"^set[ \t].{0,40}(?:\+[a-df-z]{0,8}e|\+o errexit)")
_SHEBANG_E = re.compile(r"^#!\S{1,60}(?:[ \t]\S{1,30})?[ \t]-\w{0,6}e")
_PIPEFAIL = re.compile(r"^set[ \t].{0,60}pipefail")


@attrs.frozen
class Command:
    """A simple command, quotes and all, without variables set before it. `masked`: why its failure would be lost."""

    text: str
    masked: str | None = None


@attrs.define
class _Piece:
    """A simple command and the operator behind it: one of `&&`, `||`, `|`, `;`, `&` and a line's end."""

    text: str
    operator: str


@lru_cache(maxsize=128)  # workflows say the same in many jobs
def commands(script: str, *, pipefail: bool = False, errexit: bool = True) -> tuple[Command, ...]:
    """The simple commands of a script, in order.

    `pipefail`: the shell that runs it fails when a part of a pipe does. `errexit`: it ends at the first command that
    fails; without, the last command alone decides.
    """
    pieces = list(_pieces(script[:LIMIT]))[:MAX_COMMANDS]
    errexit = errexit or any(_ERREXIT.match(piece.text) for piece in pieces) or bool(_SHEBANG_E.match(script))
    after_all = _masked_by_the_end(pieces)
    losing = False
    found = []
    for number, piece in enumerate(pieces):
        text, asked = _bare(piece.text)
        losing = (losing and not _ERREXIT.match(text)) or bool(_NO_ERREXIT.match(text))
        pipefail = pipefail or bool(_PIPEFAIL.match(text))
        if not text:
            continue
        rest = pieces[number + 1 :]
        masked = _masked(piece, rest, pipefail) or after_all or (None if errexit else _overtaken(piece, rest))
        if masked is None and (losing or asked) and not any(_SAYS_FAILURE.search(item.text) for item in rest):
            masked = _LOSING if losing else _ASKED_ONLY
        found.append(Command(text, masked))
    return tuple(found)


@lru_cache(maxsize=4096)
def words(command: str) -> tuple[str, ...]:
    """The words of a simple command, without their quotes; the first 60."""
    if not _QUOTED.search(command):
        return tuple(command[:4000].split()[:60])
    found, word, open_ = [], "", False
    for match in _TOKEN.finditer(command[:4000]):
        token = match.group()
        if token.isspace():
            if open_:
                found.append(word)
            word, open_ = "", False
        else:
            quoted = len(token) > 1 and token[0] in "'\"" and token[-1] == token[0]
            word, open_ = word + (token[1:-1] if quoted else token), True
    return tuple([*found, word] if open_ else found)[:60]


def _pieces(script: str) -> Iterator[_Piece]:
    text, quiet = "", _CONTINUED.sub(" ", _EXPRESSION.sub(UNKNOWN, _without_documents(script)))
    depth = 0
    for match in _TOKEN.finditer(quiet):
        piece = match.group()
        if match["comment"]:
            continue
        depth += match["opens"] is not None
        depth -= piece == ")" and depth > 0
        if match["ends"] and (depth == 0 or piece == "\n" or text.lstrip().startswith("(")):
            depth = 0 if piece == "\n" else depth
            if text.strip():
                yield _Piece(text.strip(), piece.replace(";;", ";"))
            text = ""
        else:
            text += piece
    if text.strip():
        yield _Piece(text.strip(), "\n")


def _without_documents(script: str) -> str:
    """Without the bodies of here-documents: they are data."""
    kept, until = [], None
    for line in script.splitlines():
        if until is not None:
            until = None if line.strip() == until else until
            continue
        kept.append(line)
        document = _HERE.search(line[:2000])
        until = document.group(2) if document else None
    return "\n".join(kept)


def _bare(text: str) -> tuple[str, bool]:
    """Without keywords of the shell and variables set for the command, and whether a condition asks for it."""
    asked = False
    text = text.lstrip("(@- \t")
    for _ in range(20):
        first, _, rest = text.partition(" ")
        if first in _KEYWORDS:
            asked = asked or first in _ASKED
        elif not re.match(r"[A-Za-z_]\w{0,80}=(?!\()\S*$", first) or first.endswith("=$") or "$(" in first:
            break
        text = rest.lstrip()
    return text.rstrip(") \t"), asked


def _masked(piece: _Piece, rest: list[_Piece], pipefail: bool) -> str | None:
    """Why the failure of the piece is lost within its own line."""
    if piece.operator == "&":
        return "runs in the background, where nobody waits for it"
    operator = piece.operator
    piped = operator == "|" and not pipefail
    for item in rest:
        if operator == "\n":
            break
        well = {"||": _ALWAYS_WELL, ";": _SAYS_SUCCESS}.get(operator)
        if well and well.match(item.text.rstrip(") ")):
            return f"ends with `{operator} {item.text[:20]}`"
        if operator == ";":
            break
        operator = item.operator
    return "is piped into another command without pipefail" if piped else None


def _masked_by_the_end(pieces: list[_Piece]) -> str | None:
    """A script that ends by saying success, whatever happened before, is meant not to fail."""
    if len(pieces) < 2 or not _SAYS_SUCCESS.match(pieces[-1].text):
        return None
    return (
        None
        if any(_ERREXIT.match(piece.text) for piece in pieces)
        else f"is followed by `{pieces[-1].text}` at the end"
    )


def _overtaken(piece: _Piece, rest: list[_Piece]) -> str | None:
    """Without errexit, a command that runs later decides in its stead, unless it too speaks of failure."""
    depth, operator = 0, piece.operator
    for item in rest:
        first = item.text.partition(" ")[0]
        depth += first in ("if", "case") and depth > 0
        if first in ("else", "elif") and depth == 0:
            depth = 1  # the other branch, which does not run after this one
        elif first in ("fi", "esac"):
            depth -= depth > 0
        elif depth == 0 and first not in ("done", "}", ")", "then", "do") and operator not in ("&&", "||", "|"):
            return None if _SAYS_FAILURE.search(item.text) else "is followed by other commands in a shell without `-e`"
        operator = item.operator
    return None
