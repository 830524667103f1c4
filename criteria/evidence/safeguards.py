"""Named files that protect a project: a policy for reports of weaknesses, an updater of dependencies, containers.

Each is read for what it says: an empty policy, an updater without a rule and a container file that installs nothing
safeguard nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import in_test_folder
from criteria.documents.items import has_contact
from criteria.documents.markup import count_words, filler, prose
from criteria.errors import CriteriaError
from criteria.metadata.project_name import aliases, declared_name, names_any
from criteria.metadata.statements import listed, table
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_json, load_yaml

KIND = "safeguards"
_LIMIT = 128 * 1024  # bytes of one file
_MOST = 60  # files of one kind

_POLICY = re.compile(
    r"^(?:(?:\.github|\.gitlab|docs?)/)?security(?:[-_. ]policy)?(?:\.(?:md|rst|txt|adoc|markdown|org))?$", re.I
)
_TOLD_PRIVATELY = re.compile(
    r"report(?:ing|ed)?\b[^.\n]{0,120}\b(?:vulnerabilit|security|weakness|privately)"
    r"|\b(?:vulnerabilit|security)[^.\n]{0,120}\breport|\bdisclos|\bprivately\b"
    r"|do not (?:open|file|report|create)[^.\n]{0,60}\b(?:public|issue)",
    re.I,
)
_REPORT_PLACE = re.compile(
    r"/security/advisories|\bunder \W{0,2}security\b|\bprivate vulnerability report"
    r"|hackerone\.com|bugcrowd\.com|huntr\.|security\.txt|\bPGP\b",
    re.I,
)
_SUPPORTED = re.compile(r"\bsupported versions?\b|\b\d{1,4} (?:days?|hours?|weeks?)\b|\bwithin\b", re.I)

_DEPENDABOT = re.compile(r"^\.github/dependabot\.ya?ml$")
_RENOVATE = re.compile(r"^(?:\.github/|\.gitlab/)?(?:\.?renovate(?:rc)?)(?:\.json5?)?$|^\.renovaterc$")
_PYUP = re.compile(r"^\.pyup\.ya?ml$")
_CONTAINER = re.compile(
    r"(?:^|/)(?:(?:Docker|Container)file(?:[.-][\w.-]{1,60})?|[\w.-]{1,60}\.(?:[Dd]ockerfile|[Cc]ontainerfile)|Singularity(?:\.[\w.-]{1,60})?|[\w.-]{1,60}\.def)$"
)
_FROM = re.compile(
    r"^[ \t]{0,8}FROM[ \t]{1,8}(?:--platform=\S{1,60}[ \t]{1,8})?(\S{1,300})(?:[ \t]{1,8}AS[ \t]{1,8}(\S{1,60}))?",
    re.I | re.M,
)
_BOOTSTRAP = re.compile(r"^[ \t]{0,8}From:[ \t]{0,8}(\S{1,300})", re.I | re.M)
_COPY = re.compile(r"^[ \t]{0,8}(?:COPY|ADD)[ \t]{1,8}([^\n]{1,2000})", re.I | re.M)
_FILES = re.compile(r"^%files\b[^\n]{0,40}\n([^%]{1,2000})", re.M)
_STEP = re.compile(r"^[ \t]{0,8}RUN\b[^\n]{0,8000}|^%post\b[\s\S]{0,8000}", re.I | re.M)
_CLUSTER = re.compile(r"^\.clusterfuzzlite/")


@attrs.frozen
class Policy:
    """`private`: it says how to report a weakness; `address`: where to; `timing`: which versions or how fast.

    `problem` says why the text is none.
    """

    path: str
    words: int
    private: bool
    address: bool
    timing: bool
    problem: str | None


@attrs.frozen
class Updater:
    """A service that proposes newer dependencies. `problem`: why its configuration does nothing."""

    name: str
    path: str
    rules: int
    problem: str | None


@attrs.frozen
class Container:
    """`bases` are the images it stands on, `pinned` of them by digest.

    `installs`: it puts files of the tree, or the software by its name, into the image. `tooling`: it lies in a hidden
    folder, where images for development and services are.
    """

    path: str
    bases: tuple[str, ...]
    pinned: int
    installs: bool
    tooling: bool


@attrs.frozen
class Safeguards:
    tracked: int
    policies: tuple[Policy, ...]
    updaters: tuple[Updater, ...]
    containers: tuple[Container, ...]
    fuzzing: tuple[str, ...]  # configuration of a fuzzing service


def collect(snapshot: Snapshot) -> Safeguards:
    policies: list[Policy] = []
    updaters: list[Updater] = []
    containers: list[Container] = []
    fuzzing: list[str] = []
    names = aliases(declared_name(snapshot).names)
    folders = frozenset(entry.folder for entry in snapshot.entries)
    for entry in snapshot.files():
        if _POLICY.match(entry.path):
            policies.append(_policy(entry, snapshot))
        elif _CLUSTER.match(entry.path):
            fuzzing.append(entry.path)
        elif len(containers) < _MOST and _CONTAINER.search(entry.path[-400:]):
            containers += list(_container(entry, snapshot, names, folders))
        else:
            updaters += list(_updater(entry, snapshot))
    return Safeguards(
        len(snapshot.entries),
        tuple(policies[:_MOST]),
        tuple(updaters[:_MOST]),
        tuple(containers),
        tuple(fuzzing[:_MOST]),
    )


def _text(entry: Entry, snapshot: Snapshot) -> str:
    return snapshot.text(entry, _LIMIT)


def _policy(entry: Entry, snapshot: Snapshot) -> Policy:
    text = _text(entry, snapshot)
    sentences = prose(text)
    words = count_words(sentences)
    return Policy(
        path=entry.path,
        words=words,
        private=_TOLD_PRIVATELY.search(sentences) is not None,
        address=has_contact(text) or _REPORT_PLACE.search(text) is not None,
        timing=_SUPPORTED.search(sentences) is not None,
        problem="it holds no sentence" if not words else filler(sentences),
    )


def _updater(entry: Entry, snapshot: Snapshot) -> Iterator[Updater]:
    if not entry.path.startswith((".git", ".r", ".p", "r")):
        return
    try:
        if _DEPENDABOT.match(entry.path):
            rules = [
                one
                for one in listed(table(load_yaml(_text(entry, snapshot), entry.path)).get("updates"))
                if _active(one)
            ]
            yield Updater("Dependabot", entry.path, len(rules), None if rules else "it lists no ecosystem to update")
        elif _RENOVATE.match(entry.path):
            settings = table(load_json(_without_comments(_text(entry, snapshot)), entry.path))
            off = settings.get("enabled") is False
            yield Updater("Renovate", entry.path, 0 if off else 1, "it is switched off" if off else None)
        elif _PYUP.match(entry.path):
            settings = table(load_yaml(_text(entry, snapshot), entry.path))
            off = settings.get("update") in (False, "insecure") and settings.get("schedule") is None
            yield Updater("PyUp", entry.path, 0 if off else 1, "it proposes nothing" if off else None)
    except CriteriaError as error:
        yield Updater("unknown", entry.path, 0, str(error)[:200])


def _active(one: Any) -> bool:
    """A rule that may open no request at all updates nothing."""
    entry = table(one)
    return bool(entry.get("package-ecosystem")) and entry.get("open-pull-requests-limit") != 0


def _without_comments(text: str) -> str:
    """JSON5 as far as Renovate's own files use it: whole-line comments."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))


def _container(entry: Entry, snapshot: Snapshot, names: frozenset[str], folders: frozenset[str]) -> Iterator[Container]:
    if by_path(entry.path) or in_test_folder(entry.path.split("/")[:-1]):
        return
    text = _text(entry, snapshot).replace("\\\n", " ")
    stages = {match[2].lower() for match in _FROM.finditer(text) if match[2]}
    bases = [match[1] for match in _FROM.finditer(text) if match[1].lower() not in stages]
    if not bases and re.search(r"(?im)^bootstrap:", text):
        bases = _BOOTSTRAP.findall(text)
    if bases:
        pinned = sum("@sha256:" in base for base in bases)
        named = any(names_any(step[0], names) for step in _STEP.finditer(text)) if names else False
        tooling = any(folder.startswith(".") for folder in entry.folder.split("/"))
        yield Container(entry.path, tuple(bases[:20]), pinned, named or _copies(text, entry.folder, folders), tooling)


def _copies(text: str, folder: str, folders: frozenset[str]) -> bool:
    """A whole folder of the tree goes into the image; a single script does not make an image of the software."""
    lines = [match[1] for match in _COPY.finditer(text) if "--from=" not in match[1]]
    lines += [line for match in _FILES.finditer(text) for line in match[1].splitlines()]
    for line in lines:
        words = [word.strip("[]\"',") for word in line.split() if not word.startswith("--")]
        for word in words[:-1] or words:
            path = word.removeprefix("./").strip("/")
            if path in ("", ".", "*") or path in folders or f"{folder}/{path}" in folders:
                return True
    return False
