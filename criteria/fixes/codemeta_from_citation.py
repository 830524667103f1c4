"""codemeta.json, from what CITATION.cff states and nothing else."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.fixes.proposal import Ground, Note, Proposal
from criteria.licences.names import name_of, symbols
from criteria.metadata import codemeta
from criteria.metadata.citation_cff import plain_data
from criteria.metadata.identifiers import doi_of
from criteria.untrusted import MAX_BYTES, load_yaml

ID = "QC.Met01"
TITLE = "codemeta.json from CITATION.cff"

_CONTEXT = "https://w3id.org/codemeta/3.0"
_ARTICLES = {"article": "ScholarlyArticle", "conference-paper": "ScholarlyArticle", "book": "Book", "thesis": "Thesis"}


def propose(ground: Ground) -> Iterator[Proposal | Note]:
    """The same facts in the other format. A CITATION.cff with faults is no ground to build on."""
    citation = ground.metadata.citation
    if ground.metadata.codemeta is not None or citation is None:
        return
    if citation.findings:
        yield Note(f"No codemeta.json is proposed: {citation.path} has faults of its own; put them right first.")
        return
    try:
        entry = ground.snapshot.by_path[citation.path]
        data = plain_data(load_yaml(ground.snapshot.text(entry, MAX_BYTES), citation.path))
    except UntrustedInputError as error:
        yield Note(f"No codemeta.json is proposed: {error}")
        return
    if data.get("type", "software") != "software":
        yield Note(f"No codemeta.json is proposed: {citation.path} describes no software but a {data['type']}.")
        return
    text = json.dumps(_codemeta(data), indent=2, ensure_ascii=False) + "\n"
    yield Proposal(codemeta.NAME, TITLE, None, text.encode("utf-8", errors="replace"), ID)


def _codemeta(data: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "@context": _CONTEXT,
        "@type": "SoftwareSourceCode",
        "name": data["title"],
        "description": data.get("abstract"),
        "version": data.get("version"),
        "datePublished": data.get("date-released"),
        "license": _licences(data),
        "identifier": _doi(data),
        "codeRepository": data.get("repository-code") or data.get("repository"),
        "url": data.get("url"),
        "keywords": data.get("keywords"),
        "author": [_agent(one) for one in data["authors"]],
        "maintainer": [_agent(one) for one in data.get("contact", ())],
        "referencePublication": _publication(data.get("preferred-citation")),
    }
    return _stated(found)


def _stated(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the file does not state."""
    return {key: value for key, value in pairs.items() if value not in (None, "", [], {})}


def _agent(one: Mapping[str, Any]) -> dict[str, Any]:
    """The format writes persons and entities with different keys."""
    common = {"@id": one.get("orcid"), "email": one.get("email"), "url": one.get("website")}
    if one.get("name"):
        kind = "Person" if one.get("orcid") else "Organization"
        return _stated({"@type": kind, "name": one["name"], **common})
    family = " ".join(str(one[key]) for key in ("name-particle", "family-names", "name-suffix") if one.get(key))
    place = one.get("affiliation")
    return _stated(
        {
            "@type": "Person",
            "givenName": one.get("given-names"),
            "familyName": family,
            "name": None if one.get("given-names") or family else one.get("alias"),
            **common,
            "affiliation": {"@type": "Organization", "name": place} if place else None,
        }
    )


def _licences(data: Mapping[str, Any]) -> Any:
    """Addresses of the SPDX list; several are alternatives in both formats."""
    value = data.get("license")
    found = []
    for one in value if isinstance(value, list) else [value] if value else []:
        name = name_of(str(one))
        ids = symbols(name.expression) if name.expression else ()
        found.append(f"https://spdx.org/licenses/{ids[0]}" if len(ids) == 1 else str(one))
    return (found[0] if len(found) == 1 else found) or data.get("license-url")


def _doi(data: Mapping[str, Any]) -> str | None:
    identifiers = (one.get("value") for one in data.get("identifiers", ()) if one.get("type") == "doi")
    doi = next((doi for value in (data.get("doi"), *identifiers) if value and (doi := doi_of(str(value)))), None)
    return f"https://doi.org/{doi}" if doi else None


def _publication(preferred: Any) -> dict[str, Any] | None:
    if not isinstance(preferred, Mapping) or preferred.get("type") not in _ARTICLES:
        return None
    doi = doi_of(str(preferred.get("doi", "")))
    found = {"name": preferred.get("title"), "identifier": f"https://doi.org/{doi}" if doi else None}
    return _stated({"@type": _ARTICLES[preferred["type"]], **found, "url": preferred.get("url")})
