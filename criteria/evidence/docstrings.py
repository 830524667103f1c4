"""How much of the public interface says what it does: docstrings and documentation comments, by a linear scan.

A text counts when it says something: not empty, not only the name again, no placeholder. The same text over and over
counts once, so that stuffing gains nothing (A15). Nothing is imported or parsed; nested functions are left out.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile, zip_longest
from typing import Any

import attrs

from criteria.census.apart import words
from criteria.census.kinds import CODE
from criteria.documents import r_interface
from criteria.evidence.census import CensusFile

KIND = "docstrings"
MAX_READ = 4 * 2**20  # bytes of one file
_TEXT = 600  # bytes of a documentation text that are looked at
_SAID = 240  # bytes of it that have to say something
_SIGNATURE = 3000  # bytes between a name and the end of its signature
_SHORT = 8  # words: shorter texts are compared between files
_KEPT = 40  # short texts of one file that are compared

_PYTHON = re.compile(
    rb"^( {0,4}|\t)(?:async )?(?:def|cpdef|class|cdef class)[ \t]{1,4}(?:[\w.\[\], *]{1,60}[ \t*])?(\w{1,200})", re.M
)
# Folders whose names are nobody's interface.
_NO_INTERFACE = words(
    "example examples demo demos benchmark benchmarks perf bench scripts tools ci .github .ci bin paper"
)
_OPENS = re.compile(rb"[ \t]{0,200}(?:\r?\n[ \t]{0,200}(?:#[^\n]{0,400})?){0,20}[rRuUbB]{0,2}(\"\"\"|'''|\"|')")
_PLAIN = re.compile(rb"(?:\([^()\n]{0,300}\))?[^\n:()\[\]{}]{0,100}:[ \t]{0,40}(?:#[^\n]{0,400})?(?=\n)")
_WORD = re.compile(r"[^\W\d_]{2,60}")
_EMPTY_WORDS = words(
    "todo fixme docstring description summary function method class returns return the this here none tbd xxx doc "
    "documentation placeholder missing write me of for and or to in on at by as is are an it its with from that"
)
_BEFORE: Mapping[str, tuple[re.Pattern[bytes], re.Pattern[bytes]]] = {
    language: (re.compile(names, re.M), re.compile(marks))
    for languages, names, marks in (
        (("Go",), rb"^func (?:\([^()\n]{1,100}\) )?([A-Z]\w{0,100})", rb"^//"),
        (("Rust",), rb"^[ \t]{0,8}pub (?:async |unsafe |const ){0,3}(?:fn|struct|enum|trait) (\w{1,100})",
        rb"^[ \t]*(?:///|\*/|#\[doc)"),
        # A method of a function that stands elsewhere takes over its text, so only types are counted.
        (("Julia",), rb"^(?:Base\.@kwdef )?(?:struct |mutable struct |abstract type )([A-Za-z]\w{0,100})",
        rb"\"\"\"[ \t]*$"),
        (("R",), rb"^([A-Za-z][\w.]{0,100}) {0,4}(?:<-|=) {0,4}function\(", rb"^#'"),
        (("C", "C++", "CUDA"),
        rb"^[A-Za-z_][\w \t*&:<>,]{1,160}[ \t*&](\w{1,100})\([^;{}()]{0,600}\)[ \t]{0,4}(?:const[ \t]{0,4})?[;{]",
         rb"\*/[ \t]*$|^[ \t]*//[/!]"),
        (("Java", "Kotlin", "Scala"), rb"^[ \t]{0,8}public [\w<>\[\], ?]{1,120}[ \t](\w{1,100})\(", rb"\*/[ \t]*$"),
    )
    for language in languages
}  # fmt: skip
_FORTRAN = re.compile(
    rb"(?i:^[ \t]{0,8}(?:(?:pure|elemental|impure|recursive|module) ){0,3}(?:subroutine|interface"
    rb"|type(?:,[^:\n]{0,60})? ?::|[a-z()0-9 _,=*]{0,40}?\bfunction)"
    rb"[ \t]{1,4}([a-z]\w{0,100}))", re.M
)  # fmt: skip
_FORTRAN_END = re.compile(rb"(?i:^[ \t]{0,8}end\b)")
_FORTRAN_PRIVATE = re.compile(rb"(?i:^[ \t]{0,8}private[ \t]*(?:!.*)?$)", re.M)
_FORTRAN_PUBLIC = re.compile(
    rb"(?i:^[ \t]{0,8}public[ \t]*(?:::)?[ \t]*"
    rb"((?:&[^\n]{0,40}\n[ \t]{0,40})?[a-z][^!\n]{0,2000}(?:&[^\n]{0,40}\n[^!\n]{0,2000}){0,60}))",
    re.M,
)
_FORTRAN_SUBMODULE = re.compile(rb"(?i:^[ \t]{0,8}submodule[ \t]{0,8}\()", re.M)
_FORTRAN_COMMENT = re.compile(rb"^[ \t]*!")
_SKIPPED = re.compile(rb"^[ \t]*(?:@|#\[|\}|template ?<)")


@attrs.frozen
class LanguageDocs:
    """Public names of one language: with a text that says something, and with one that others have as well."""

    language: str
    public: int
    documented: int
    repeated: int

    @property
    def share(self) -> float:
        return self.documented / self.public if self.public else 0.0


@attrs.frozen
class BareFile:
    """A file with many public names that nobody described."""

    path: str
    public: int
    documented: int


@attrs.frozen
class Docstrings:
    languages: tuple[LanguageDocs, ...]  # most public names first
    bare: tuple[BareFile, ...]  # those with most undocumented names, at most 20
    unread: int

    @property
    def public(self) -> int:
        return sum(item.public for item in self.languages)

    @property
    def documented(self) -> int:
        return sum(item.documented for item in self.languages)


Facts = Any  # see `read`


def wants(file: CensusFile) -> bool:
    if file.apart is None and _tells_of_r(file.path):
        return True
    if file.kind != CODE or file.apart is not None or not _NO_INTERFACE.isdisjoint(file.path.lower().split("/")[:-1]):
        return False
    return file.language in {"Python", "Cython", "Sage", "Fortran", *_BEFORE}


def _tells_of_r(path: str) -> bool:
    return r_interface.is_namespace(path) or r_interface.is_manual(path)


def read(file: CensusFile, content: bytes) -> Facts | None:
    """Public names, documented ones, repeated ones, 1 where the text was not read, and hashes of short texts.

    Of R besides the names, and those with a text; of its NAMESPACE and pages only names.
    """
    if not file.decodable or len(content) > MAX_READ or (file.bytes and not content):
        return [0, 0, 0, 1, []]
    if _tells_of_r(file.path):
        return {"names": r_interface.names_of(file.path, content)}
    reader = _READERS.get(file.language or "", _commented)
    texts = list(reader(file, content))
    if not texts:
        return None
    said = Counter(zlib.crc32(text.encode()) for text in texts if text)
    repeated = sum(count - 1 for count in said.values())
    short = sorted({zlib.crc32(text.encode()) for text in texts if text and len(text.split()) <= _SHORT})
    facts: Facts = [len(texts), sum(said.values()) - repeated, repeated, 0, short[:_KEPT]]
    if file.language == "R":
        names = r_interface.names_of(file.path, content)
        return [*facts, names, [name for name, text in zip(names, texts, strict=False) if text]]
    return facts


def reduce(facts: Iterable[tuple[CensusFile, Facts]]) -> Docstrings:
    sums: dict[str, list[int]] = {}
    bare: list[BareFile] = []
    seen: set[int] = set()
    unread = 0
    every = list(facts)
    packages = r_interface.interfaces((file.path, fact) for file, fact in every if isinstance(fact, dict))
    for file, fact in every:
        if isinstance(fact, dict):
            continue
        public, documented, repeated, not_read, short, *of_r = fact
        package = r_interface.package_of(file.path)
        held = packages.get(package) if package is not None else None
        if of_r and packages and package is None:
            continue  # a vignette or a script beside the package is nobody's interface
        if of_r and held is not None:
            public, documented = r_interface.counted(held, *of_r)
            repeated, short = 0, []
        again = min(len(seen.intersection(short)), documented)
        seen.update(short)
        total = sums.setdefault(file.language or "", [0, 0, 0])
        for index, value in enumerate((public, documented - again, repeated + again)):
            total[index] += value
        unread += bool(not_read)
        if public > documented:
            bare.append(BareFile(file.path, public, documented - again))
    bare.sort(key=lambda item: (item.documented - item.public, item.path))
    languages = (LanguageDocs(name, *total) for name, total in sums.items() if total[0])
    return Docstrings(
        tuple(sorted(languages, key=lambda item: (-item.public, item.language))), tuple(bare[:20]), unread
    )


def _python(_: CensusFile, content: bytes) -> Iterator[str]:
    """For each public name the words of its docstring, "" where it has none that says something."""
    names = list(_PYTHON.finditer(content))
    for match, following in zip_longest(names, names[1:]):
        name = match.group(2)
        if name.startswith(b"_"):
            continue
        # No signature goes on behind the next definition: a bracket that is never closed costs one line, not many.
        body = _after_signature(content, match.end(), following.start() if following else len(content))
        opened = _OPENS.match(content, body) if body >= 0 else None
        yield _words(name, content[opened.end() : _end(content, opened)]) if opened else ""


def _after_signature(content: bytes, start: int, end: int) -> int:
    """Where the body begins: behind the colon that closes the signature; -1 where none is near."""
    plain = _PLAIN.match(content, start)
    if plain:
        return plain.end()
    depth = 0
    for at in range(start, min(end, start + _SIGNATURE)):
        char = content[at]
        if char in b"([{":
            depth += 1
        elif char in b")]}":
            depth -= 1
        elif char == 58 and depth <= 0:  # the colon
            line = content.find(b"\n", at)
            rest = content[at + 1 : line if line >= 0 else len(content)].split(b"#")[0]
            return at + 1 if rest.strip() else line
    return -1


def _end(content: bytes, opened: re.Match[bytes]) -> int:
    end = content.find(opened.group(1), opened.end(), opened.end() + _TEXT)
    return end if end >= 0 else opened.end() + _TEXT


def _commented(file: CensusFile, content: bytes) -> Iterator[str]:
    """As `_python`, for languages whose documentation stands in comments before the name."""
    names, marks = _BEFORE[file.language or ""]
    for match in names.finditer(content):
        if file.language in ("C", "C++", "CUDA") and not file.path.lower().endswith(
            (".h", ".hh", ".hpp", ".hxx", ".cuh")
        ):
            return
        if match.group(1).startswith(b"_"):
            continue
        text = _lines_before(content, match.start(), marks)
        yield _words(match.group(1), text) if text else ""


def _fortran(_: CensusFile, content: bytes) -> Iterator[str]:
    """Where a module is private by default, the names that it lists as public; else all. Each name once.

    A submodule makes no name public: its procedures are described where their parent declares the interface.
    """
    if submodule := _FORTRAN_SUBMODULE.search(content):
        content = content[: submodule.start()]
    listed = None
    if _FORTRAN_PRIVATE.search(content):
        listed = {
            name.strip().lower() for found in _FORTRAN_PUBLIC.findall(content) for name in re.split(rb"[,&\s]+", found)
        }
    texts: dict[bytes, str] = {}
    for match in _FORTRAN.finditer(content):
        name = match.group(1).lower()
        if (
            _FORTRAN_END.match(match.group())
            or (listed is not None and name not in listed)
            or name in (b"procedure", b"operator", b"assignment")
        ):
            continue
        line = content.find(b"\n", match.end())
        text = _lines_before(content, match.start(), _FORTRAN_COMMENT) or _lines_after(content, line + 1)
        texts[name] = texts.get(name) or (_words(name, text) if text else "")
    yield from texts.values()


def _lines_after(content: bytes, start: int) -> bytes:
    """The comment that begins on the line after, as FORD and Doxygen read it."""
    lines = content[start : start + _TEXT].split(b"\n")[:8] if start else []
    return b"\n".join(takewhile(_FORTRAN_COMMENT.search, lines))


def _lines_before(content: bytes, start: int, marks: re.Pattern[bytes]) -> bytes:
    """The comment that ends on the line before, attributes and templates passed over; empty where there is none."""
    before = content[max(0, start - _TEXT) : start].split(b"\n")[:-1]
    while before and _SKIPPED.match(before[-1]):
        before.pop()
    return b"\n".join(before[-8:]) if before and marks.search(before[-1]) else b""


def _words(name: bytes, text: bytes) -> str:
    """The words of a text; "" where, without those of the name and those that tell nothing, too few are left."""
    own = {part.lower() for part in re.findall(r"[A-Za-z][a-z]{0,60}", name.decode("ascii", "replace"))}
    found = [word.lower() for word in _WORD.findall(text[:_SAID].decode("utf-8", "replace"))]
    telling = [word for word in found if word not in own and word not in _EMPTY_WORDS]
    return " ".join(found) if len(telling) >= 2 or (telling and len(found) >= 3) else ""


_READERS = {"Python": _python, "Cython": _python, "Sage": _python, "Fortran": _fortran}
