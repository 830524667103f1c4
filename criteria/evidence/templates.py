"""What guides people who open an issue or a change request: templates, owners of the code, support, governance.

They are looked for where the forges look for them. A file that only stands there asks nothing of anybody.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.changes.messages import without_comments
from criteria.documents.items import PLACEHOLDER
from criteria.documents.markup import count_words, filler, outline, prose
from criteria.errors import UntrustedInputError
from criteria.printable import printable
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_yaml

KIND = "templates"
ISSUE, REQUEST, SUPPORT, GOVERNANCE = "issue template", "change request template", "support", "governance"
LIMIT = 128 * 1024  # bytes of one file
MOST = 60  # files of one kind
MAX_OWNERS = 2_000  # lines

_FORGE = r"(?:\.github|\.gitlab|\.gitea|\.forgejo|\.azuredevops|\.vsts|\.bitbucket)"
_TEXT = r"(?:\.(?:md|markdown|txt|rst|adoc|org))"
_PLACES: Mapping[str, re.Pattern[str]] = {
    ISSUE: re.compile(
        rf"^(?:(?:{_FORGE}|docs)/)?issue_templates?(?:{_TEXT}?|\.ya?ml|/[^/]{{1,200}}(?:{_TEXT}|\.ya?ml))$"
        r"|^\.gitlab/issue_templates/[^/]{1,200}\.md$",
        re.I,
    ),
    REQUEST: re.compile(
        rf"^(?:(?:{_FORGE}|docs)/)?(?:pull|merge)_request_templates?"
        rf"(?:{_TEXT}?|/(?:branches/)?[^/]{{1,200}}{_TEXT})$",
        re.I,
    ),
    SUPPORT: re.compile(rf"^(?:(?:\.github|docs)/)?support{_TEXT}?$", re.I),
    GOVERNANCE: re.compile(rf"^(?:(?:\.github|docs)/)?(?:governance|maintainers|steering[-_]council){_TEXT}?$", re.I),
}
_OWNERS = re.compile(rf"^(?:(?:{_FORGE}|docs)/)?CODEOWNERS$")
_SETTINGS = re.compile(r"(?:^|/)config\.ya?ml$", re.I)

# What a report of a defect needs, by the words with which templates ask for it.
_DEBUG: Mapping[str, re.Pattern[str]] = {
    "steps": re.compile(r"reproduc|\bsteps\b|minimal (?:working )?example|\bmwe\b|how (?:did|do) (?:it|you)", re.I),
    "expected": re.compile(r"expected|should (?:have )?happen|actual (?:result|behaviou?r)", re.I),
    "version": re.compile(r"\bversions?\b|\brelease\b|\bcommit\b", re.I),
    "environment": re.compile(r"environment|operating system|\bos\b|platform|compiler|python|architecture", re.I),
    "log": re.compile(r"traceback|\blogs?\b(?![ \t]{1,4}in\b)|error message|stack ?trace|\boutput\b|config\.log", re.I),
}
# Sentences of the samples that forges hand out, which nobody leaves in a template that was thought about.
_UNFILLED = re.compile(
    r"Describe this issue template's purpose here|Smartphone \(please complete the following|\[e\.g\. iPhone6\]"
    r"|A bug happened!|ex\. email@example\.com",
)
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,4000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_SENSITIVE = re.compile(
    r"(?:^|/)(?:\.github|\.gitlab-ci|\.circleci|workflows?|\.?ci|security|crypto|auth\w{0,20}|secrets?|keys?"
    r"|codeowners|docker\w{0,20}|deploy\w{0,20}|release\w{0,20}|infra\w{0,20})(?:[/.\-_*]|$)"
    r"|(?:pyproject\.toml|setup\.(?:py|cfg)|package\.json|cargo\.toml|requirements[\w.-]{0,40}|[\w-]{1,40}\.lock)$",
    re.I,
)
_OWNER = re.compile(r"^(?:@[\w./-]{1,100}|[\w.+-]{1,64}@[\w.-]{1,253})$")


@attrs.frozen
class Template:
    """One file that guides. `form`: fields to fill in, of which `required` must be; else a text to write over.

    `asks`: what a report of a defect needs and this one asks for. `problem` says why it guides nobody.
    """

    role: str
    path: str
    form: bool
    words: int
    required: int
    asks: tuple[str, ...]
    problem: str | None


@attrs.frozen
class Owners:
    """A CODEOWNERS file: `rules` that name an owner, `everything` for one of all files, and sensitive `paths`."""

    path: str
    rules: int
    everything: bool
    sensitive: tuple[str, ...]


@attrs.frozen
class Templates:
    templates: tuple[Template, ...]  # by path
    links: tuple[str, ...]  # those that are links: their targets are not read
    owners: tuple[Owners, ...]

    def of(self, role: str) -> tuple[Template, ...]:
        return tuple(template for template in self.templates if template.role == role)


def collect(snapshot: Snapshot) -> Templates:
    found = [(role, entry) for entry in snapshot.entries for role in _roles(entry)]
    return Templates(
        templates=tuple(_template(snapshot, role, entry) for role, entry in _few(found) if entry.is_file),
        links=tuple(entry.path for _, entry in found if not entry.is_file)[:MOST],
        owners=tuple(_owners(snapshot, entry) for entry in snapshot.files() if _OWNERS.match(entry.path)),
    )


def _roles(entry: Entry) -> Iterator[str]:
    if entry.path.count("/") > 3 or _SETTINGS.search(entry.path):
        return
    yield from (role for role, pattern in _PLACES.items() if pattern.match(entry.path))


def _few(found: list[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    seen: dict[str, int] = {}
    for role, entry in found:
        seen[role] = seen.get(role, 0) + 1
        if seen[role] <= MOST:
            yield role, entry


def _template(snapshot: Snapshot, role: str, entry: Entry) -> Template:
    text = snapshot.text(entry, LIMIT)
    if entry.name.lower().endswith((".yml", ".yaml")):
        return _form(role, entry.path, text)
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    words = count_words(prose(body))
    return Template(
        role=role,
        path=entry.path,
        form=False,
        words=words,
        required=0,
        asks=_asks(body) if role == ISSUE else (),
        problem=_problem(role, text, body, words),
    )


def _problem(role: str, text: str, body: str, words: int) -> str | None:
    """Comments are read by whoever writes, so they guide; the placeholders of a template are its purpose."""
    if not text.strip():
        return "it is empty"
    guided = words + count_words(" ".join(outline(body, "Markdown").headings)) + _commented(body)
    if not guided:
        return "it asks nothing: it holds no sentence, heading or comment"
    if unfilled := _UNFILLED.search(text):
        return f"it is the sample of the forge, not adapted ('{unfilled.group()[:60]}')"
    if role in (SUPPORT, GOVERNANCE) and (placeholder := PLACEHOLDER.search(text)):
        return f"the placeholder {printable(placeholder.group(), 60)} was not filled in"
    return filler(prose(body))


def _commented(body: str) -> int:
    return count_words(body) - count_words(without_comments(body))


def _asks(text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _DEBUG.items() if pattern.search(text[:LIMIT]))


def _form(role: str, path: str, text: str) -> Template:
    """The fields of an issue form: a mapping with a `body` of elements."""
    try:
        data = load_yaml(text, path, LIMIT)
    except UntrustedInputError as error:
        return Template(role, path, True, 0, 0, (), f"it cannot be read: {str(error)[:200]}")
    elements = data.get("body") if isinstance(data, dict) else None
    fields = [item for item in elements if _is_field(item)] if isinstance(elements, list) else []
    said = "\n".join(text for item in fields for text in _texts(item))
    problem = None
    if not fields:
        problem = "it is no form: it has no body with fields"
    elif unfilled := _UNFILLED.search(text):
        problem = f"it is the sample of the forge, not adapted ('{unfilled.group()[:60]}')"
    required = sum(1 for item in fields if _is_required(item))
    asks = _asks(said) if role == ISSUE else ()
    return Template(role, path, True, count_words(said), required, asks, problem or filler(said))


def _is_field(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") in ("input", "textarea", "dropdown", "checkboxes", "upload")


def _texts(item: Mapping[str, Any]) -> Iterator[str]:
    attributes = item.get("attributes")
    if isinstance(attributes, dict):
        yield from (str(attributes[key])[:4000] for key in ("label", "description", "placeholder") if key in attributes)
        options = attributes.get("options")
        for option in options[:50] if isinstance(options, list) else ():
            yield str(option.get("label", "") if isinstance(option, dict) else option)[:1000]


def _is_required(item: Mapping[str, Any]) -> bool:
    validations, attributes = item.get("validations"), item.get("attributes")
    if isinstance(validations, dict) and validations.get("required") is True:
        return True
    options = attributes.get("options") if isinstance(attributes, dict) else None
    return isinstance(options, list) and any(isinstance(one, dict) and one.get("required") is True for one in options)


def _owners(snapshot: Snapshot, entry: Entry) -> Owners:
    rules, everything = 0, False
    sensitive: list[str] = []
    for line in snapshot.text(entry, LIMIT).splitlines()[:MAX_OWNERS]:
        pattern, *names = line.partition(" #")[0].split()[:50] or [""]
        if not pattern or pattern.startswith(("#", "[", "^[")) or not any(_OWNER.match(name) for name in names):
            continue
        rules += 1
        everything = everything or pattern in ("*", "/", "**", "/**")
        if _SENSITIVE.search(pattern[:300]) and len(sensitive) < MOST:
            sensitive.append(pattern[:300])
    return Owners(entry.path, rules, everything, tuple(sensitive))
