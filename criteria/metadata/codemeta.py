"""codemeta.json: read, compared with what CodeMeta 2 and 3 ask for, and searched for placeholders."""

import json
from collections.abc import Iterator
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.metadata.description import (
    Description,
    LineOf,
    Path,
    author_findings,
    date_problem,
    findings,
    identifier_findings,
    placeholder_findings,
    quoted,
    version_problem,
)
from criteria.metadata.identifiers import doi_of
from criteria.model import Finding
from criteria.snapshot import Snapshot
from criteria.untrusted import MAX_BYTES, load_json

NAME = "codemeta.json"
RULE = "codemeta"

_TYPES = ("SoftwareSourceCode", "SoftwareApplication", "SoftwareSystem", "Dataset")
_CONTEXTS = ("codemeta", "schema.org")
_DATES = ("dateCreated", "datePublished", "dateModified")
_MOST = 500  # authors that are read


def read_codemeta(snapshot: Snapshot) -> Description | None:
    """The file in the root, with all its findings; None where there is none."""
    entry = snapshot.by_path.get(NAME)
    if entry is None:
        return None
    if not entry.is_file:
        return Description(NAME, findings=(Finding(RULE, "it is no file but a link; write the file itself", NAME),))
    return describe(NAME, snapshot.text(entry, MAX_BYTES + 1), snapshot.time)


def describe(path: str, text: str, commit_time: int) -> Description:
    """The facts and findings of the text of a codemeta.json file."""
    try:
        data = load_json(text, path)
    except UntrustedInputError as error:
        return Description(path, findings=(Finding(RULE, str(error)[:300], path),))
    if not isinstance(data, dict):
        return Description(path, findings=(Finding(RULE, "it holds no JSON object", path, 1),))
    version = _text(data.get("version")) or _text(data.get("softwareVersion"))
    described = {key: value for key, value in data.items() if key != "@context"}

    def line_of(keys: Path) -> int | None:
        return _line(text, keys)

    return Description(
        path=path,
        title=_text(data.get("name")),
        version=version,
        licences=tuple(_licences(data.get("license"))),
        authors=tuple(_authors(data)),
        dois=tuple(_dois(data)),
        released=_text(data.get("datePublished")),
        findings=findings(
            [
                _shape_findings(path, data, line_of),
                placeholder_findings(RULE, path, described, line_of),
                author_findings(RULE, path, tuple(_authors(data)), line_of),
                identifier_findings(RULE, path, described, line_of),
                _value_findings(path, data, version, line_of, commit_time),
            ]
        ),
    )


def _shape_findings(path: str, data: dict[str, Any], line_of: LineOf) -> Iterator[Finding]:
    context = json.dumps(data.get("@context"))
    if not any(name in context for name in _CONTEXTS):
        yield Finding(RULE, "@context names neither CodeMeta nor schema.org", path, line_of(("@context",)))
    kinds = _listed(data.get("@type", data.get("type")))
    if not any(isinstance(kind, str) and kind.rpartition(":")[2].rpartition("/")[2] in _TYPES for kind in kinds):
        yield Finding(RULE, f"@type is none of {', '.join(_TYPES)}", path, line_of(("@type",)))
    if not _text(data.get("name")):
        yield Finding(RULE, "name is missing", path)
    if not list(_authors(data)):
        yield Finding(RULE, "author is missing, or no author has a name", path, line_of(("author",)))


def _value_findings(
    path: str, data: dict[str, Any], version: str | None, line_of: LineOf, commit_time: int
) -> Iterator[Finding]:
    if version and (problem := version_problem(version, commit_time)):
        yield Finding(RULE, f"version: {quoted(version)} {problem}", path, line_of(("version",)))
    for key in _DATES:
        if (date := _text(data.get(key))) and (problem := date_problem(date, commit_time)):
            yield Finding(RULE, f"{key}: {quoted(date)} {problem}", path, line_of((key,)))


def _authors(data: dict[str, Any]) -> Iterator[str]:
    for author in _listed(data.get("author", data.get("creator")))[:_MOST]:
        if isinstance(author, str) and author.strip():
            yield author.strip()[:200]
        elif isinstance(author, dict):
            parts = (author.get("givenName"), author.get("familyName"))
            whole = author.get("name") or " ".join(part for part in parts if isinstance(part, str))
            if isinstance(whole, str) and whole.strip():
                yield whole.strip()[:200]


def _licences(value: Any) -> Iterator[str]:
    for licence in _listed(value)[:20]:
        keys = ("identifier", "@id", "id", "url", "name")
        named = next((licence[key] for key in keys if key in licence), None) if isinstance(licence, dict) else licence
        if text := _text(named):
            yield text


def _dois(data: dict[str, Any]) -> Iterator[str]:
    for value in (*_listed(data.get("identifier")), data.get("@id")):
        text = value.get("value") if isinstance(value, dict) else value
        if isinstance(text, str) and (doi := doi_of(text)):
            yield doi


def _listed(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("@list"), list):
        value = value["@list"]
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(text: str, keys: Path) -> int | None:
    """The line (from 1) where the first key on the way stands first; JSON readers tell no more."""
    at = text.find(json.dumps(keys[0])) if keys else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip()[:400] or None
