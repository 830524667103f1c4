"""codemeta.json: read, compared with what CodeMeta 2 and 3 ask for, and searched for placeholders."""

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from criteria.census.apart import words
from criteria.errors import UntrustedInputError
from criteria.metadata.description import (
    Description,
    LineOf,
    Path,
    author_findings,
    field_at,
    findings,
    identifier_findings,
    line_of_key,
    placeholder_findings,
    plain_text,
    quoted,
)
from criteria.metadata.identifiers import doi_of
from criteria.model import Finding
from criteria.snapshot import Snapshot
from criteria.untrusted import MAX_BYTES, load_json

NAME = "codemeta.json"
RULE = "codemeta"

_TYPES = ("SoftwareSourceCode", "SoftwareApplication", "SoftwareSystem", "Dataset")
_CONTEXTS = ("codemeta", "schema.org")
# Addresses of the published versions.
_KNOWN_CONTEXT = re.compile(
    r"(?i)https?://(?:dx\.)?doi\.org/(?:doi:)?10\.5063/schema/codemeta-[12]\.0|https?://purl\.org/codemeta/[12]\.0"
    r"|https?://w3id\.org/codemeta/(?:3\.[01]|v[123])|https?://raw\.githubusercontent\.com/codemeta/codemeta/"
)
# Terms of CodeMeta 3.1, those of schema.org among them; a key that is nearly one of them is a slip.
_TERMS = words(
    "address affiliation applicationCategory applicationSubCategory author buildInstructions citation codeRepository"
    " continuousIntegration contributor copyrightHolder copyrightYear creator dateCreated dateModified datePublished"
    " description developmentStatus downloadUrl editor email encoding fileFormat fileSize funder funding hasPart"
    " hasSourceCode identifier installUrl isAccessibleForFree isPartOf isSourceCodeOf issueTracker keywords license"
    " maintainer memoryRequirements name operatingSystem permissions position processorRequirements producer"
    " programmingLanguage provider publisher readme referencePublication relatedLink releaseNotes review"
    " runtimePlatform sameAs softwareHelp softwareRequirements softwareSuggestions softwareVersion sponsor"
    " storageRequirements supportingData targetProduct url version"
)
_SCHEMA = words("abstract about contributors logo image audience text reviews citations")  # of schema.org, and near
_LIKE = 0.84  # how alike two keys are that differ by a slip
_DATES = ("dateCreated", "datePublished", "dateModified")
_MOST = 500  # authors that are read
_KEYS = 100  # keys that are compared with the terms


def read_codemeta(snapshot: Snapshot) -> Description | None:
    """The file in the root, with all its findings; None where there is none."""
    entry = snapshot.by_path.get(NAME)
    if entry is None:
        return None
    if not entry.is_file:
        return Description(NAME, findings=(Finding(RULE, "it is no file but a link; write the file itself", NAME),))
    if entry.size > MAX_BYTES:
        return Description(NAME, findings=(Finding(RULE, f"it is longer than the {MAX_BYTES} bytes we read", NAME),))
    return describe(NAME, snapshot.text(entry, MAX_BYTES))


def describe(path: str, text: str) -> Description:
    """The facts and findings of the text of a codemeta.json file."""
    try:
        data = load_json(text, path)
    except UntrustedInputError as error:
        return Description(path, findings=(Finding(RULE, str(error)[:300], path),))
    if not isinstance(data, dict):
        return Description(path, findings=(Finding(RULE, "it holds no JSON object", path, 1),))
    version = plain_text(data.get("version")) or plain_text(data.get("softwareVersion"))
    described = {key: value for key, value in data.items() if key != "@context"}

    def line_of(keys: Path) -> int | None:
        return line_of_key(text, keys)

    authors = tuple(_authors(data))
    return Description(
        path=path,
        title=plain_text(data.get("name")),
        version=version,
        licences=tuple(_licences(data.get("license"))),
        authors=tuple(name for name, _ in authors),
        persons=tuple(name for name, person in authors if person),
        dois=tuple(_dois(data)),
        released=plain_text(data.get("datePublished")),
        dates=tuple(filter(None, (field_at(key, plain_text(data.get(key)), line_of) for key in _DATES))),
        version_field=field_at("version", version, line_of),
        repositories=tuple(filter(None, [field_at("codeRepository", plain_text(data.get("codeRepository")), line_of)])),
        findings=findings(
            [
                _shape_findings(path, data, line_of),
                placeholder_findings(RULE, path, described, line_of),
                author_findings(RULE, path, [name for name, _ in authors], line_of),
                identifier_findings(RULE, path, described, line_of),
            ]
        ),
    )


def _shape_findings(path: str, data: dict[str, Any], line_of: LineOf) -> Iterator[Finding]:
    context = json.dumps(data.get("@context"))
    if not any(name in context for name in _CONTEXTS):
        yield Finding(RULE, "@context names neither CodeMeta nor schema.org", path, line_of(("@context",)))
    elif "codemeta" in context.lower() and not _KNOWN_CONTEXT.search(context):
        known = "2.0, 3.0 and 3.1"
        yield Finding(RULE, f"@context is no published version of CodeMeta ({known})", path, line_of(("@context",)))
    kinds = _listed(data.get("@type", data.get("type")))
    if not any(isinstance(kind, str) and kind.rpartition(":")[2].rpartition("/")[2] in _TYPES for kind in kinds):
        yield Finding(RULE, f"@type is none of {', '.join(_TYPES)}", path, line_of(("@type",)))
    for key in [key for key in list(data)[:_KEYS] if len(key) < 40 and key.isalpha()]:
        if key not in _TERMS | _SCHEMA and (near := get_close_matches(key, sorted(_TERMS), 1, _LIKE)):
            yield Finding(RULE, f"{quoted(key)} is no term of CodeMeta; did you mean {near[0]}?", path, line_of((key,)))
    if not plain_text(data.get("name")):
        yield Finding(RULE, "name is missing", path)
    if not list(_authors(data)):
        yield Finding(RULE, "author is missing, or no author has a name", path, line_of(("author",)))


def _authors(data: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each name, and whether its type is Person."""
    for author in _listed(data.get("author", data.get("creator")))[:_MOST]:
        if isinstance(author, str) and author.strip():
            yield author.strip()[:200], False
        elif isinstance(author, dict):
            parts = (author.get("givenName"), author.get("familyName"))
            whole = author.get("name") or " ".join(part for part in parts if isinstance(part, str))
            if isinstance(whole, str) and whole.strip():
                kinds = _listed(author.get("@type", author.get("type")))
                yield whole.strip()[:200], any(str(kind).rpartition(":")[2] == "Person" for kind in kinds)


def _licences(value: Any) -> Iterator[str]:
    for licence in _listed(value)[:20]:
        keys = ("identifier", "@id", "id", "url", "name")
        named = next((licence[key] for key in keys if key in licence), None) if isinstance(licence, dict) else licence
        if text := plain_text(named):
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
