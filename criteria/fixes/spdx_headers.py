"""A line SPDX-License-Identifier for source files whose heads say nothing."""

import re
from collections.abc import Iterator

import attrs

from criteria.evidence import headers
from criteria.evidence.census import CensusFile
from criteria.fixes.proposal import Ground, Note, Proposal
from criteria.licences.agreement import agreement, deciding, statements
from criteria.licences.candidates import in_root, is_licence_name
from criteria.licences.findings import whole
from criteria.licences.index import GNU
from criteria.licences.names import agree, name_of, symbols
from criteria.licences.reuse import SIDECAR, Annotation, annotated, annotations, is_annotations

ID = "QC.Lic03@devel"
TITLE = "SPDX-License-Identifier in source files"

_LIMIT = 4 * 2**20  # bytes of a file that is changed
_PLAIN, _C = ("", ""), ("/* ", " */")
_HASH, _SLASHES, _DASHES = ("# ", ""), ("// ", ""), ("-- ", "")
# One comment of one line, by language. Those that are missing have no comment that is safe in the first line.
_MARKS = {
    **dict.fromkeys(("Python", "Cython", "Sage", "Snakemake", "Shell", "R", "Julia", "Perl", "Ruby", "Awk", "Tcl",
                     "Nim", "PowerShell", "Gnuplot", "GAP"), _HASH),
    **dict.fromkeys(("C++", "CUDA", "OpenCL", "Objective-C", "Rust", "Go", "Java", "Kotlin", "Scala", "Groovy", "C#",
                     "Swift", "Zig", "D", "JavaScript", "TypeScript", "Pascal"), _SLASHES),
    **dict.fromkeys(("C", "Maxima", "PARI/GP"), _C),
    **dict.fromkeys(("Haskell", "Ada", "SQL", "Lua", "Lean"), _DASHES),
    **dict.fromkeys(("OCaml", "Mathematica"), ("(* ", " *)")),
    "Fortran": ("! ", ""),
    "MATLAB": ("% ", ""),
    "Lisp": (";; ", ""),
}  # fmt: skip
_FIXED_FORM = (".f", ".for", ".ftn", ".f77", ".F")
_NOT_HERE = (".tst", ".nb", ".wlt")  # files of recorded output, and notebooks
_BOM = b"\xef\xbb\xbf"
# Lines that mean something only among the first two: shebang, coding, editor mode, and the marks of a few formats.
_FIRST_LINES = re.compile(
    rb"^(?:#!|[ \t\f]{0,8}#.{0,80}?coding[:=]|.{0,200}-\*-|#%Module|#compdef\b|#autoload\b|#lang\b|/\* \[wxMaxima)"
)
# Directives that people keep together with them.
_DIRECTIVES = re.compile(
    rb"^(?:#[ \t]{0,4}(?:(?:cython|distutils|sage_setup|frozen_string_literal):|sage\.doctest:)|//go:|// \+build)"
)


def propose(ground: Ground) -> Iterator[Proposal | Note]:
    """For files without any notice. Those that name a holder or another licence are left to the people who know why."""
    licence = project_licence(ground)
    if isinstance(licence, Note):
        yield licence
        return
    known, others = _annotations(ground), _under_other_licences(ground, licence)
    left = 0
    for file in ground.census.files:
        spoken_for = file.path + SIDECAR in ground.snapshot.by_path or annotated(file.path, known) is not None
        if not _is_open(file) or spoken_for or (proposal := _proposal(ground, file, licence)) is None:
            continue
        if file.path.startswith(others):
            left += 1
        else:
            yield proposal
    if left:
        yield Note(f"{_files(left)} in folders with another licence file, such as {others[0]}, were left alone.")
    kept = ground.headers.holder_only + ground.headers.reserved
    if kept:
        yield Note(
            f"{_files(kept)} with a holder and no licence were left alone; ask the holder before you add a licence."
        )


def project_licence(ground: Ground) -> str | Note:
    """The SPDX expression that text and statements agree on, or why there is none that could be written into files."""
    held = agreement(ground.licences, ground.headers)
    files = [file for file in deciding(ground.licences) if file.matches]
    if not files or not all(whole(file) for file in files):
        return Note("No SPDX headers are proposed: the root holds no complete licence text.")
    if held.conflicting or held.doubts or any(file.riders for file in files):
        return Note("No SPDX headers are proposed: licence text and statements contradict each other or add terms.")
    stated = {one.expression for one in statements(ground.licences, ground.headers) if one.expression}
    agreed = {one.expression for one in held.agreeing if one.expression}
    if len(stated | agreed) > 1:
        return Note(f"No SPDX headers are proposed: the project names {', '.join(sorted(stated))}; say one of them.")
    if agreed:
        return agreed.pop()
    ids = {file.matches[0].id for file in files}
    if len(ids) == 1 and not GNU.match(found := ids.pop()):
        return found
    return Note(
        "No SPDX headers are proposed: nothing says which licence, or which versions of it, the files are under."
    )


def with_header(content: bytes, path: str, language: str, licence: str) -> bytes | None:
    """The file with one comment line more; None where its language or encoding allows none.

    It stands behind a byte order mark and behind lines that must be first, before everything else; line ends stay.
    """
    if language not in _MARKS or path.endswith(_NOT_HERE) or b"\0" in content[:4096]:
        return None
    before, after = ("C ", "") if path.endswith(_FIXED_FORM) else _MARKS[language]
    bom = _BOM if content.startswith(_BOM) else b""
    body = content[len(bom) :]
    end = b"\r\n" if body.partition(b"\n")[0].endswith(b"\r") else b"\n"
    lines = body.split(b"\n")
    first = max((number + 1 for number, line in enumerate(lines[:2]) if _FIRST_LINES.match(line)), default=0)
    while first < len(lines) and _DIRECTIVES.match(lines[first]):
        first += 1
    kept, rest = b"".join(line + b"\n" for line in lines[:first]), b"\n".join(lines[first:])
    if first == len(lines):
        kept = body + end  # the last line of the file ended without a newline
    line = f"{before}SPDX-License-Identifier: {licence}{after}".encode()
    blank = end if rest.strip() and lines[first].strip() else b""
    return bom + kept + line + end + blank + rest


def _is_open(file: CensusFile) -> bool:
    return (
        file.apart is None
        and file.language in _MARKS
        and file.decodable
        and not file.template
        and 0 < file.bytes <= _LIMIT
        and headers.wants(file)
    )


def _under_other_licences(ground: Ground, licence: str) -> tuple[str, ...]:
    """Folders, with a slash at the end, whose own licence file holds another text, or one that is not known."""
    same = {
        file.path for file in ground.licences.files for match in file.matches[:1] if agree(name_of(licence), match.ids)
    }
    folders = (entry.folder for entry in ground.snapshot.entries if entry.folder and is_licence_name(entry.name)
               and entry.path not in same and not in_root(entry))  # fmt: skip
    return tuple(sorted({f"{folder}/" for folder in folders}))


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _annotations(ground: Ground) -> list[Annotation]:
    """What the REUSE files of the tree say, in the order in which they are read elsewhere."""
    entries = [entry for entry in ground.snapshot.entries if is_annotations(entry.path) and entry.is_file]
    found = (annotations(entry.path, ground.snapshot.text(entry)) for entry in entries if entry.size <= _LIMIT)
    return [one for several in found for one in several]


def _proposal(ground: Ground, file: CensusFile, licence: str) -> Proposal | None:
    """None for a file whose head says something."""
    entry = ground.snapshot.by_path[file.path]
    if not entry.is_file:
        return None
    content = ground.snapshot.read(entry)
    if headers.read(file, content) != headers.SILENT:
        return None
    after = with_header(content, file.path, file.language or "", licence)
    changed = None if after is None else attrs.evolve(file, bytes=len(after))
    if changed is None or not _says(headers.read(changed, after or b""), licence):
        return None
    return Proposal(file.path, TITLE, content, after or b"", ID)


def _says(facts: object, licence: str) -> bool:
    """Whether our own reader finds the new line; else the file hides it, say in a text that never ends."""
    return isinstance(facts, list) and len(facts) > 1 and agree(name_of(str(facts[1])), symbols(licence))
