"""What a forge knew about a project at a date: issues, change requests, reviews, rules of branches.

Captured elsewhere into a file of the form `forge-1` (`schemas/forge-1.schema.json`), read here as hostile bytes.
It is evidence like any other: dated, digested, tied to one repository, and believed only as far as the history agrees.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, NewType, cast

import attrs
import cattrs
from jsonschema import Draft202012Validator

from criteria.errors import UntrustedInputError
from criteria.printable import printable
from criteria.schema_sentence import sentence
from criteria.untrusted import load_json

KIND = "forge"
VERSION = "forge-1"
ABSENT = "no forge evidence was given; capture it and pass it with --forge"
MAX_BYTES = 16 * 2**20
_NAME = "the forge evidence"

Time = NewType("Time", int)  # seconds since the epoch, UTC

_ADDRESS = re.compile(r"(?:https?|ssh|git)://(?:[^@/\s]{0,200}@)?([A-Za-z0-9.-]{1,255})(?::(\d{1,5}))?/(\S{1,1000})")
_USUAL_PORTS = (None, "22", "80", "443", "9418")
_BOT = re.compile(r"\[bot\]$|bot$|_bot_|^(?:dependabot|renovate|weblate|pre-commit-ci|copilot)\b", re.I)


@attrs.frozen
class Window:
    since: Time
    until: Time


@attrs.frozen
class CheckRun:
    name: str
    conclusion: str


@attrs.frozen
class ChangeRequest:
    """One merged pull or merge request. None is not known; an empty list is known to be empty."""

    number: int
    author: str | None = None
    is_bot: bool | None = None
    from_fork: bool | None = None
    branch: str | None = None
    target: str | None = None
    merged_at: Time | None = None
    merge_commit: str | None = None
    head_commit: str | None = None
    commits: int | None = None
    body_length: int | None = None
    body_is_template: bool | None = None
    labels: tuple[str, ...] | None = None
    linked_issues: tuple[int, ...] | None = None
    named_issues: tuple[int, ...] | None = None
    reviewers: tuple[str, ...] | None = None
    review_public: bool | None = None
    checks: tuple[CheckRun, ...] | None = None
    files: tuple[str, ...] | None = None

    @property
    def by_bot(self) -> bool:
        """Its author is marked as a bot and is called like one: a person's changes are not set apart by a mark."""
        return bool(self.is_bot) and self.author is not None and _BOT.search(self.author) is not None

    @property
    def others(self) -> frozenset[str] | None:
        """People other than the author who reviewed it; None where that is not known."""
        if self.reviewers is None or self.author is None:
            return None
        people = {name.lower() for name in self.reviewers if not _BOT.search(name)}
        return frozenset(people - {self.author.lower()})


@attrs.frozen
class Issues:
    """The tracker, and the issues that were opened in the window."""

    enabled: bool | None = None
    public: bool | None = None
    address: str | None = None
    total: int | None = None
    by_non_members: int | None = None
    first_response_hours: tuple[float, ...] | None = None
    documentation: int | None = None
    documentation_closed: int | None = None


@attrs.frozen
class BranchRules:
    """Rules of the default branch."""

    protected: bool | None = None
    force_pushes: bool | None = None
    required_checks: tuple[str, ...] | None = None
    required_reviews: int | None = None


@attrs.frozen
class ForgeRelease:
    tag: str
    time: Time | None = None
    assets: tuple[str, ...] | None = None
    signed: bool | None = None
    provenance: bool | None = None


@attrs.frozen
class ProjectRepository:
    """`repository` is host/owner/name; `vcs` its version control system."""

    repository: str
    vcs: str | None = None


@attrs.frozen
class Forge:
    """Everything that was captured. None is not known; `unknown` says why, by the name of the field.

    `forge`: github, gitlab, gitea, forgejo, bitbucket, azure, gerrit, sourcehut or other.
    `changes`: merged into the default branch in the window, `merged_total` of them as the forge counts.
    """

    forge: str
    repository: str
    captured_at: Time
    window: Window | None = None
    default_branch: str | None = None
    head: str | None = None
    visibility: str | None = None
    archived: bool | None = None
    accepts_forks: bool | None = None
    repositories: tuple[ProjectRepository, ...] | None = None
    issues: Issues | None = None
    branch_rules: BranchRules | None = None
    head_checks: tuple[CheckRun, ...] | None = None
    merged_total: int | None = None
    changes: tuple[ChangeRequest, ...] | None = None
    releases: tuple[ForgeRelease, ...] | None = None
    topics: tuple[str, ...] | None = None
    licence: str | None = None
    unknown: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def date(self) -> str:
        return datetime.fromtimestamp(self.captured_at, UTC).date().isoformat()

    def why(self, field: str) -> str:
        """A sentence for a verdict that would need the field."""
        reason = self.unknown.get(field, "")
        said = f": {printable(reason)}" if reason else f"; add `{field}` to it"
        return f"the forge evidence of {self.date} does not say{said}"


def load_forge(content: bytes) -> Forge:
    """The evidence in a file of the form `forge-1`.

    `UntrustedInputError` is one sentence that names the place in the file as a JSON path.
    """
    data = load_json(content, _NAME, MAX_BYTES)
    if isinstance(data, dict) and data.get("schema_version") != VERSION:
        given = data.get("schema_version")
        shown = f"is {printable(str(given), 40)}" if given is not None else "is missing"
        raise UntrustedInputError(f"{_NAME}: $.schema_version {shown}; this Assay reads {VERSION}")
    error = next(_validator().iter_errors(data), None)
    if error is not None:
        raise UntrustedInputError(f"{_NAME}: {sentence(error)}")
    try:
        forge = _converter.structure(data, Forge)
    except cattrs.BaseValidationError as problem:
        said = cattrs.transform_error(problem, format_exception=lambda error, _: str(error))
        raise UntrustedInputError(f"{_NAME}: {printable(said[0])}") from problem
    for contradiction in _contradictions(forge):
        raise UntrustedInputError(f"{_NAME}: {contradiction}")
    return forge


def belongs(forge: Forge, retrieval_location: str) -> str | None:
    """None where the evidence is about the repository that was assessed; else a sentence that says why it is not.

    The full path decides: a fork, or another project of the same name, does not inherit what its origin did (A18).
    """
    expected = repository_of(retrieval_location)
    if expected is None:
        return (
            f"{printable(retrieval_location)} names no repository on a forge, so the forge evidence of "
            f"{printable(forge.repository)} cannot be tied to it; assess the repository by its URL"
        )
    if expected != _folded(forge.repository):
        return (
            f"the forge evidence is about {printable(forge.repository)} and not about {printable(expected)}, which is "
            "assessed; capture that of the assessed repository"
        )
    return None


def repository_of(location: str) -> str | None:
    """`host/owner/name` in small letters, of a URL; None where the location names no repository."""
    match = _ADDRESS.fullmatch(location.strip())
    if match is None:
        return None
    port = "" if match[2] in _USUAL_PORTS else f":{match[2]}"
    return _folded(f"{match[1]}{port}/{match[3]}")


def _folded(repository: str) -> str:
    return repository.lower().strip("/").removesuffix(".git")


@cache
def schema() -> Mapping[str, Any]:
    """The published JSON Schema of the form."""
    text = (files("criteria") / "evidence" / "schemas" / f"{VERSION}.schema.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(dict(schema()))


def _contradictions(forge: Forge) -> Iterator[str]:
    """What cannot be, whatever the forge is."""
    window, changes, issues = forge.window, forge.changes or (), forge.issues
    if window is not None and not window.since <= window.until <= forge.captured_at:
        yield "$.window must begin before it ends, and end before $.captured_at"
    numbers = [change.number for change in changes]
    if len(numbers) != len(set(numbers)):
        twice = next(number for place, number in enumerate(numbers) if number in numbers[:place])
        yield f"$.changes holds change request {twice} twice; leave one of them out"
    if forge.merged_total is not None and forge.merged_total < len(numbers):
        yield f"$.merged_total is {forge.merged_total}, fewer than the {len(numbers)} entries of $.changes"
    if issues and issues.total is not None and (issues.by_non_members or 0) > issues.total:
        yield "$.issues.by_non_members is more than $.issues.total"


def _time(value: Any, _: Any) -> Time:
    try:
        moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"there is no such time as {value}") from None
    return Time(int(moment.timestamp()))


_converter = cattrs.Converter()
_converter.register_structure_hook(Time, _time)
