"""What metadata files and manifests state about the software, field by field, in one vocabulary for all formats.

Each reader takes the parsed data of one file and gives pairs of a field and a value. Values are cut, placeholders left
out: a field that still waits for its value states nothing (A8).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import attrs

from criteria.metadata.identifiers import is_placeholder

TITLE, DESCRIPTION, KEYWORDS, DOMAIN, FUNDER = "title", "description", "keywords", "domain", "funder"
LANGUAGE, DATE, VERSION, LICENCE, COPYRIGHT = "language", "date", "version", "licence", "copyright holder"
CONTACT, STATUS, DOCUMENTATION, REPOSITORY = "contact", "development status", "documentation", "repository"
ISSUES, REFERENCE, PREDECESSOR = "issue tracker", "reference", "version relation"
HAS_PART, PART_OF, DEPENDENCY = "has part", "part of", "dependency"
FIELDS = (
    TITLE, DESCRIPTION, KEYWORDS, DOMAIN, FUNDER, LANGUAGE, DATE, VERSION, LICENCE, COPYRIGHT, CONTACT, STATUS,
    DOCUMENTATION, REPOSITORY, ISSUES, REFERENCE, PREDECESSOR, HAS_PART, PART_OF, DEPENDENCY,
)  # fmt: skip

LONGEST, MOST = 300, 50  # characters of a value; values of one field in one file
_ANY_WORD = frozenset((KEYWORDS, LANGUAGE, DOMAIN, DEPENDENCY))  # words here may look like placeholders

Pair = tuple[str, Any]
Reader = Callable[[Any], Iterator[Pair]]


@attrs.frozen
class Statement:
    """`path` states `value` under the field."""

    field: str
    value: str
    path: str


def statements(path: str, pairs: Iterator[Pair]) -> Iterator[Statement]:
    """The pairs of one file as statements: flattened, cut, each once, without placeholders."""
    seen: dict[str, set[str]] = {}
    for field, value in pairs:
        known = seen.setdefault(field, set())
        for text in _texts(value, _REACHING if field == CONTACT else _NAMING):
            filled = field in _ANY_WORD or not is_placeholder(text)
            if filled and text not in known and len(known) < MOST:
                known.add(text)
                yield Statement(field, text, path)


_NAMING = ("@id", "id", "identifier", "url", "name", "title", "value", "doi", "email", "familyName")
_REACHING = ("email", "url", "telephone", "name", "familyName", "@id")


def _texts(value: Any, keys: tuple[str, ...]) -> Iterator[str]:
    """Plain texts of a value; of an object what names it."""
    for one in listed(value)[:MOST]:
        if isinstance(one, Mapping):
            one = next((one[key] for key in keys if isinstance(one.get(key), (str, int))), None)
        if isinstance(one, (str, int, float)) and not isinstance(one, bool) and str(one).strip():
            yield " ".join(str(one).split())[:LONGEST]


def listed(value: Any) -> list[Any]:
    """One or several values as a list; JSON-LD writes `{"@list": […]}` too."""
    if isinstance(value, Mapping) and isinstance(value.get("@list"), list):
        value = value["@list"]
    return value if isinstance(value, list) else [] if value is None else [value]


def table(data: Any, *keys: str) -> Mapping[str, Any]:
    """The mapping under these keys; empty where the data is of another shape."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def citation(data: Any) -> Iterator[Pair]:
    data = table(data)
    yield from ((TITLE, data.get("title")), (DESCRIPTION, data.get("abstract")), (KEYWORDS, data.get("keywords")))
    yield from ((DATE, data.get("date-released")), (VERSION, data.get("version")), (LICENCE, data.get("license")))
    yield from ((CONTACT, data.get("contact")), (REPOSITORY, data.get("repository-code")))
    yield REFERENCE, [_publication(one) for one in listed(data.get("references"))[:MOST]]
    yield REFERENCE, [_publication(one) for one in listed(data.get("preferred-citation"))]


def _publication(one: Any) -> Any:
    """A reference is machine-readable by an identifier or an address; a bare title is a sentence."""
    entry = table(one)
    others = (table(item).get("value") for item in listed(entry.get("identifiers")))
    return next((value for value in (entry.get("doi"), *others, entry.get("isbn"), entry.get("url")) if value), None)


_CODEMETA = (
    (TITLE, ("name",)),
    (DESCRIPTION, ("description", "abstract")),
    (KEYWORDS, ("keywords",)),
    (DOMAIN, ("applicationCategory", "applicationSubCategory", "about")),
    (FUNDER, ("funder", "funding")),
    (LANGUAGE, ("programmingLanguage", "inLanguage")),
    (DATE, ("datePublished", "dateModified", "dateCreated")),
    (VERSION, ("version", "softwareVersion")),
    (LICENCE, ("license",)),
    (COPYRIGHT, ("copyrightHolder",)),
    (CONTACT, ("maintainer", "contactPoint", "email")),
    (STATUS, ("developmentStatus", "codemeta:developmentStatus")),
    (DOCUMENTATION, ("softwareHelp", "buildInstructions", "readme")),
    (REPOSITORY, ("codeRepository",)),
    (ISSUES, ("issueTracker", "codemeta:issueTracker")),
    (REFERENCE, ("referencePublication", "citation", "codemeta:referencePublication")),
    (PREDECESSOR, ("isVersionOf", "schema:isVersionOf", "predecessorOf", "successorOf", "releaseNotes", "supersedes")),
    (HAS_PART, ("hasPart", "schema:hasPart", "hasSourceCode")),
    (PART_OF, ("isPartOf", "schema:isPartOf", "isSourceCodeOf")),
    (DEPENDENCY, ("softwareRequirements", "softwareSuggestions")),
)


def codemeta(data: Any) -> Iterator[Pair]:
    data = table(data)
    yield from ((field, data.get(key)) for field, keys in _CODEMETA for key in keys)


_RELATED = {
    "isversionof": PREDECESSOR, "isnewversionof": PREDECESSOR, "ispreviousversionof": PREDECESSOR,
    "hasversion": PREDECESSOR, "haspart": HAS_PART, "ispartof": PART_OF, "cites": REFERENCE,
    "references": REFERENCE, "isdocumentedby": DOCUMENTATION, "issupplementto": REFERENCE,
    "issupplementedby": REFERENCE, "isderivedfrom": REFERENCE,
}  # fmt: skip


def zenodo(data: Any) -> Iterator[Pair]:
    data = table(data)
    yield from ((TITLE, data.get("title")), (DESCRIPTION, data.get("description")), (KEYWORDS, data.get("keywords")))
    yield from ((DOMAIN, data.get("subjects")), (FUNDER, data.get("grants")), (LANGUAGE, data.get("language")))
    yield from ((DATE, data.get("publication_date")), (VERSION, data.get("version")), (LICENCE, data.get("license")))
    for related in listed(data.get("related_identifiers"))[:MOST]:
        relation = str(table(related).get("relation", "")).lower()
        if relation in _RELATED:
            yield _RELATED[relation], table(related).get("identifier")


def pyproject(data: Any) -> Iterator[Pair]:
    project, poetry = table(data, "project"), table(data, "tool", "poetry")
    for part in (project, poetry):
        yield from ((TITLE, part.get("name")), (DESCRIPTION, part.get("description")), (VERSION, part.get("version")))
        yield from ((KEYWORDS, part.get("keywords")), (DOCUMENTATION, part.get("documentation")))
        yield from classified(part.get("classifiers"))
    licence = project.get("license", poetry.get("license"))
    yield LICENCE, table(licence).get("text") if isinstance(licence, Mapping) else licence
    people = (*listed(project.get("maintainers")), *listed(project.get("authors")), *listed(poetry.get("maintainers")))
    yield CONTACT, [table(one).get("email") if isinstance(one, Mapping) else one for one in people]
    for name, url in (*table(project, "urls").items(), *table(poetry, "urls").items()):
        yield from linked(str(name), url)
    if project or poetry:
        yield LANGUAGE, "Python"
    yield DEPENDENCY, listed(project.get("dependencies")) or list(table(poetry, "dependencies"))


def linked(name: str, url: Any) -> Iterator[Pair]:
    """An address by the label under which a manifest gives it."""
    label = name.lower()
    if any(word in label for word in ("doc", "manual", "tutorial")):
        yield DOCUMENTATION, url
    elif any(word in label for word in ("issue", "bug", "tracker", "support")):
        yield ISSUES, url
    elif any(word in label for word in ("repo", "source", "code", "github", "gitlab")):
        yield REPOSITORY, url


def classified(classifiers: Any) -> Iterator[Pair]:
    """Trove classifiers that say what a field says."""
    for value in listed(classifiers)[:200]:
        text = str(value)
        if text.startswith("Development Status ::"):
            yield STATUS, text.rpartition("::")[2]
        elif text.startswith("Topic :: Scientific/Engineering ::"):
            yield DOMAIN, text.rpartition("::")[2]
        elif text.startswith("Programming Language ::"):
            yield LANGUAGE, text.partition("::")[2].partition("::")[0]
        elif text.startswith("Natural Language ::"):
            yield LANGUAGE, text.rpartition("::")[2]


def package_json(data: Any) -> Iterator[Pair]:
    data = table(data)
    yield from ((TITLE, data.get("name")), (DESCRIPTION, data.get("description")), (KEYWORDS, data.get("keywords")))
    yield from ((VERSION, data.get("version")), (LICENCE, data.get("license")), (REPOSITORY, data.get("repository")))
    yield from (
        (ISSUES, data.get("bugs")),
        (FUNDER, data.get("funding")),
        (DEPENDENCY, list(table(data, "dependencies"))),
    )
    yield CONTACT, [table(one).get("email") for one in listed(data.get("maintainers"))]


def cargo(data: Any) -> Iterator[Pair]:
    part = table(data, "package")
    yield from ((TITLE, part.get("name")), (DESCRIPTION, part.get("description")), (KEYWORDS, part.get("keywords")))
    yield from ((VERSION, part.get("version")), (LICENCE, part.get("license")), (REPOSITORY, part.get("repository")))
    yield from ((DOMAIN, part.get("categories")), (DOCUMENTATION, part.get("documentation")), (LANGUAGE, "Rust"))
    yield DEPENDENCY, list(table(data, "dependencies"))


def fpm(data: Any) -> Iterator[Pair]:
    """The manifest of the Fortran package manager."""
    data = table(data)
    yield from ((TITLE, data.get("name")), (DESCRIPTION, data.get("description")), (VERSION, data.get("version")))
    yield from ((KEYWORDS, data.get("keywords")), (DOMAIN, data.get("categories")), (LICENCE, data.get("license")))
    yield from ((CONTACT, data.get("maintainer")), (COPYRIGHT, data.get("copyright")), (LANGUAGE, "Fortran"))
    yield DEPENDENCY, list(table(data, "dependencies"))


def julia(data: Any) -> Iterator[Pair]:
    data = table(data)
    yield from ((TITLE, data.get("name")), (VERSION, data.get("version")), (LANGUAGE, "Julia"))
    yield from ((CONTACT, data.get("authors")), (DEPENDENCY, list(table(data, "deps"))))


def fields(data: Any) -> Iterator[Pair]:
    """R's DESCRIPTION, `package.xml`-like headers: `data` maps lower-case names to lists of values."""
    data = table(data)
    yield from ((TITLE, data.get("title")), (DESCRIPTION, data.get("description")), (VERSION, data.get("version")))
    yield from ((LICENCE, data.get("license")), (DATE, data.get("date")), (ISSUES, data.get("bugreports")))
    yield from ((CONTACT, data.get("maintainer")), (REPOSITORY, data.get("url")), (LANGUAGE, "R"))
    yield DEPENDENCY, [name.strip() for value in listed(data.get("imports")) for name in str(value).split(",")]


def pom(root: Element) -> Iterator[Pair]:
    """Maven's POM; names of elements are read without their namespace."""
    here: dict[str, Element] = {child.tag.rpartition("}")[2]: child for child in root}

    def inside(name: str, *wanted: str) -> list[str]:
        found = here[name].iter() if name in here else ()
        return [one.text for one in found if one.text and one.tag.rpartition("}")[2] in wanted]

    texts = {name: child.text for name, child in here.items()}
    yield from ((TITLE, texts.get("name") or texts.get("artifactId")), (DESCRIPTION, texts.get("description")))
    yield from ((VERSION, texts.get("version")), (LICENCE, inside("licenses", "name")), (LANGUAGE, "Java"))
    yield from ((REPOSITORY, inside("scm", "url")), (ISSUES, inside("issueManagement", "url")))
    yield from ((CONTACT, inside("developers", "email")), (HAS_PART, inside("modules", "module")))
    yield DEPENDENCY, inside("dependencies", "artifactId")
