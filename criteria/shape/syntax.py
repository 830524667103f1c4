"""What a function, a branch and a comment look like in each language: the keyword tables of the measures.

The measures are approximations by keywords and indentation and no parser: they are cheap, the same on every machine,
and work on a file that no compiler would take. A function is what its line of definition opens, up to the next line
that is not indented deeper. Its complexity is one more than the branch keywords in it, as McCabe counts decisions.
"""

import re
from collections.abc import Mapping

import attrs


@attrs.frozen
class Syntax:
    """`function`: its first group is the indentation, its second the name. `noise`: comments, strings of one line."""

    function: re.Pattern[bytes]
    branch: re.Pattern[bytes]
    noise: re.Pattern[bytes]
    blocks: tuple[tuple[bytes, bytes], ...] = ()  # opening and closing marks of comments and strings of many lines


_STRINGS = rb"\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'"
_HASHED = re.compile(rb"#[^\n]*|" + _STRINGS)
_SLASHED = re.compile(rb"//[^\n]*|\"[^\"\n]{0,400}\"|'[^'\n]{1,4}'")
_BANGED = re.compile(rb"![^\n]*|" + _STRINGS)
_C_BLOCKS = ((b"/*", b"*/"),)
_QUOTED = ((b'"""', b'"""'), (b"'''", b"'''"))

_NO_CALL = (
    rb"(?!(?:if|for|while|switch|else|return|do|catch|case|namespace|extern|struct|enum|union|class|new|throw)\b)"
)
_BRACED = re.compile(
    rb"\n([ \t]{0,40})"
    + _NO_CALL
    + rb"(?:[A-Za-z_~][\w:<>*&,\[\] \t~]{0,160}[ \t*&])?([A-Za-z_~][\w:~]{0,100})[ \t]{0,4}"
    rb"\([^;={}()]{0,400}(?:\([^;={}()]{0,80}\)[^;={}()]{0,200}){0,4}\)"
    rb"[ \t]{0,4}[a-zA-Z_.,<> \t]{0,80}\n?[ \t]{0,40}\{"
)
_PYTHON = Syntax(
    re.compile(rb"\n([ \t]{0,80})(?:async[ \t]{1,4})?c?p?def[ \t][^\n(=:]{0,120}?(\w{1,120})[ \t]{0,4}\("),
    re.compile(rb"\b(?:if|elif|for|while|except(?![ \t]{0,4}[-+?*\d])|and|or)\b"),
    _HASHED,
    _QUOTED,
)
_C = Syntax(_BRACED, re.compile(rb"\b(?:if|for|while|case|catch)\b|&&|\|\||\?[ \t]"), _SLASHED, _C_BLOCKS)
_SCRIPT = Syntax(
    re.compile(
        rb"\n([ \t]{0,40})(?:(?:export|default|async|static|public|private)[ \t]){0,3}(?:function[ \t*]{1,4})?"
        + _NO_CALL
        + rb"(\w{1,100})[ \t]{0,4}(?:=[ \t]{0,4}(?:async[ \t])?(?:function[ \t]{0,4})?)?"
        rb"\([^;{}()]{0,300}\)[^;\n{}()]{0,80}\{"
    ),
    _C.branch,
    _SLASHED,
    _C_BLOCKS,
)
SYNTAX: Mapping[str, Syntax] = {
    **dict.fromkeys(("Python", "Cython", "Sage"), _PYTHON),
    **dict.fromkeys(("C", "C++", "CUDA", "Java", "C#", "Objective-C"), _C),
    **dict.fromkeys(("JavaScript", "TypeScript"), _SCRIPT),
    "Go": Syntax(
        re.compile(rb"\n()func[ \t](?:\([^()\n]{0,100}\)[ \t])?(\w{1,100})"),
        re.compile(rb"\b(?:if|for|case)\b|&&|\|\|"), _SLASHED, _C_BLOCKS,
    ),
    "Rust": Syntax(
        re.compile(
            rb"\n([ \t]{0,40})(?:pub(?:\([^()\n]{1,40}\))?[ \t])?(?:(?:const|async|unsafe|extern)[ \t]){0,3}"
            rb"fn[ \t](\w{1,100})"
        ),
        re.compile(rb"\b(?:if|for|while|loop)\b|=>|&&|\|\|"), _SLASHED, _C_BLOCKS,
    ),
    "Fortran": Syntax(
        re.compile(
            rb"\n([ \t]{0,40})(?!end\b)(?:[a-z][\w(),=* \t]{0,80}[ \t])?(?:subroutine|function)[ \t]{1,4}"
            rb"(\w{1,100})[ \t]{0,4}\(",
            re.I,
        ),
        re.compile(rb"(?<!end )\b(?:if|do|case|where|elseif)\b|\.and\.|\.or\.", re.I), _BANGED,
    ),
    "Julia": Syntax(
        re.compile(rb"\n([ \t]{0,40})(?:@\w{1,30}[ \t])?(?:function|macro)[ \t]{1,4}([\w.!]{1,120})"),
        re.compile(rb"\b(?:if|elseif|for|while|catch)\b|&&|\|\|"), _HASHED, (*_QUOTED[:1], (b"#=", b"=#")),
    ),
    "R": Syntax(
        re.compile(rb"\n([ \t]{0,40})([\w.]{1,100})[ \t]{0,8}(?:<-|=)[ \t]{0,8}function[ \t]{0,4}\("),
        re.compile(rb"\b(?:if|for|while|repeat|ifelse)\b|&&|\|\|"), _HASHED,
    ),
    "Shell": Syntax(
        re.compile(rb"\n([ \t]{0,20})(?:function[ \t]{1,4})?([\w-]{1,100})[ \t]{0,4}\(\)"),
        re.compile(rb"\b(?:if|elif|for|while|until|case)\b|&&|\|\|"), _HASHED,
    ),
}  # fmt: skip


def bare(content: bytes, syntax: Syntax) -> bytes:
    """The code alone: without comments, strings and empty lines; begins with a line end. Linear in the text."""
    text = b"\n" + content.replace(b"\r\n", b"\n")
    for opening, closing in syntax.blocks:
        text = _without(text, opening, closing)
    text = syntax.noise.sub(b"", text)
    return b"\n".join(line for line in text.split(b"\n") if line.strip()).join((b"\n", b"\n"))


def _without(text: bytes, opening: bytes, closing: bytes) -> bytes:
    if opening == closing:
        return b"".join(text.split(opening)[::2])
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0:
        parts.append(text[at:start])
        end = text.find(closing, start + len(opening))
        if end < 0:
            return b"".join(parts)
        at = end + len(closing)
    return b"".join((*parts, text[at:]))
