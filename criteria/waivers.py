"""`.assay/waivers.yml`: reviewed, expiring exceptions, read from the default branch and never from a change (V9, V12).

Hostile until proved a waiver: the file comes from a repository. A waiver that is wrong, too old or approved by its own
author is not in force, and is shown with the reason; the others stand.
"""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

import attrs

from criteria.record import Record, RecordError, read_record

PATH = ".assay/waivers.yml"
MAX_BYTES = 256 * 2**10
MAX_WAIVERS = 500
LIFETIME = timedelta(days=366)
_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{32}")
_MAIL = re.compile(r"<?([^<>\s@]{1,64}@[^<>\s@]{1,190})>?")
_KEYS = ("id", "rule", "fingerprint", "count", "path", "reason", "issue", "explanation", "author", "approver",
         "granted", "expires")  # fmt: skip


class Reason(StrEnum):
    """The closed list of reasons."""

    FALSE_POSITIVE = "false-positive"
    ACCEPTED_RISK = "accepted-risk"
    NOT_OUR_CODE = "not-our-code"
    TRACKED = "tracked"
    EXTERNAL_CONSTRAINT = "external-constraint"


@attrs.frozen
class Waiver:
    """One exception. Without `fingerprint` and `path` it is for the whole rule.

    `count`: of so many findings with this fingerprint. `path`: a file, or a folder with a slash behind it.
    """

    id: str
    rule: str
    reason: Reason
    explanation: str
    author: str
    approver: str
    granted: date
    expires: date
    fingerprint: str | None = None
    count: int = 1
    path: str | None = None
    issue: str | None = None
    line: int = 0

    @property
    def whole_rule(self) -> bool:
        return self.fingerprint is None and self.path is None

    def sentence(self) -> str:
        issue = f", tracked in {self.issue}" if self.issue else ""
        return (
            f"{self.reason.value}: {self.explanation} (waiver {self.id}, approved by {self.approver}, "
            f"until {self.expires}{issue})"
        )


@attrs.frozen
class Refused:
    """A waiver that is not in force, and why; `line` counts from 1."""

    id: str
    rule: str | None
    line: int
    why: str


@attrs.frozen
class WaiverFile:
    """What the file holds on a day: the waivers in force, and the others with their reasons."""

    waivers: tuple[Waiver, ...] = ()
    refused: tuple[Refused, ...] = ()


def read(content: bytes, today: date, name: str = PATH) -> WaiverFile:
    """The waivers of the file. A file that cannot be read grants nothing and says why."""
    try:
        top = read_record(content, name, max_bytes=MAX_BYTES, dates=True).only("version", "waivers")
        if top.has("version") and (top.number("version") != 1 or isinstance(top.data["version"], bool)):
            raise top.error("version", "this Assay reads version 1")
        entries = top.listed("waivers")
    except RecordError as error:
        return WaiverFile((), (Refused("", None, error.line, error.message),))
    return _sorted_out(entries, today)


def _sorted_out(entries: list[Record | RecordError], today: date) -> WaiverFile:
    waivers: dict[str, Waiver] = {}
    refused: list[Refused] = []
    for entry in entries[:MAX_WAIVERS]:
        try:
            if isinstance(entry, RecordError):
                raise entry
            waiver = _waiver(entry)
            if waiver.id in waivers:
                raise entry.error("id", f"the id {waiver.id} stands on line {waivers[waiver.id].line} already")
            _check_day(entry, waiver, today)
            waivers[waiver.id] = waiver
        except RecordError as error:
            refused.append(Refused(*_called(entry), error.line, error.message))
    if len(entries) > MAX_WAIVERS:
        refused.append(Refused("", None, 1, f"only the first {MAX_WAIVERS} waivers are read"))
    return WaiverFile(tuple(waivers.values()), tuple(refused))


def _called(entry: Record | RecordError) -> tuple[str, str | None]:
    data = entry.data if isinstance(entry, Record) else {}
    id_, rule = data.get("id"), data.get("rule")
    return (id_ if isinstance(id_, str) else ""), (rule if isinstance(rule, str) else None)


def _waiver(entry: Record) -> Waiver:
    entry.only(*_KEYS)
    return Waiver(
        id=entry.text("id"),
        rule=entry.text("rule"),
        reason=entry.choice("reason", Reason),
        explanation=entry.text("explanation"),
        author=entry.text("author"),
        approver=_approver(entry),
        granted=entry.date("granted"),
        expires=entry.date("expires"),
        fingerprint=_fingerprint(entry),
        count=_count(entry),
        path=_path(entry),
        issue=_issue(entry),
        line=entry.line,
    )


def _approver(entry: Record) -> str:
    author, approver = entry.text("author"), entry.text("approver")
    for key, name in (("author", author), ("approver", approver)):
        if not _folded(name) and not _MAIL.search(name):
            raise entry.error(key, f"the {key} has to be a person with a name")
    if same_person(author, approver):
        raise entry.error("approver", f"{approver} cannot approve a waiver of their own; another person has to")
    return approver


def _fingerprint(entry: Record) -> str | None:
    if not entry.has("fingerprint"):
        return None
    value = entry.text("fingerprint")
    if not _FINGERPRINT.fullmatch(value):
        raise entry.error("fingerprint", "a fingerprint is sha256: and 32 digits, as the report shows it")
    return value


def _count(entry: Record) -> int:
    if not entry.has("count"):
        return 1
    value = entry.number("count")
    if not entry.has("fingerprint") or value != int(value) or not 1 <= value <= 1000:
        raise entry.error("count", "a count is a whole number from 1 to 1000 beside a fingerprint")
    return int(value)


def _path(entry: Record) -> str | None:
    if not entry.has("path"):
        return None
    value = entry.text("path")
    parts = value.removesuffix("/").split("/")
    if any(part in ("", ".", "..") for part in parts) or any(sign in value for sign in "*?[\\"):
        raise entry.error(
            "path", "a path is that of one file, or of a folder with a slash behind it; it has no patterns"
        )
    return value


def _issue(entry: Record) -> str | None:
    if entry.has("issue"):
        return entry.text("issue")
    if entry.choice("reason", Reason) is Reason.TRACKED:
        raise entry.error("reason", "the reason tracked needs the key issue, which says where")
    return None


def _check_day(entry: Record, waiver: Waiver, today: date) -> None:
    if waiver.expires < waiver.granted:
        raise entry.error("expires", f"it expires on {waiver.expires}, before it was granted")
    if waiver.expires - waiver.granted > LIFETIME:
        raise entry.error("expires", f"it runs from {waiver.granted} to {waiver.expires}; one year is the longest")
    if waiver.granted > today:
        raise entry.error("granted", f"it is granted on {waiver.granted}, which is after {today}")
    if waiver.expires < today:
        raise entry.error("expires", f"it expired on {waiver.expires}")


def same_person(one: str, other: str) -> bool:
    """Whether two names are those of one person, however they are written: case, accents, stops, order, one address."""
    mails = {mail.casefold() for mail in _MAIL.findall(one)} & {mail.casefold() for mail in _MAIL.findall(other)}
    return bool(mails) or _folded(one) == _folded(other)


def _folded(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _MAIL.sub(" ", name)).casefold()
    seen = (sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf", "Cc"))
    letters = "".join(sign if sign.isalnum() else " " for sign in seen)
    return tuple(sorted(letters.split()))
