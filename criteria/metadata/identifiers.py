"""Persistent identifiers and placeholders: what can be told about them without a network."""

import re

_ORCID = re.compile(r"^(?:https?://(?:www\.)?orcid\.org/)?((?:\d{4}-){3}\d{3}[\dX])/?$")
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}(?:\.\d{1,9})?/\S{1,400})$", re.IGNORECASE)
_MAIL = re.compile(r"^(?:mailto:)?[^\s@<>\"',;:()]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}$")
# Prefixes kept for tests and manuals, and numbers that stand for "to be filled in".
_SAMPLE_DOI = re.compile(
    r"(?i)^10\.(?:5072|5555|1234|12345|0000|9999)/|zenodo\.(?:0*|1234|12345|123456|1234567|12345678|x+)$"
)
# The person in the documentation of ORCID, whom many files copy.
_SAMPLE_ORCID = frozenset(("0000-0000-0000-0000", "0000-0001-2345-6789", "1234-5678-9101-1121", "0000-0002-1825-0097"))

_MINE = r"(?:my|your|the|some)[ _-](?:(?:awesome|research|own|great|cool)[ _-])?"
_THING = r"(?:software|project|package|code|tool|title|name|app)"
_WHOSE = r"(?:project|software|package|author|company|organi[sz]ation|user|full|first|last|given|family|sur)"
_PLACE = r"(?:name|org|organi[sz]ation|repo|repository|project|user|username|account|email|domain)"
_WHAT = r"(?:name|title|e-?mail|organi[sz]ation|project|software|affiliation|abstract|description)"
_WHOLE = re.compile(
    r"(?i)^(?:to ?do|tbd|tba|fix ?me|x{2,}|n/?a|none|null|unknown|undefined|placeholder|example|dummy|foo|bar|test"
    r"|change ?me|title|name|author|version|description|j(?:ohn|ane)[ _]doe|firstname lastname|lastname,? firstname"
    rf"|{_MINE}{_THING}(?:[ _-](?:name|title|here))?|(?:your )?{_WHOSE}[ _-]?names?(?: here)?)$"
)
_INSIDE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBA|CHANGE_?ME)\b|\{\{[^{}\n]{0,60}\}\}"
    r"|<(?i:your|insert|todo|name|title|author|version|project|description|url|doi)[^<>\n]{0,60}>"
    r"|(?i:\blorem ipsum\b|\bexample\.(?:org|com|net|edu)\b|\bcookiecutter\b|\binsert .{1,30} here\b)"
    rf"|(?i:\byour[-_]{_PLACE}\b|\byour {_WHAT}\b)"
)


def orcid_digits(value: str) -> str | None:
    """The 16 digits with their hyphens, or None where the value is no ORCID."""
    match = _ORCID.match(value.strip())
    return match[1] if match else None


def orcid_is_valid(digits: str) -> bool:
    """The last digit is the check digit of ISO 7064 (MOD 11-2) over the others."""
    total = 0
    for digit in digits.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def orcid_is_sample(digits: str) -> bool:
    """Whether it belongs to a manual instead of an author."""
    return digits in _SAMPLE_ORCID


def doi_of(value: str) -> str | None:
    """The bare DOI, lower case, of a DOI or of its address; None where it is none."""
    match = _DOI.match(value.strip())
    return match[1].lower() if match else None


def doi_is_sample(doi: str) -> bool:
    return _SAMPLE_DOI.search(doi) is not None


def is_mail(value: str) -> bool:
    """Whether it has the form of an e-mail address; a domain without a dot is none on the Internet."""
    return _MAIL.match(value.strip()) is not None


def is_placeholder(text: str) -> bool:
    """Whether the text stands for something still to be written."""
    text = " ".join(text[:2000].split())
    return not text or _WHOLE.match(text) is not None or _INSIDE.search(text) is not None
