"""Licence files with the texts they hold, and every other place that names the licence of the project.

The heads of the source files are evidence of their own (`criteria/evidence/headers.py`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs

from criteria.errors import SnapshotError
from criteria.licences.candidates import LICENCE, README, in_root, is_main, is_notice, role_of
from criteria.licences.components import ComponentLicence, component_licences
from criteria.licences.links import followed
from criteria.licences.names import Name, name_of
from criteria.licences.notices import HEAD, notice_in
from criteria.licences.place import Place
from criteria.licences.readme_section import licence_section
from criteria.licences.text import LIMIT, Match, Reading, read_licence
from criteria.licences.tongue import other_language
from criteria.metadata.citation_cff import read_citation
from criteria.metadata.codemeta import read_codemeta
from criteria.metadata.manifests import read_manifests
from criteria.metadata.zenodo import read_zenodo
from criteria.snapshot import SYMLINK, Entry, Snapshot

KIND = "licences"

MAX_DEEPER = 100  # licence files below the root that are read
_BYTES = 4 * LIMIT  # of one file
_LONG = 300  # characters of a declared value that is itself a licence text
_POINTER = re.compile(r"^[^\s<>\"']{1,200}$")
_SHORT = 300  # characters of a text that only points elsewhere
# What the manual of R asks for beside `License: MIT + file LICENSE`.
_FIELDS = re.compile(
    r"\A\s{0,20}YEAR:[^\n]{1,80}\n\s{0,20}COPYRIGHT HOLDER:[^\n]{1,200}"
    r"(?:\n\s{0,20}ORGANI[SZ]ATION:[^\n]{1,200})?\s{0,20}\Z"
)
_OTHER_WORKS = re.compile(r"(?i)\bdocumentation\b|\bdocs\b|\bdata\b|\bdatasets?\b|\bimages?\b|\blogos?\b|\bfonts?\b")
_MARKS = re.compile(r"\]\([^()\s]{0,300}\)|[\[\]*_`<>#]")


@attrs.frozen
class LicenceFile:
    """One candidate. `root` tells a file of the root (or of its `LICENSES/` folder) from a deeper one,
    `main` the file that by its name holds the licence of the whole; `problem` says why nothing was read.

    `role`: licence; terms, for a file that by its name adds terms; readme, for the licence section of the README;
    notice, for the NOTICE of the root.
    """

    path: str
    size: int  # bytes
    root: bool
    main: bool
    role: str = LICENCE
    matches: tuple[Match, ...] = ()
    placeholders: tuple[Place, ...] = ()
    riders: tuple[Place, ...] = ()  # terms beside the licence that surely restrict
    conditions: tuple[Place, ...] = ()  # terms beside the licence that a person has to read
    notice: str | None = None  # a licence that it names, where it holds no text of one
    language: str | None = None  # the language of a text without a match, where it is not English
    truncated: bool = False
    problem: str | None = None
    fields: bool = False  # only year and holder: a package of R leaves the text of the licence to R


@attrs.frozen
class Statement:
    """One place that names the licence. `expression` is SPDX; `family` stands for a vague name such as "BSD"."""

    where: str  # the manifest or metadata file by name; classifier, headers or README
    path: str
    value: str
    expression: str | None
    family: str | None

    @property
    def name(self) -> Name:
        return Name(self.expression, self.family)


@attrs.frozen
class Licences:
    tracked: int  # paths of the commit, links and submodules included
    files: tuple[LicenceFile, ...] = ()
    unread: int = 0  # licence files below the root beyond the limit
    statements: tuple[Statement, ...] = ()
    notices: tuple[str, ...] = ()  # files that list the notices of third parties
    components: tuple[ComponentLicence, ...] = ()  # packages below the root, by folder
    more_components: int = 0


def collect(snapshot: Snapshot) -> Licences:
    candidates = [(role, entry) for entry in snapshot.entries if (role := role_of(entry))]
    root = [(role, entry) for role, entry in candidates if in_root(entry)]
    deeper = [(role, entry) for role, entry in candidates if not in_root(entry)]
    deeper.sort(key=lambda one: (one[1].path.count("/"), one[1].path))
    chosen = [*root[:MAX_DEEPER], *deeper[:MAX_DEEPER]]
    files = tuple(file for role, entry in chosen if (file := _read(snapshot, role, entry)))
    components, more = component_licences(snapshot, _texts_by_folder(files))
    return Licences(
        tracked=len(snapshot.entries),
        files=files,
        unread=len(root[MAX_DEEPER:]) + len(deeper[MAX_DEEPER:]),
        statements=tuple(_statements(snapshot, files)),
        notices=tuple(entry.path for entry in snapshot.entries if is_notice(entry.name) and entry.is_file),
        components=components,
        more_components=more,
    )


def _read(snapshot: Snapshot, role: str, entry: Entry) -> LicenceFile | None:
    """None for a README without a section about the licence."""
    file = LicenceFile(entry.path, _size(entry), role == LICENCE and in_root(entry), is_main(entry), role)
    target, problem = followed(snapshot, entry)
    if target is None:
        return attrs.evolve(file, problem=problem) if role == LICENCE else None
    truncated = target.size > _BYTES
    try:
        text = _decoded(snapshot.read(target, _BYTES))
    except SnapshotError as error:
        return attrs.evolve(file, problem=str(error), truncated=True) if role == LICENCE else None
    if role == README:
        return _read_section(file, text)
    if not text.strip():
        return attrs.evolve(file, problem="it is empty")
    found = _with_reading(file, text, _reading(text), 0)
    return attrs.evolve(found, truncated=found.truncated or truncated)


def _read_section(file: LicenceFile, text: str) -> LicenceFile | None:
    section = licence_section(text[:LIMIT])
    return None if section is None else _with_reading(file, section.text, read_licence(section.text), section.line - 1)


def _with_reading(file: LicenceFile, text: str, reading: Reading, before: int) -> LicenceFile:
    """`before` is the number of lines that stand before the text in its file."""
    notice = None if reading.matches else _named(text) if file.role == README else notice_in(text[:HEAD])
    found = attrs.evolve(
        file,
        matches=tuple(
            attrs.evolve(match, line=match.line + before, last_line=match.last_line + before)
            for match in reading.matches
        ),
        placeholders=_moved(reading.placeholders, before),
        riders=_moved(reading.riders, before),
        conditions=_moved(reading.conditions, before),
        notice=notice.expression or notice.family if notice else None,
        language=None if reading.matches else other_language(text),
        truncated=reading.truncated,
        fields=file.root and _FIELDS.match(text[: 2 * _SHORT]) is not None,
    )
    pointer = " ".join(text[: 2 * _SHORT].split())
    points = _POINTER.match(pointer) or (len(pointer) < _SHORT and "://" in pointer)
    if file.role == LICENCE and not reading.matches and points:
        return attrs.evolve(found, problem=f"it holds no text but points elsewhere ({pointer[:80]})")
    return found


def _named(section: str) -> Name | None:
    """The one licence that a section of the README names for the software; None where it speaks of other works too."""
    if _OTHER_WORKS.search(section):
        return None
    lines = [" ".join(_MARKS.sub(" ", line).split()) for line in section.splitlines()]
    whole = next((name_of(line.rstrip(". ")) for line in lines if line), Name())
    return whole if whole.known else notice_in("\n".join(lines)[:HEAD])


def _moved(places: Sequence[Place], lines: int) -> tuple[Place, ...]:
    return tuple(Place(place.text, place.line + lines) for place in places)


def _size(entry: Entry) -> int:
    return entry.size if entry.is_file or entry.mode == SYMLINK else 0


@lru_cache(maxsize=32)
def _reading(text: str) -> Reading:
    """A monorepo has the same text in many folders."""
    return read_licence(text)


def _texts_by_folder(files: Sequence[LicenceFile]) -> dict[str, tuple[str, Sequence[str]]]:
    """By folder the first licence file with a text, and the ids of its first match."""
    found: dict[str, tuple[str, Sequence[str]]] = {}
    for file in files:
        if file.matches and file.role == LICENCE:
            found.setdefault(file.path.rpartition("/")[0], (file.path, file.matches[0].ids))
    return found


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _statements(snapshot: Snapshot, files: Sequence[LicenceFile]) -> Iterator[Statement]:
    for manifest in read_manifests(snapshot):
        for value in manifest.licences:
            yield _statement(manifest.path, manifest.path, value)
        for value in manifest.classifiers:
            yield _statement("classifier", manifest.path, value)
    for document in (read_citation(snapshot), read_codemeta(snapshot), read_zenodo(snapshot)):
        if document and document.licences:
            yield _statement(document.path, document.path, " OR ".join(document.licences))
    for file in files:
        if file.role == README and file.notice:
            yield _statement("README", file.path, file.notice)


def _statement(where: str, path: str, value: str) -> Statement:
    name = name_of(value)
    if not name.known and len(value) > _LONG and (matches := read_licence(value).matches):
        name = name_of(matches[0].ids[0])
    return Statement(where, path, " ".join(value[:_LONG].split()), name.expression, name.family)
