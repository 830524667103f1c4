"""CITATION.cff: read, compared with the Citation File Format 1.2, and searched for what no schema finds."""

import datetime
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, cast

import attrs
import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from criteria.errors import UntrustedInputError
from criteria.metadata.description import (
    Description,
    LineOf,
    Path,
    author_findings,
    field_at,
    findings,
    identifier_findings,
    placeholder_findings,
    quoted,
    spelled,
)
from criteria.model import Finding
from criteria.snapshot import Snapshot
from criteria.untrusted import MAX_BYTES, MarkedInputError, compose_yaml, load_yaml

NAME = "CITATION.cff"
RULE = "citation-cff"
_REPOSITORIES = ("repository-code", "repository")


def read_citation(snapshot: Snapshot) -> Description | None:
    """The file in the root, with all its findings; None where there is none."""
    entry = snapshot.by_path.get(NAME)
    if entry is None:
        entry = next((one for one in snapshot.entries if not one.folder and one.name.lower() == NAME.lower()), None)
    if entry is None:
        return None
    if not entry.is_file:
        return Description(
            entry.path, findings=(Finding(RULE, "it is no file but a link; write the file itself", entry.path),)
        )
    if entry.size > MAX_BYTES:
        long = f"it is longer than the {MAX_BYTES} bytes we read"
        return Description(entry.path, findings=(Finding(RULE, long, entry.path),))
    described = describe(entry.path, snapshot.text(entry, MAX_BYTES))
    if entry.path != NAME:
        wrong = Finding(RULE, f"the file is called {entry.path}; tools look for {NAME}", entry.path)
        described = attrs.evolve(described, findings=(wrong, *described.findings))
    return described


def describe(path: str, text: str) -> Description:
    """The facts and findings of the text of a CITATION.cff file."""
    try:
        data = plain_data(load_yaml(text, path))
        node = compose_yaml(text, path)
    except UntrustedInputError as error:
        line = error.line if isinstance(error, MarkedInputError) else None
        return Description(path, findings=(Finding(RULE, str(error)[:300], path, line),))
    if not isinstance(data, dict):
        return Description(path, findings=(Finding(RULE, "it holds no mapping of keys to values", path, 1),))

    def line_of(keys: Path) -> int | None:
        return _line(node, keys)

    authors = tuple(_authors(data.get("authors")))
    released = _text(data.get("date-released"))
    return Description(
        path=path,
        title=_text(data.get("title")),
        version=_text(data.get("version")),
        licences=_texts(data.get("license")),
        authors=tuple(name for name, _ in authors),
        persons=tuple(name for name, person in authors if person),
        dois=_dois(data),
        released=released,
        dates=tuple(filter(None, [field_at("date-released", released, line_of)])),
        version_field=field_at("version", _text(data.get("version")), line_of),
        repositories=tuple(filter(None, (field_at(key, _text(data.get(key)), line_of) for key in _REPOSITORIES))),
        findings=findings(
            [
                _written_twice(path, node),
                _schema_findings(path, data, line_of),
                placeholder_findings(RULE, path, data, line_of),
                author_findings(RULE, path, [name for name, _ in authors], line_of),
                identifier_findings(RULE, path, data, line_of),
                _nameless(path, data, line_of),
            ]
        ),
    )


def _written_twice(path: str, node: yaml.Node | None) -> Iterator[Finding]:
    """YAML asks that keys differ; of two values readers take the first or the last, and nobody sees the other (A8)."""
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in one.value:
                if str(key.value) in seen:
                    twice = f"the key {quoted(key.value)} is written twice; keep one of them"
                    yield Finding(RULE, twice, path, key.start_mark.line + 1)
                seen.add(str(key.value))
                stack.append(value)
        elif isinstance(one, yaml.SequenceNode):
            stack.extend(one.value)


def _schema_findings(path: str, data: Any, line_of: LineOf) -> Iterator[Finding]:
    for error in sorted(_validator().iter_errors(data), key=lambda error: [str(key) for key in error.absolute_path]):
        keys = tuple(error.absolute_path)
        yield Finding(RULE, f"{spelled(keys)}: {_told(error)}", path, line_of(keys))


def _told(error: ValidationError) -> str:
    """The error in one short sentence; the library's own text would repeat the whole value."""
    rule, wanted, value = str(error.validator), cast(Any, error.validator_value), cast(Any, error.instance)
    if rule == "required":
        missing = [key for key in wanted if key not in value]
        return f"the key {', '.join(missing)} is missing"
    if rule == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        extra = [str(key)[:60] for key in value if key not in known]
        return f"{', '.join(extra[:5])} is no key of the Citation File Format here"
    if rule == "type":
        return f"it must be of type {' or '.join(wanted) if isinstance(wanted, list) else wanted}"
    if rule == "enum":
        return f"{quoted(value)} is not one of the allowed values ({', '.join(map(str, wanted[:6]))}, …)"
    if rule == "pattern":
        return f"{quoted(value)} has not the form that the Citation File Format asks for"
    return "it is empty" if rule in ("minLength", "minItems", "minProperties") else "it has a wrong form"


def _nameless(path: str, data: dict[str, Any], line_of: LineOf) -> Iterator[Finding]:
    authors = data.get("authors")
    for number, author in enumerate(authors if isinstance(authors, list) else ()):
        if isinstance(author, dict) and not any(
            author.get(key) for key in ("name", "family-names", "given-names", "alias")
        ):
            keys: Path = ("authors", number)
            yield Finding(RULE, f"{spelled(keys)}: the author has no name", path, line_of(keys))


def _authors(authors: Any) -> Iterator[tuple[str, bool]]:
    """Each name, and whether it is that of a person: entities have another key, and no ORCID."""
    for author in authors if isinstance(authors, list) else ():
        if isinstance(author, dict):
            parts = [author.get(key) for key in ("given-names", "name-particle", "family-names", "name-suffix")]
            whole = author.get("name") or " ".join(part for part in parts if isinstance(part, str))
            if isinstance(whole, str) and whole.strip():
                yield whole.strip()[:200], not author.get("name") or bool(author.get("orcid"))


def _dois(data: dict[str, Any]) -> tuple[str, ...]:
    identifiers = data.get("identifiers")
    more = [
        one.get("value")
        for one in (identifiers if isinstance(identifiers, list) else ())
        if isinstance(one, dict) and one.get("type") == "doi"
    ]
    return tuple(dict.fromkeys(value[:400] for value in (data.get("doi"), *more) if isinstance(value, str)))


def plain_data(data: Any) -> Any:
    """The same data with YAML dates as ISO text; nesting is capped by the reader."""
    if isinstance(data, dict):
        return {str(key): plain_data(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain_data(value) for value in data]
    return data.isoformat() if isinstance(data, (datetime.date, datetime.datetime)) else data


def _line(node: yaml.Node | None, keys: Path) -> int | None:
    """The line (from 1) of the deepest key on the way that exists."""
    line = node.start_mark.line + 1 if node else None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == key), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip()[:200] or None


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for one in values[:20] if (text := _text(one)))


@cache
def _validator() -> Draft7Validator:
    content = (files("criteria") / "metadata" / "schemas" / "citation-cff-1.2.json").read_bytes()
    return Draft7Validator(json.loads(content))
