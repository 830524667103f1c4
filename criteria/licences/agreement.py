"""Which licence the texts and the statements of a project add up to, and where they contradict each other (A4)."""

from collections.abc import Iterable, Iterator

import attrs

from criteria.evidence.licences import LicenceFile, Licences, Statement
from criteria.licences.index import GNU
from criteria.licences.names import agree, symbols
from criteria.licences.terms import Place
from criteria.licences.text import Match
from criteria.model import Finding, Strength

_SHOWN = 20  # findings per rule


@attrs.frozen
class Agreement:
    """Statements that name the licence of a text in the root, and those that name none of them."""

    agreeing: tuple[Statement, ...]
    conflicting: tuple[Statement, ...]

    @property
    def strength(self) -> Strength:
        return Strength.E3 if self.agreeing and not self.conflicting else Strength.E2


def recognised(licences: Licences, *, root: bool) -> tuple[LicenceFile, ...]:
    return tuple(file for file in licences.files if file.root == root and file.matches)


def deciding(licences: Licences) -> tuple[LicenceFile, ...]:
    """The files that speak for the whole: LICENSE or COPYING of the root, else all of the root, else the deeper."""
    root = [file for file in licences.files if file.root]
    for group in ([file for file in root if file.main], root, licences.files):
        if any(file.matches for file in group):
            return tuple(group)
    return tuple(root) or licences.files


def agreement(licences: Licences) -> Agreement:
    """A vague or unreadable statement never contradicts; one that names another licence does."""
    files = recognised(licences, root=True) or recognised(licences, root=False)
    first = {id_ for file in files for id_ in file.matches[0].ids}
    every = {id_ for file in files for match in file.matches for id_ in match.ids}
    known = [statement for statement in licences.statements if statement.name.known and every]
    return Agreement(
        tuple(one for one in known if agree(one.name, first)),
        tuple(one for one in known if not agree(one.name, every)),
    )


def called(match: Match, statements: Iterable[Statement]) -> str:
    """The name of a licence found; for the GNU licences a statement tells whether later versions are allowed."""
    if not GNU.match(match.id):
        return match.id
    stated = {id_ for one in statements if one.expression for id_ in symbols(one.expression)}
    for suffix in ("-or-later", "-only"):
        if f"{match.id}{suffix}" in stated:
            return f"{match.id}{suffix}"
    return match.id


def summary(licences: Licences, files: Iterable[LicenceFile]) -> str:
    """For example `BSD-3-Clause, MIT in LICENSE; GPL-2.0-or-later in COPYING`."""
    parts = []
    for file in files:
        names = list(dict.fromkeys(called(match, licences.statements) for match in file.matches))
        if names:
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            parts.append(f"{', '.join(names[:5])}{more} in {file.path}")
    return "; ".join(parts[:5])


def conflicts(rule: str, held: Agreement) -> Iterator[Finding]:
    for one in held.conflicting[:_SHOWN]:
        named = one.expression or one.family
        message = f"{one.where} names {named}, but no licence text in the repository is that; make them agree"
        yield Finding(rule, message, one.path)


def unfit(rule: str, licences: Licences) -> Iterator[Finding]:
    """Why a file that is named like a licence proves nothing."""
    for file in licences.files[:_SHOWN]:
        if file.problem:
            yield Finding(rule, f"{file.path} proves no licence: {file.problem}", file.path)
        elif file.truncated and not file.matches:
            yield Finding(
                rule, f"{file.path} is longer than we read, and its beginning holds no known licence", file.path
            )
        elif not file.matches and file.notice:
            message = f"{file.path} names {file.notice} but does not hold its text; add the full text"
            yield Finding(rule, message, file.path, 1)
        elif not file.matches and file.main:
            yield Finding(rule, f"{file.path} holds the text of no licence of the SPDX list", file.path, 1)


def open_blanks(file: LicenceFile) -> tuple[Place, ...]:
    """Those of the file's own licence, which stands first; the forms of bundled parts are not the project's."""
    if len(file.matches) < 2:
        return file.placeholders
    return tuple(place for place in file.placeholders if place.line <= file.matches[0].last_line)


def blanks(rule: str, files: Iterable[LicenceFile]) -> Iterator[Finding]:
    for file in files:
        for place in open_blanks(file)[:_SHOWN]:
            message = f"the licence is a form with the blank {place.text} still open; fill it in"
            yield Finding(rule, message, file.path, place.line)


def riders(rule: str, files: Iterable[LicenceFile]) -> Iterator[Finding]:
    for file in files:
        for place in file.riders[:_SHOWN]:
            message = f'"{place.text[:80]}" takes back rights that the licence grants; remove the added term'
            yield Finding(rule, message, file.path, place.line)
        for match in file.matches:
            if match.restricts:
                yield Finding(rule, f"{match.id} forbids a kind of use, change or sale", file.path, match.line)
