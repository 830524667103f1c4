"""How branches are named: what the documents ask for, and the family that a name belongs to."""

import re

import attrs

from criteria.snapshot import Entry, Snapshot

TYPED, NUMBERED, PERSONAL, PLAIN = "by kind of change", "by number of the issue", "by person", "free"
_LIMIT, _MAX_DOCUMENTS = 128 * 1024, 40
_GUIDES = re.compile(r"contribut|develop|workflow|branch|hacking|git", re.I)
_SUFFIXES = (".md", ".rst", ".txt", ".adoc", ".org", "contributing", "hacking")
_KINDS = (
    r"features?|feat|fix(?:es)?|bug(?:fix)?s?|hotfix|release|docs?|documentation|chore|refactor|tests?|topic|issues?|perf"
    r"|ci|build|maint(?:enance)?|enh(?:ancement)?|experiment(?:al)?|backport|cleanup|style"
)
_TYPED = re.compile(rf"^(?:{_KINDS})[/_-].", re.I)
_NUMBERED = re.compile(r"^(?:gh|issue|t|i|bug)?[-_/#]?\d{1,7}(?:[-_/]|$)", re.I)
_PERSONAL = re.compile(r"^(?:u/|public/)?[A-Za-z][\w.-]{1,38}/\S")
_BY_BOT = re.compile(
    r"^(?:dependabot|renovate|pre-commit-ci|compathelper|greenkeeper|pyup|snyk|imgbot|update-|backport/|create-pull-request"
    r"|release-please)",
    re.I,
)
_SPEAKS_OF_BRANCHES = re.compile(r"\bbranch|checkout -b|switch -c", re.I)
_PREFIX = re.compile(rf"(?<![\w/.-])({_KINDS}|u|t|public)/(?=[<\[{{(*.`'\"\w]|$)", re.I)


@attrs.frozen
class Rule:
    """A prefix of branch names, with the stroke, and the document that names it."""

    prefix: str
    path: str


def family(name: str) -> str | None:
    """The way a branch is named; None for a branch that a bot made."""
    if _BY_BOT.match(name):
        return None
    if _TYPED.match(name):
        return TYPED
    if _NUMBERED.match(name):
        return NUMBERED
    return PERSONAL if _PERSONAL.match(name) else PLAIN


def documented_naming(snapshot: Snapshot) -> tuple[Rule, ...]:
    """Prefixes in lines about branches, in the guides for contributors."""
    found: dict[str, str] = {}
    guides = (entry for entry in snapshot.files() if _GUIDES.search(entry.path) and _is_text(entry))
    for entry in sorted(guides, key=lambda entry: (entry.path.count("/"), entry.path))[:_MAX_DOCUMENTS]:
        for line in snapshot.text(entry, _LIMIT).splitlines():
            if _SPEAKS_OF_BRANCHES.search(line[:1000]):
                for match in _PREFIX.finditer(line[:1000]):
                    found.setdefault(match[1].lower() + "/", entry.path)
    return tuple(Rule(prefix, path) for prefix, path in sorted(found.items()))


def _is_text(entry: Entry) -> bool:
    return entry.name.lower().endswith(_SUFFIXES)
