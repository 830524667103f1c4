"""What CITATION.cff and codemeta.json have in common: a description of the software, and rules that it must meet."""

import datetime
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from criteria.metadata.identifiers import (
    doi_is_sample,
    doi_of,
    is_mail,
    is_placeholder,
    orcid_digits,
    orcid_is_sample,
    orcid_is_valid,
)
from criteria.model import Finding

MOST = 50  # findings per file
_DAY = 86_400
_DIGIT = re.compile(r"\d")
_FIRST = re.compile(r"^[vV]?(\d{1,12})\.")  # r12345 and the like are counters, with no limit
_ZERO = re.compile(r"^[vV]?0(?:\.0){1,3}$")
_YEAR_OR_MONTH = re.compile(r"^(\d{4})(?:-(0[1-9]|1[0-2]))?$")
_VOCABULARY = frozenset(("keywords", "type", "@type", "audienceType"))  # keys under which any word may stand

Path = tuple[str | int, ...]
LineOf = Callable[[Path], int | None]


@attrs.frozen
class Field:
    """A value under a key, and its line."""

    key: str
    value: str
    line: int | None = None


@attrs.frozen
class Description:
    """Facts of one metadata file, and what is wrong with it by itself.

    `licences` are alternatives. `authors` are names as "Given Family", or names of groups; `persons` are those of them
    that the file calls persons. `dates`, `version_field` and `repositories` are judged against other evidence.
    """

    path: str
    title: str | None = None
    version: str | None = None
    licences: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    released: str | None = None  # ISO date
    dates: tuple[Field, ...] = ()
    version_field: Field | None = None
    repositories: tuple[Field, ...] = ()  # addresses of the source code
    findings: tuple[Finding, ...] = ()


def leaves(data: Any) -> Iterator[tuple[Path, str]]:
    """Every string of the data with the keys that lead to it; deep data needs no deep stack."""
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(((*path, str(key)), item) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend(((*path, number), item) for number, item in reversed(list(enumerate(value))))
        elif isinstance(value, str):
            yield path, value


def spelled(path: Path) -> str:
    """`authors[0].orcid`, as people write it."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")[:120] or "the document"


def quoted(value: object) -> str:
    text = " ".join(str(value).split())
    return f'"{text[:77]}…"' if len(text) > 80 else f'"{text}"'


def plain_text(value: Any) -> str | None:
    """A text or a number as stripped text, cut at 400 characters; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip()[:400] or None


def line_of_key(text: str, keys: Path) -> int | None:
    """The line (from 1) where the first key on the way stands first; JSON readers tell no more."""
    at = text.find(json.dumps(keys[0])) if keys else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def placeholder_findings(rule: str, file: str, data: Any, line_of: LineOf) -> Iterator[Finding]:
    for path, value in leaves(data):
        if not _VOCABULARY.intersection(path) and is_placeholder(value):
            message = f"{spelled(path)} still holds the placeholder {quoted(value)}; write the real value"
            yield Finding(rule, message, file, line_of(path))


def author_findings(rule: str, file: str, authors: Sequence[str], line_of: LineOf) -> Iterator[Finding]:
    """A name may be a placeholder as a whole only: Jane is a name, and so is Doe."""
    for author in authors:
        if is_placeholder(author):
            message = f"the author {quoted(author)} is a placeholder; write who made the software"
            yield Finding(rule, message, file, _line_of_people(line_of))


def _line_of_people(line_of: LineOf) -> int | None:
    return next((line for key in ("authors", "author", "creators") if (line := line_of((key,)))), None)


def identifier_findings(rule: str, file: str, data: Any, line_of: LineOf) -> Iterator[Finding]:
    """ORCID check digits, DOIs that belong to nobody, and addresses that no mail can reach."""
    for path, value in leaves(data):
        if "orcid.org/" in value.lower() or path[-1:] == ("orcid",):
            problem = _orcid_problem(value)
        elif "doi.org/10." in value.lower() or path[-1:] == ("doi",):
            problem = _doi_problem(value)
        elif path[-1:] == ("email",):
            problem = None if is_mail(value) else "is no e-mail address"
        else:
            continue
        if problem:
            yield Finding(rule, f"{spelled(path)}: {quoted(value)} {problem}", file, line_of(path))


def _orcid_problem(value: str) -> str | None:
    digits = orcid_digits(value)
    if digits is None:
        return "is no ORCID; write it as https://orcid.org/0000-0000-0000-0000 with the author's digits"
    if not orcid_is_valid(digits):
        return "has a wrong check digit (ISO 7064); copy the ORCID again"
    return "is the ORCID of a manual; write the author's own" if orcid_is_sample(digits) else None


def _doi_problem(value: str) -> str | None:
    doi = doi_of(value)
    if doi is None:
        return "is no DOI; write it as 10.NNNN/suffix"
    return "is a sample DOI; write the one of this software or leave it out" if doi_is_sample(doi) else None


def dated_findings(rule: str, described: Description, commit_time: int) -> Iterator[Finding]:
    """Dates and versions that cannot be, seen from the time of the commit (seconds since the epoch, UTC)."""
    one = described.version_field
    if one and (problem := version_problem(one.value, commit_time)):
        yield Finding(rule, f"{one.key}: {quoted(one.value)} {problem}", described.path, one.line)
    for day in described.dates:
        if problem := date_problem(day.value, commit_time):
            yield Finding(rule, f"{day.key}: {quoted(day.value)} {problem}", described.path, day.line)


def field_at(key: str, value: str | None, line_of: LineOf) -> Field | None:
    return Field(key, value, line_of((key,))) if value else None


def version_problem(version: str, commit_time: int) -> str | None:
    """Why this can be no version of anything; a wrong one is found by comparison, elsewhere."""
    if not _DIGIT.search(version):
        return "holds no number"
    if _ZERO.match(version):
        return "is the number that stands for no version yet; write the one of the last release"
    first = _FIRST.match(version)
    if first is None:
        return None
    year = datetime.datetime.fromtimestamp(commit_time, datetime.UTC).year
    as_year = int(first[1][:4]) if len(first[1]) in (6, 8) else int(first[1])
    if int(first[1]) >= 900 and not 1970 <= as_year <= year + 1:
        return "is neither a plausible version nor a date"
    return None


def date_problem(date: str, commit_time: int) -> str | None:
    """A day, with or without a time; schema.org also allows a year or a month, of which the first day counts."""
    if part := _YEAR_OR_MONTH.match(date):
        date = f"{part[1]}-{part[2] or '01'}-01"
    try:
        day = datetime.date.fromisoformat(date[:10])
    except ValueError:
        return "is no date; write it as YYYY-MM-DD"
    begin = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    late = begin.timestamp() > commit_time + _DAY
    return "lies after the commit that holds it; write the day of the release" if late else None


def findings(candidates: Sequence[Iterator[Finding]]) -> tuple[Finding, ...]:
    """All of them, each place once, capped."""
    unique = {(one.message, one.line): one for group in candidates for one in group}
    return tuple(list(unique.values())[:MOST])
