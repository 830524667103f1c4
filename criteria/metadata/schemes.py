"""Schemes of persistent identifiers of software: how each is written, and what makes an identifier of it impossible.

Syntax as each registry documents it. Only SWHIDs carry their own proof; the others need their registry to be resolved.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import attrs

from criteria.metadata.identifiers import doi_is_sample, doi_of

DOI, ARK, HAL, ASCL, RRID, SWHID, HANDLE = "doi", "ark", "hal", "ascl", "rrid", "swhid", "handle"
SWMATH, BIOTOOLS, W3ID = "swmath", "biotools", "w3id"


@attrs.frozen
class Scheme:
    """`pattern` finds an identifier in running text; its first group is the identifier without its resolver."""

    name: str
    pattern: re.Pattern[str]
    problem: Callable[[str], str | None] = lambda _: None
    persistent: bool = True  # the registry promises that it is never given again


@attrs.frozen
class Found:
    """An identifier in a text; `start` is where it begins. `problem` says why it can be none."""

    scheme: str
    value: str
    start: int
    problem: str | None


def _doi_problem(value: str) -> str | None:
    if doi_of(value) is None:
        return "is no DOI"
    return "is a sample DOI of a manual" if doi_is_sample(value.lower()) else None


def _ascl_problem(value: str) -> str | None:
    """ASCL codes begin with the year and month of their entry; the catalogue began in 1999."""
    year, month = int(value[5:7]), int(value[7:9])
    return None if 1 <= month <= 12 and (year >= 99 or year <= 60) else "holds no month between 01 and 12"


def _swhid_problem(value: str) -> str | None:
    digest = value.partition(";")[0].rpartition(":")[2]
    return "is a sample: one digit repeated" if len(set(digest)) == 1 else None


SCHEMES: Mapping[str, Scheme] = {
    one.name: one
    for one in (
        Scheme(DOI, re.compile(r"\b(10\.\d{4,9}(?:\.\d{1,9})?/[^\s\"'<>\[\]{}|\\^`]{1,200})"), _doi_problem),
        Scheme(
            SWHID,
            re.compile(r"\b(swh:1:(?:snp|rel|rev|dir|cnt):[0-9a-f]{40}(?:;[a-z]{3,8}=[^\s;\"'<>)]{1,300}){0,6})(?!\w)"),
            _swhid_problem,
        ),
        Scheme(ASCL, re.compile(r"\b(ascl:\d{4}\.\d{3})(?!\d)", re.I), _ascl_problem),
        Scheme(RRID, re.compile(r"\b(RRID:\s?[A-Z]{2,12}_\d{3,12})\b")),
        Scheme(ARK, re.compile(r"\b(ark:/?\d{5,9}/[\w=~*+@$.-]{1,100}(?:/[\w=~*+@$.-]{1,100}){0,8})")),
        Scheme(HAL, re.compile(r"\b((?:hal|inria|tel|cea|lirmm|hceres|halshs)-\d{8}(?:v\d{1,3})?)\b")),
        Scheme(HANDLE, re.compile(r"\bhdl(?:\.handle\.net/|:)(\d{1,9}(?:\.\d{1,9}){0,3}/[^\s\"'<>)]{1,100})", re.I)),
        Scheme(SWMATH, re.compile(r"\bswmath(?:\.org/software/|:)(\d{1,6})\b", re.I)),
        Scheme(BIOTOOLS, re.compile(r"\b(?:biotools:|bio\.tools/)([a-z][\w.-]{1,99})", re.I)),
        Scheme(W3ID, re.compile(r"\b(w3id\.org/[\w.~/-]{1,200})")),
    )
}
# Literals of which one stands in every text that holds an identifier: the cheap look before the patterns.
MARKS = ("10.", "swh:1:", "ascl", "RRID:", "ark:", "hal-", "inria-", "hdl", "swmath", "biotools", "bio.tools", "w3id")
_TAIL = ".,;:!?*_"


def identifiers_in(text: str) -> Iterator[Found]:
    """Every identifier in the text, scheme by scheme, in order."""
    lowered = text.lower()
    if not any(mark.lower() in lowered for mark in MARKS):
        return
    for scheme in SCHEMES.values():
        for match in scheme.pattern.finditer(text):
            value = _trimmed(match[1])
            yield Found(scheme.name, _canonical(scheme.name, value), match.start(1), scheme.problem(value))


def _trimmed(value: str) -> str:
    """Without the punctuation of the sentence, a closing bracket that was opened before, or the end of a badge."""
    value = value.rstrip(_TAIL)
    while value.endswith(")") and value.count(")") > value.count("("):
        value = value[:-1].rstrip(_TAIL)
    return value.removesuffix(".svg")


def _canonical(scheme: str, value: str) -> str:
    return value.lower() if scheme in (DOI, ASCL, HAL, BIOTOOLS) else value.replace(" ", "")
