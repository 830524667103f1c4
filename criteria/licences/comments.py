"""How languages write comments, and the words of the comments at the head of a file."""

import re
from collections.abc import Iterator, Mapping

import attrs

_CODE_LINES = 40  # lines of code behind which no comment belongs to the head any more
_QUOTES = "\"'"
_LINES = 2000  # lines that are looked at


@attrs.frozen
class Comments:
    """`line` marks begin a comment up to the end of the line, `blocks` are pairs that enclose one.

    `anywhere` is False where a mark counts in the first column only.
    """

    line: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    anywhere: bool = True


_C = Comments(("//",), (("/*", "*/"),))
_HASH = Comments(("#",))
_PYTHON = Comments(("#",), (('"""', '"""'), ("'''", "'''")))
_ML = Comments((), (("(*", "*)"),))
_DASHES = Comments(("--",))

COMMENTS: Mapping[str, Comments] = {
    **dict.fromkeys(("Python", "Cython", "Sage", "Snakemake"), _PYTHON),
    **dict.fromkeys(
        ("C", "C++", "CUDA", "OpenCL", "Objective-C", "Rust", "Go", "Java", "Kotlin", "Scala", "Groovy", "C#", "Swift",
         "Zig", "D", "JavaScript", "TypeScript", "SWIG", "Yacc", "Lex"),
        _C,
    ),
    **dict.fromkeys(
        ("Shell", "R", "Perl", "Awk", "Tcl", "Gnuplot", "GAP", "Make", "Automake", "CMake", "Meson", "Bazel",
         "Dockerfile"),
        _HASH,
    ),
    "Julia": Comments(("#",), (("#=", "=#"), ('"""', '"""'))),
    "Ruby": Comments(("#",), (("=begin", "=end"),)),
    "Nim": Comments(("#",), (("#[", "]#"),)),
    "PowerShell": Comments(("#",), (("<#", "#>"),)),
    "Nix": Comments(("#",), (("/*", "*/"),)),
    "PHP": Comments(("//", "#"), (("/*", "*/"),)),
    "Vue": Comments(("//",), (("<!--", "-->"), ("/*", "*/"))),
    "Fortran": Comments(("!", "C", "c", "*"), anywhere=False),
    "MATLAB": Comments(("%", "#"), (("%{", "%}"),)),
    "LaTeX": Comments(("%",)),
    "PARI/GP": Comments(("\\\\",), (("/*", "*/"),)),
    "Maxima": Comments((), (("/*", "*/"),)),
    "Mathematica": _ML,
    "OCaml": _ML,
    "Pascal": Comments(("//",), (("(*", "*)"), ("{", "}"))),
    "Lean": Comments(("--",), (("/-", "-/"),)),
    "Haskell": Comments(("--",), (("{-", "-}"),)),
    "Ada": _DASHES,
    "SQL": Comments(("--",), (("/*", "*/"),)),
    "Lua": Comments(("--",), (("--[[", "]]"),)),
    "Lisp": Comments((";",), (("#|", "|#"),)),
    "Assembly": Comments((";", "#", "//", "@"), (("/*", "*/"),)),
    "Batch": Comments(("::", "rem ", "REM ", "@rem ", "@REM ")),
    "m4": Comments(("dnl", "#")),
    "RPM spec": _HASH,
    "Apptainer": _HASH,
}  # fmt: skip
_ANY = Comments(("#", "//", ";", "%", "!", "--"), (("/*", "*/"), ("<!--", "-->")))
_ORNAMENT = re.compile(r"^[\s*#/;%!|+=~\\-]{0,120}|[\s*#/;%!|=~\\-]{0,120}$")


def comments_of(language: str) -> Comments:
    return COMMENTS.get(language, _ANY)


def head_comments(text: str, language: str) -> str:
    """The text of the comments and docstrings before the code, and between its first forty lines; one line each.

    Ornament at both ends of a line is left out.
    """
    return "\n".join(_ORNAMENT.sub("", line[:400]) for line in _comment_lines(text, comments_of(language)))


def _comment_lines(text: str, how: Comments) -> Iterator[str]:
    end: str | None = None
    code = 0
    for line in text.split("\n", _LINES)[:_LINES]:
        stripped = line.strip()
        block = None if end else next((pair for pair in how.blocks if _opens(stripped, pair[0])), None)
        if end is not None or block is not None:
            if block is not None:
                stripped, end = stripped[stripped.index(block[0]) + len(block[0]) :], block[1]
            before, closed, _ = stripped.partition(str(end))
            if not (code and str(end)[0] in _QUOTES):  # behind code a text in quotes is data, not documentation
                yield before
            end = None if closed else end
        elif _is_comment(line, stripped, how):
            yield stripped
        elif stripped:
            code += 1
            if code > _CODE_LINES:
                return
            end = next((pair[1] for pair in how.blocks if pair[0][0] in _QUOTES and stripped.count(pair[0]) % 2), None)


def _opens(stripped: str, mark: str) -> bool:
    """A docstring may have a prefix such as r."""
    return stripped.startswith(mark) or (
        mark[:1] in "\"'" and stripped[1:].startswith(mark) and stripped[0] in "rRuUbB"
    )


def _is_comment(line: str, stripped: str, how: Comments) -> bool:
    if how.anywhere:
        return stripped.startswith(how.line)
    # Fixed-form Fortran: a mark in the first column; the exclamation mark counts everywhere.
    return stripped.startswith("!") or (line[:1] in how.line and not line[1:2].isalpha())
