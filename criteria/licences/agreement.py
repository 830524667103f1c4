"""Which licence the texts and the statements of a project add up to, and where they contradict each other (A4)."""

from collections.abc import Iterable, Iterator

import attrs

from criteria.evidence.headers import Headers
from criteria.evidence.licences import LicenceFile, Licences, Statement
from criteria.licences.candidates import LICENCE, NOTICE, README, TERMS, speaks_of_something_else
from criteria.licences.components import ComponentLicence
from criteria.licences.index import GNU
from criteria.licences.names import Name, agree, lacking, symbols
from criteria.licences.text import Match
from criteria.model import Strength

R_MANIFEST = "DESCRIPTION"
_TELLING = 0.25  # share of the source files from which on their heads speak for the project


@attrs.frozen
class Doubt:
    """Why text and statements do not prove one licence for everything."""

    message: str
    path: str
    line: int | None = None


@attrs.frozen
class Agreement:
    """Statements that name the licence of a text in the root, and those that name none of them.

    `doubts` are terms that a person has to read, and packages whose manifest contradicts their own text.
    """

    agreeing: tuple[Statement, ...]
    conflicting: tuple[Statement, ...]
    doubts: tuple[Doubt, ...]

    @property
    def strength(self) -> Strength:
        return Strength.E3 if self.agreeing and not self.conflicting and not self.doubts else Strength.E2


def recognised(licences: Licences, *, root: bool) -> tuple[LicenceFile, ...]:
    return tuple(file for file in licences.files if file.root == root and file.matches and file.role == LICENCE)


def deciding(licences: Licences) -> tuple[LicenceFile, ...]:
    """The files that speak for the whole.

    LICENSE or COPYING of the root, else all of the root, else the deeper ones, else the text in the README.
    """
    files = [file for file in licences.files if file.role == LICENCE]
    root = [file for file in files if file.root]
    readme = [file for file in licences.files if file.role == README]
    for group in ([file for file in root if file.main], root, files, readme):
        if any(file.matches for file in group):
            return tuple(group)
    return tuple(root) or tuple(files)


def joining(licences: Licences) -> tuple[LicenceFile, ...]:
    """Files of the root whose terms join those of the licence: by their name, or because they hold no licence text."""
    decided = deciding(licences)
    beside = (file for file in licences.files if file not in decided and not speaks_of_something_else(file.path))
    return tuple(
        file
        for file in beside
        if file.role == TERMS or (file.role == LICENCE and file.root and "/" not in file.path and not file.matches)
    )


def statements(licences: Licences, headers: Headers | None = None) -> tuple[Statement, ...]:
    """All places that name the licence, the heads of the source files as one."""
    return licences.statements if headers is None else (*licences.statements, *_of_headers(headers))


def agreement(licences: Licences, headers: Headers | None = None) -> Agreement:
    """A vague or unreadable statement never contradicts; one that names another licence does.

    A sentence in the README is a claim: it can contradict, but it confirms nothing (E0).
    """
    first = {id_ for file in _own(licences) for id_ in file.matches[0].ids}
    every = texts(licences)
    known = [one for one in statements(licences, headers) if one.name.known and every]
    return Agreement(
        tuple(one for one in known if one.where != "README" and agree(one.name, first)),
        tuple(one for one in known if not agree(one.name, every)),
        (*_to_be_read(licences), *_disputed(licences)),
    )


def texts(licences: Licences) -> frozenset[str]:
    """The SPDX ids of every licence text of the tree."""
    return frozenset(id_ for file in licences.files for match in file.matches for id_ in match.ids)


def called(match: Match, statements: Iterable[Statement]) -> str:
    """The name of a licence found; for the GNU licences a statement tells whether later versions are allowed."""
    if not GNU.match(match.id):
        return match.id
    stated = {id_ for one in statements if one.expression for id_ in symbols(one.expression)}
    for suffix in ("-or-later", "-only"):
        if f"{match.id}{suffix}" in stated:
            return f"{match.id}{suffix}"
    return match.id


def summary(licences: Licences, headers: Headers, files: Iterable[LicenceFile]) -> str:
    """For example `BSD-3-Clause, MIT in LICENSE; GPL-2.0-or-later in COPYING`."""
    stated = statements(licences, headers)
    parts = []
    for file in files:
        names = list(dict.fromkeys(called(match, stated) for match in file.matches))
        if names:
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            parts.append(f"{', '.join(names[:5])}{more} in {file.path}")
    return "; ".join(parts[:5])


def own_summary(licences: Licences, headers: Headers, files: Iterable[LicenceFile]) -> str:
    """As `summary`, of the first licence of each file, which is its own: the licences of bundled parts are left out."""
    return summary(licences, headers, [attrs.evolve(file, matches=file.matches[:1]) for file in files])


def beyond_us(licences: Licences, *, root: bool = False) -> str | None:
    """Why the files that hold no known text may hold one all the same; None where they were read and compared."""
    for file in licences.files:
        if file.role != LICENCE or (root and not file.root) or file.matches:
            continue
        if file.fields and (stated := next((one for one in licences.statements if one.path == R_MANIFEST), None)):
            named = stated.expression or stated.family or "a licence"
            return (
                f"{file.path} holds only year and holder for the text of {named}, which R keeps and this tree "
                "does not; add the whole text, for instance as LICENSE.md"
            )
        if file.truncated:
            return f"{file.path} is longer than we read, so its text could not be compared"
        if file.language:
            return (
                f"{file.path} is written in {file.language}, in which there are no texts here to compare it with; "
                "a person has to read it"
            )
    return None


def lacking_text(one: Statement, licences: Licences) -> tuple[str, ...]:
    """The licences of a statement of which no text is there, where a text of another of them is."""
    if one.expression is None:
        return ()
    missing = lacking(one.expression, texts(licences))
    return missing if len(missing) < len(symbols(one.expression)) else ()


def _own(licences: Licences) -> tuple[LicenceFile, ...]:
    whole = recognised(licences, root=True) or recognised(licences, root=False)
    return whole or tuple(file for file in licences.files if file.matches)


def _of_headers(headers: Headers) -> Iterator[Statement]:
    counts: dict[Name, int] = {}
    for group in headers.groups:
        if group.licence.known:
            counts[group.licence] = counts.get(group.licence, 0) + group.files
    if counts:
        name = max(counts, key=lambda one: counts[one])
        if counts[name] >= _TELLING * headers.files:
            path = next(group.paths[0] for group in headers.groups if group.licence == name)
            value = f"{name.expression or name.family} in {counts[name]:,} of {headers.files:,} source files"
            yield Statement("headers", path, value, name.expression, name.family)


def _to_be_read(licences: Licences) -> Iterator[Doubt]:
    """Conditions in files that count; riders in those of the root that do not, such as the README and NOTICE."""
    counting = {file.path for file in (*deciding(licences), *joining(licences))}
    for file in licences.files:
        if file.path in counting and file.role != README:
            places = file.conditions
        elif "/" not in file.path:
            places = (*file.riders, *(() if file.role == NOTICE else file.conditions))
        else:
            places = ()
        for place in places:
            message = f'"{place.text[:80]}" adds something to the licence; a person has to read whether it restricts'
            yield Doubt(message, file.path, place.line)


def _disputed(licences: Licences) -> Iterator[Doubt]:
    for one in licences.components:
        if one.name.known and one.texts and not agree(one.name, one.texts):
            message = f"{one.manifest} names {one.expression or one.family}, but {one.file} is {_short(one)}"
            yield Doubt(f"{message}; make them agree", one.manifest)


def _short(one: ComponentLicence) -> str:
    return one.texts[0] if len(one.texts) == 1 else f"{one.texts[0]} or a twin of it"
