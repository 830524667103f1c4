"""What a named person states about one rule, and whether that word holds here and today.

A statement is only as good as its key: `criteria/envelope.py` opens none whose signature does not fit a key that the
user trusts. It never overrides what was measured; the judge asks for it where nothing could be.
"""

import re
from datetime import date, timedelta
from enum import StrEnum

import attrs

LIFETIME = timedelta(days=366)  # a year, whichever year it is
_URL = re.compile(r"(?:https?|ssh|git)://(?:[^@/\s]{1,255}@)?([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/(\S{1,1000})")
_PACKAGE = re.compile(r"pypi:([A-Za-z0-9][A-Za-z0-9._-]{0,200})")


class Standing(StrEnum):
    """Why a statement counts, or why it does not."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET = "not yet valid"
    TOO_LONG = "too long"
    OTHER_PROJECT = "other project"
    OTHER_COMMIT = "other commit"
    OTHER_BASELINE = "other baseline"
    WRONG_KEY = "wrong key"
    ALTERED = "altered"
    MALFORMED = "malformed"


@attrs.frozen
class Statement:
    """`project` is the identity of a repository, as `identity_of` gives it; None where only the commit is known.

    `commit` is None where the word holds for every commit of the project until it expires. `key` is the id of the key
    that signed it.
    """

    rule: str
    baseline: str
    project: str | None
    commit: str | None
    text: str
    by: str
    role: str
    issued: date
    expires: date
    key: str = ""

    def sentence(self) -> str:
        return f"{self.by} ({self.role}) stated on {self.issued}, until {self.expires}: {self.text}"


@attrs.frozen
class About:
    """What is judged, and when."""

    project: str | None
    commit: str
    baseline: str
    today: date


@attrs.frozen
class Checked:
    """A statement and its standing, with one sentence; `origin` is how the user called its file."""

    origin: str
    standing: Standing
    why: str
    statement: Statement | None = None


def checked(statement: Statement, about: About, origin: str) -> Checked:
    """Whether a statement whose signature fits holds for this project, commit, baseline and day."""
    standing, why = _standing(statement, about)
    return Checked(origin, standing, why, statement)


def _standing(one: Statement, about: About) -> tuple[Standing, str]:
    if one.project is None and one.commit is None:
        return Standing.MALFORMED, "it names neither a project nor a commit"
    if one.project is not None and about.project is not None and one.project != about.project:
        return Standing.OTHER_PROJECT, f"it is about the project {one.project}, and this is {about.project}"
    if one.commit is None and one.project != about.project:
        return Standing.OTHER_PROJECT, f"it is about the project {one.project}, and nothing shows that this is it"
    if one.commit is not None and one.commit != about.commit:
        return Standing.OTHER_COMMIT, f"it is about commit {one.commit[:12]}, and this is {about.commit[:12]}"
    if one.baseline != about.baseline:
        return Standing.OTHER_BASELINE, f"it is about the baseline {one.baseline}, and this is {about.baseline}"
    if one.expires - one.issued > LIFETIME:
        return Standing.TOO_LONG, f"it runs from {one.issued} to {one.expires}; one year is the longest"
    if one.issued > about.today:
        return Standing.NOT_YET, f"it is dated {one.issued}, which is after {about.today}"
    if one.expires < about.today:
        return Standing.EXPIRED, f"it expired on {one.expires}"
    return Standing.VALID, f"signed with the trusted key {one.key[:12]}"


def identity_of(location: str) -> str | None:
    """The project behind a location: host and path of a repository, name of a package; None where it names neither.

    However a repository is fetched, it is the same one: protocol, user name and a final `.git` do not count.
    """
    if url := _URL.match(location):
        path = url[2].rstrip("/").removesuffix(".git")
        return f"{url[1].lower()}/{path}" if path else None
    if package := _PACKAGE.match(location):
        return "pypi:" + re.sub(r"[-_.]+", "-", package[1]).lower()
    return None
