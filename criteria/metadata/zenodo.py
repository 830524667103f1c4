""".zenodo.json: what the archive will be told about a release; read, and searched for what it would not notice."""

from collections.abc import Iterator
from typing import Any

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
from criteria.model import Finding
from criteria.snapshot import Snapshot
from criteria.untrusted import MAX_BYTES, load_json

NAME = ".zenodo.json"
RULE = "zenodo"
_MOST = 500  # creators that are read


def read_zenodo(snapshot: Snapshot) -> Description | None:
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
    """The facts and findings of the text of a .zenodo.json file."""
    try:
        data = load_json(text, path)
    except UntrustedInputError as error:
        return Description(path, findings=(Finding(RULE, str(error)[:300], path),))
    if not isinstance(data, dict):
        return Description(path, findings=(Finding(RULE, "it holds no JSON object", path, 1),))

    def line_of(keys: Path) -> int | None:
        return line_of_key(text, keys)

    authors = tuple(_creators(data.get("creators")))
    released = plain_text(data.get("publication_date"))
    licence = data.get("license")
    licence = plain_text(licence.get("id") if isinstance(licence, dict) else licence)
    return Description(
        path=path,
        title=plain_text(data.get("title")),
        version=plain_text(data.get("version")),
        licences=(licence,) if licence else (),
        authors=authors,
        released=released,
        dates=tuple(filter(None, [field_at("publication_date", released, line_of)])),
        version_field=field_at("version", plain_text(data.get("version")), line_of),
        findings=findings(
            [
                placeholder_findings(RULE, path, data, line_of),
                author_findings(RULE, path, authors, line_of),
                identifier_findings(RULE, path, data, line_of),
                _kind(path, data, line_of),
            ]
        ),
    )


def _kind(path: str, data: dict[str, Any], line_of: LineOf) -> Iterator[Finding]:
    kind = plain_text(data.get("upload_type"))
    if kind and kind != "software":
        yield Finding(RULE, f"upload_type: {quoted(kind)} is not software", path, line_of(("upload_type",)))


def _creators(creators: Any) -> Iterator[str]:
    """Zenodo writes `Family, Given`."""
    for creator in (creators if isinstance(creators, list) else [])[:_MOST]:
        name = plain_text(creator.get("name")) if isinstance(creator, dict) else None
        if name:
            family, comma, given = name.partition(",")
            yield f"{given.strip()} {family.strip()}" if comma and given.strip() else name
