"""What is wrong with licence files and statements, as findings for the rule that asks."""

from collections.abc import Iterable, Iterator

from criteria.evidence.headers import Headers
from criteria.evidence.licences import LicenceFile, Licences
from criteria.licences.agreement import Agreement, lacking_text, statements, texts
from criteria.licences.candidates import LICENCE
from criteria.licences.index import GNU
from criteria.licences.names import agree, symbols
from criteria.licences.place import Place
from criteria.model import Finding

_SHOWN = 20  # findings per rule and kind


def unfit(rule: str, licences: Licences) -> Iterator[Finding]:
    """Why a file that is named like a licence proves nothing."""
    for file in [file for file in licences.files if file.role == LICENCE][:_SHOWN]:
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


def conflicts(rule: str, held: Agreement, licences: Licences) -> Iterator[Finding]:
    for one in held.conflicting[:_SHOWN]:
        named = one.expression or one.family
        if missing := lacking_text(one, licences):
            message = (
                f"{one.where} names {named}, but the text of {', '.join(missing)} is not in the repository; add it"
            )
        else:
            message = f"{one.where} names {named}, but no licence text in the repository is that; make them agree"
        yield Finding(rule, message, one.path)
    for doubt in held.doubts[:_SHOWN]:
        yield Finding(rule, doubt.message, doubt.path, doubt.line)


def wavering(rule: str, licences: Licences, headers: Headers) -> Iterator[Finding]:
    """Statements that differ in whether later versions of a GNU licence are allowed, which its text does not tell."""
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for one in statements(licences, headers):
        for id_ in symbols(one.expression) if one.expression else ():
            if (gnu := GNU.match(id_)) and one.where != "README":
                said.setdefault(gnu[1], {}).setdefault(id_, (one.where, one.path))
    for by_id in said.values():
        if len(by_id) > 1:
            parts = [f"{where} reads as {id_}" for id_, (where, _) in sorted(by_id.items())]
            path = next(iter(by_id.values()))[1]
            yield Finding(rule, f"{', '.join(parts)}; say everywhere whether later versions are allowed", path)


def other_heads(rule: str, licences: Licences, headers: Headers) -> Iterator[Finding]:
    """Source files whose heads name a licence without a text of its own, reserve all rights, or name nothing known."""
    every = texts(licences)
    for group in headers.groups[: 2 * _SHOWN]:
        if not group.licence.known:
            message = (
                f'"{group.name[:80]}" in {_files(group.files)} is no SPDX expression; name a licence of the SPDX list'
            )
        elif every and not agree(group.licence, every):
            named = f"{_files(group.files)} {_verb(group.files)} {group.name[:80]}"
            message = f"{named}, of which no licence file holds the text; add one"
        else:
            continue
        yield Finding(rule, f"{message}{_such_as(group.paths)}", group.paths[0])
    if headers.reserved:
        message = (
            f"{_files(headers.reserved)} {'reserves' if headers.reserved == 1 else 'reserve'} all rights in the head"
        )
        yield Finding(rule, f"{message}; put them under the licence{_such_as(headers.reserving)}", headers.reserving[0])


def missing_passages(rule: str, files: Iterable[LicenceFile]) -> Iterator[Finding]:
    for file in files:
        for match in file.matches[:1]:
            if match.missing:
                gone = f'{match.missing} words in a row are missing, from "{match.lacks} …"'
                message = f"of {match.id} {gone}; put the whole text there"
                yield Finding(rule, message, file.path, match.line)


def whole(file: LicenceFile) -> bool:
    """Whether the file's own licence, which stands first, is complete and filled in."""
    return bool(file.matches) and not open_blanks(file) and not file.matches[0].missing


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


def _files(count: int) -> str:
    return "1 source file" if count == 1 else f"{count:,} source files"


def _verb(count: int) -> str:
    return "names" if count == 1 else "name"


def _such_as(paths: tuple[str, ...]) -> str:
    return f" (such as {', '.join(paths[:3])})" if len(paths) > 1 else ""
