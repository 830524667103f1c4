"""What is stated about the software: what its metadata files and manifests state, and which people they name.

One vocabulary for all formats (`criteria/metadata/statements.py`), so that a rule asks for a field and not for a file.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from criteria.errors import CriteriaError, UntrustedInputError
from criteria.metadata import statements as read
from criteria.metadata.identifiers import is_placeholder, orcid_digits, orcid_is_sample, orcid_is_valid
from criteria.metadata.manifests import header_fields
from criteria.metadata.statements import MOST, Reader, Statement, listed, table
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import MAX_BYTES, load_json, load_toml, load_xml, load_yaml

KIND = "statements"
MOST_PEOPLE = 2000
_LONGEST_LIST = 512 * 1024  # bytes of a list of names

CITATION, CODEMETA, ZENODO, POM = "CITATION.cff", "codemeta.json", ".zenodo.json", "pom.xml"
# Formats made for metadata, read by catalogues; a manifest of a build tool is a lesser witness.
DESCRIPTIVE = (CITATION, CODEMETA, ZENODO, POM)
_LISTS = ("AUTHORS", "CONTRIBUTORS", "CREDITS", "THANKS", "MAINTAINERS", "CONTRIBUTORS.YAML")

_FORMATS: Mapping[str, tuple[Callable[[str, str], Any], Reader]] = {
    CITATION: (load_yaml, read.citation),
    CODEMETA: (load_json, read.codemeta),
    ZENODO: (load_json, read.zenodo),
    "pyproject.toml": (load_toml, read.pyproject),
    "package.json": (load_json, read.package_json),
    "Cargo.toml": (load_toml, read.cargo),
    "Project.toml": (load_toml, read.julia),
    "fpm.toml": (load_toml, read.fpm),
    "DESCRIPTION": (lambda text, _: header_fields(text), read.fields),
    POM: (load_xml, read.pom),
}


@attrs.frozen
class Person:
    """Somebody whom a file names as author or contributor.

    `orcid` holds the digits where they are right. `roles` and `credit` are what the file says of the part they had.
    """

    name: str
    mail: str | None
    orcid: str | None
    roles: tuple[str, ...]
    credit: str | None
    path: str


@attrs.frozen
class Channel:
    """A place to talk or report that a document of the root names: a tracker, forum, chat or mailing list."""

    address: str
    path: str


@attrs.frozen
class Unread:
    path: str
    reason: str


@attrs.frozen
class Statements:
    """`files` were read, by path. `lists` are files such as AUTHORS, and `names` what stands in them as names."""

    tracked: int  # paths of the commit
    files: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    statements: tuple[Statement, ...] = ()
    people: tuple[Person, ...] = ()
    lists: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    terms: tuple[str, ...] = ()  # of codemeta.json, filled in
    bad_orcids: tuple[str, ...] = ()  # values whose form or check digit is wrong

    def of(self, field: str, *, within: tuple[str, ...] | None = None) -> tuple[Statement, ...]:
        """What is stated under a field, in these files alone where they are given."""
        return tuple(one for one in self.statements if one.field == field and (within is None or one.path in within))


def collect(snapshot: Snapshot) -> Statements:
    files: list[str] = []
    unread: list[Unread] = []
    stated: list[Statement] = []
    people: list[Person] = []
    terms: tuple[str, ...] = ()
    bad: list[str] = []
    for name, (load, reader) in _FORMATS.items():
        entry = snapshot.by_path.get(name)
        if entry is None:
            continue
        try:
            if not entry.is_file:
                raise UntrustedInputError("it is a link, which is not followed")
            data = plain(load(snapshot.text(entry, MAX_BYTES + 1), name))
            found = tuple(read.statements(name, reader(data)))
        except CriteriaError as error:
            unread.append(Unread(name, str(error)[:300]))
            continue
        files.append(name)
        stated += found
        people += list(_people(name, data))[:MOST_PEOPLE]
        bad += list(_bad_orcids(data))
        terms = tuple(_terms(data)) if name == CODEMETA else terms
    lists = [entry for entry in snapshot.files() if not entry.folder and _is_list(entry.name)]
    return Statements(
        tracked=len(snapshot.entries),
        files=tuple(files),
        unread=tuple(unread),
        statements=(*stated, *_badges(snapshot)),
        people=tuple(people[:MOST_PEOPLE]),
        lists=tuple(entry.path for entry in lists),
        names=tuple(dict.fromkeys(name for entry in lists for name in _names(snapshot.text(entry, _LONGEST_LIST))))[
            :MOST_PEOPLE
        ],
        channels=tuple(channel for entry in snapshot.files() for channel in _channels(snapshot, entry)),
        terms=terms,
        bad_orcids=tuple(dict.fromkeys(bad))[:MOST],
    )


def plain(data: Any) -> Any:
    """YAML dates as text, everything else as it was. Depth is capped by the readers."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, (datetime.date, datetime.datetime)) else data


def _is_list(name: str) -> bool:
    return name.partition(".")[0].upper() in _LISTS


_NAME = re.compile(
    r"^[ \t]{0,8}(?:[-*+|] {0,4}|\d{1,4}[.)] ?)?(?:\[|@)?"
    r"([^\W\d_][\w.'’-]{0,40}(?: [^\W\d_(][\w.'’-]{0,40}){1,4})(?=[ \t]{0,8}(?:$|[<(\[\]|,:;]|[-–] ))",
    re.M,
)


def _names(text: str) -> Iterator[str]:
    """What stands where a list has its names: two to five words at the start of a line, most with a capital."""
    for match in _NAME.finditer(text):
        words = match[1].split()
        if sum(word[0].isupper() for word in words) >= 2 and not is_placeholder(match[1]):
            yield match[1]


_DOCUMENT = re.compile(r"^(?:\.github/|docs?/)?(?:readme|support|contributing)(?:\.\w{2,8})?$", re.I)
_CHANNEL = re.compile(
    r"https?://(?:[\w.-]{0,60}\.)?(?:discourse\.|zulipchat\.com|gitter\.im|groups\.google\.com|slack\.com|discord\.(?:gg|com)"
    r"|matrix\.to|forum\.|lists?\.|mail\.python\.org)[^\s<>()\[\]\"']{0,200}"
    r"|\b[\w.-]{1,60}@(?:googlegroups\.com|lists?\.[\w.-]{3,60}|python\.org)"
    r"|https?://[^\s<>()\[\]\"']{3,200}/(?:issues|discussions)\b"
)


_STATUS = re.compile(r"repostatus\.org/(?:badges/[\w.-]{1,20}/|#)([a-z]{3,12})\b")


def _badges(snapshot: Snapshot) -> Iterator[Statement]:
    """A README that shows one of the values of repostatus.org states it; the value is what the project chose."""
    for entry in snapshot.files():
        if not entry.folder and entry.name.lower().startswith("readme"):
            try:
                found = _STATUS.search(snapshot.text(entry, _LONGEST_LIST))
            except CriteriaError:
                continue
            if found:
                yield Statement(read.STATUS, found[1], entry.path)


def _channels(snapshot: Snapshot, entry: Entry) -> Iterator[Channel]:
    if not _DOCUMENT.match(entry.path):
        return
    try:
        text = snapshot.text(entry, _LONGEST_LIST)
    except CriteriaError:
        return
    for match in islice(_CHANNEL.finditer(text), MOST):
        if "example." not in match[0]:
            yield Channel(match[0][:200], entry.path)


_PEOPLE = ("authors", "author", "creator", "creators", "contributor", "contributors", "maintainer", "maintainers")


def _people(path: str, data: Any) -> Iterator[Person]:
    whole = table(data)
    for part in (whole, table(whole, "project"), table(whole, "package"), table(whole, "tool", "poetry")):
        for key in _PEOPLE:
            for one in listed(part.get(key))[:MOST_PEOPLE]:
                yield from _person(path, key, one)


def _person(path: str, key: str, one: Any) -> Iterator[Person]:
    if isinstance(one, str):
        name, _, mail = one.partition("<")
        entry: Mapping[str, Any] = {"name": name.strip(), "email": mail.strip("> ") or None}
    else:
        entry = table(one)
    parts = (entry.get("given-names", entry.get("givenName")), entry.get("family-names", entry.get("familyName")))
    whole = entry.get("name") or " ".join(part for part in parts if isinstance(part, str))
    if not isinstance(whole, str) or not whole.strip() or is_placeholder(whole):
        return
    values = (entry.get(name) for name in ("orcid", "@id", "id"))
    digits = next((found for value in values if isinstance(value, str) and (found := orcid_digits(value))), None)
    address = entry.get("email")
    said = [entry.get(name) for name in ("roleName", "role", "roles", "type", "jobTitle") if key != "type"]
    roles = [text for value in said for text in listed(value) if isinstance(text, str) and text != "Person"]
    said_share = (entry.get(word) for word in ("credit", "share", "contribution", "percentage") if word in entry)
    credit = next(said_share, None)
    yield Person(
        name=" ".join(whole.split())[:200],
        mail=address.strip().lower()[:254] if isinstance(address, str) else None,
        orcid=digits if digits and orcid_is_valid(digits) and not orcid_is_sample(digits) else None,
        roles=tuple(roles[:10]),
        credit=str(credit)[:100] if isinstance(credit, (str, int, float)) else None,
        path=path,
    )


def _bad_orcids(data: Any) -> Iterator[str]:
    for key in _PEOPLE:
        for one in listed(table(data).get(key))[:MOST_PEOPLE]:
            value = table(one).get("orcid")
            if isinstance(value, str) and not _right(value):
                yield value[:100]


def _right(value: str) -> bool:
    digits = orcid_digits(value)
    return digits is not None and orcid_is_valid(digits) and not orcid_is_sample(digits)


def _terms(data: Any) -> Iterator[str]:
    """Terms of CodeMeta that hold something: no placeholder, no empty list, no empty object."""
    for key, value in table(data).items():
        name = key.rpartition(":")[2].lstrip("@")
        values = [one for one in listed(value) if one not in (None, "", {}, [])]
        if values and not any(isinstance(one, str) and name != "keywords" and is_placeholder(one) for one in values):
            yield name[:60]
