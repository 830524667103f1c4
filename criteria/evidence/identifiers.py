"""Persistent identifiers in the tree, and for each whether the tree says that it is the one of this very software.

A badge or a link shows that somebody has an identifier. What counts is a field of the project's own metadata, or a
sentence about citing that names the project; the rest is kept as a claim that nothing confirms (A7).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.errors import CriteriaError
from criteria.evidence.statements import CITATION, CODEMETA, ZENODO, plain
from criteria.metadata.project_name import aliases, declared_name, names_any
from criteria.metadata.schemes import DOI, Found, identifiers_in
from criteria.metadata.statements import listed, table
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import MAX_BYTES, load_json, load_yaml

KIND = "identifiers"

README = "README"
_README = re.compile(r"^read[-_ ]?me(?:$|[._-])", re.I)
_BADGE = re.compile(r"zenodo\.org/badge|img\.shields\.io|badge\.svg|/badges?/", re.I)
_CITING = re.compile(r"\bcit(?:e|ed|ing|ation|able)\b|\bdoi\b|\breferenc|\barchived?\b|\bRRID\b|\bascl\b", re.I)
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MOST, _LIMIT = 200, 256 * 1024
_OWN_RELATIONS = ("isversionof", "isidenticalto", "ispartof", "haspart", "hasversion", "isnewversionof")


@attrs.frozen
class Identifier:
    """`place`: CITATION.cff, codemeta.json, .zenodo.json or README; `path` is the file.

    `own`: the tree says that it identifies this software. `badge`: it stands in the address of a picture.
    `relation`: how the metadata relate it to this version, such as isversionof; None for the software itself.
    `problem` says why it can be no identifier.
    """

    scheme: str
    value: str
    place: str
    path: str
    own: bool
    badge: bool = False
    relation: str | None = None
    problem: str | None = None


@attrs.frozen
class Identifiers:
    tracked: int  # paths of the commit
    found: tuple[Identifier, ...]  # in the order of the files, each once per file
    tree: str  # swh:1:dir: of the root, computed from the objects
    unread: tuple[str, ...] = ()  # files that could not be read, with the reason
    bad: tuple[Identifier, ...] = ()  # own ones that can be none

    @property
    def own(self) -> tuple[Identifier, ...]:
        """Those of this software that are well-formed."""
        return tuple(one for one in self.found if one.own)

    @property
    def claimed(self) -> tuple[Identifier, ...]:
        """Badges and links of which nothing says whose they are."""
        return tuple(one for one in self.found if not one.own and one.badge)


def collect(snapshot: Snapshot) -> Identifiers:
    found: list[Identifier] = []
    unread: list[str] = []
    for name, load, reader in (
        (CITATION, load_yaml, _citation),
        (CODEMETA, load_json, _codemeta),
        (ZENODO, load_json, _zenodo),
    ):
        entry = snapshot.by_path.get(name)
        if entry is None or not entry.is_file:
            continue
        try:
            found += list(reader(plain(load(snapshot.text(entry, MAX_BYTES + 1), name))))[:_MOST]
        except CriteriaError as error:
            unread.append(str(error)[:300])
    names = aliases(declared_name(snapshot).names)
    confirmed = {one.value for one in found if one.own}
    for entry in _readmes(snapshot):
        found += list(_readme(snapshot, entry, names, confirmed))[:_MOST]
    unique = tuple({(one.value, one.path, one.relation): one for one in found}.values())
    return Identifiers(
        tracked=len(snapshot.entries),
        found=tuple(one for one in unique if one.problem is None),
        tree=f"swh:1:dir:{snapshot.tree}",
        unread=tuple(unread),
        bad=tuple(one for one in unique if one.problem is not None and one.own),
    )


def _citation(data: Any) -> Iterator[Identifier]:
    """`doi` and `identifiers` of the software; those of articles under `references` are other things."""
    data = table(data)
    yield from _values(CITATION, data.get("doi"))
    for one in listed(data.get("identifiers"))[:_MOST]:
        yield from _values(CITATION, table(one).get("value"))


def _codemeta(data: Any) -> Iterator[Identifier]:
    data = table(data)
    for key in ("identifier", "@id", "id", "sameAs"):
        for one in listed(data.get(key))[:_MOST]:
            yield from _values(CODEMETA, one)
    for key in ("isVersionOf", "schema:isVersionOf", "isPartOf", "hasPart"):
        for one in listed(data.get(key))[:_MOST]:
            yield from _values(CODEMETA, one, key.rpartition(":")[2].lower())


def _zenodo(data: Any) -> Iterator[Identifier]:
    data = table(data)
    yield from _values(ZENODO, data.get("doi"))
    for one in listed(data.get("related_identifiers"))[:_MOST]:
        relation = str(table(one).get("relation", "")).lower()
        if relation in _OWN_RELATIONS:
            yield from _values(ZENODO, table(one).get("identifier"), relation)


def _values(place: str, value: Any, relation: str | None = None) -> Iterator[Identifier]:
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("value", "@id", "id", "identifier") if key in value), None)
    if not isinstance(value, str):
        return
    own = relation in (None, "isversionof", "isidenticalto")
    for one in identifiers_in(value[:1000]):
        yield Identifier(one.scheme, one.value, place, place, own, relation=relation, problem=one.problem)


def _readmes(snapshot: Snapshot) -> Iterator[Entry]:
    return (entry for entry in snapshot.files() if not entry.folder and _README.match(entry.name))


def _readme(snapshot: Snapshot, entry: Entry, names: frozenset[str], confirmed: set[str]) -> Iterator[Identifier]:
    try:
        text = snapshot.text(entry, _LIMIT)
    except CriteriaError:
        return
    for paragraph in _PARAGRAPH.split(text):
        for one in identifiers_in(paragraph):
            around = paragraph[max(0, one.start - 160) : one.start + len(one.value) + 8]
            badge = _BADGE.search(around) is not None
            own = one.value in confirmed or (not badge and _is_about_us(paragraph, one, names))
            yield Identifier(one.scheme, one.value, README, entry.path, own, badge, problem=one.problem)


def _is_about_us(paragraph: str, one: Found, names: frozenset[str]) -> bool:
    """The paragraph speaks of citing and names the project outside of addresses; an article may still be meant."""
    if not names or _CITING.search(paragraph) is None:
        return False
    bare = re.sub(r"https?://\S{1,2000}", " ", paragraph[:20_000])
    return names_any(bare, names) and (one.scheme != DOI or _of_an_archive(one.value))


# Registrants that give DOIs to software and data: Zenodo, figshare, Code Ocean, OSTI, ADS, 4TU, OSF, Dataverse, …
_ARCHIVES = ("10.5281/", "10.6084/", "10.24433/", "10.11578/", "10.5284/", "10.5285/", "10.4121/", "10.17605/",
             "10.7910/", "10.18131/", "10.25495/", "10.17632/", "10.18126/")  # fmt: skip


def _of_an_archive(doi: str) -> bool:
    """Articles have DOIs too; in a README only one of an archive of software and data is taken for the software's."""
    return doi.startswith(_ARCHIVES)
