"""The documents of the tree: README, CONTRIBUTING, code of conduct, and the sources of the documentation."""

import re
from collections.abc import Iterable, Iterator

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import in_document_folder
from criteria.census.languages import HEAD, Identified, identify
from criteria.documents.items import CODES, CONDUCT, CONTRIBUTING, ITEMS, PLACEHOLDER, README, has_contact
from criteria.documents.markup import TEXT_MARKUPS, count_words, filler, outline, prose
from criteria.evidence.census import why_no_text
from criteria.metadata.project_name import Mention, ProjectName, aliases, declared_name, mentions, names_any
from criteria.snapshot import BLOB_LIMIT, Entry, Snapshot

KIND = "documents"
LIMIT = 256 * 1024  # bytes of one document whose sentences are read
POINTER_WORDS = 40  # a text with fewer may only say where the document stands
_PAGE = re.compile(r"https?://[^\s<>()\[\]\"'`]{4,300}")
_PICTURE = re.compile(r"\.svg\b|\.png\b|badge", re.I)

_ROLES = {
    README: re.compile(r"^read[-_ ]?me(?:$|[._-])", re.I),
    CONTRIBUTING: re.compile(r"^contribut(?:ing|e|ion|ions)(?:$|[._-])", re.I),
    CONDUCT: re.compile(r"^(?:code[-_ ]?of[-_ ]?conduct|conduct)(?:$|[._-])", re.I),
}
_FOLDERS = ("", ".github", ".gitlab", "docs", "doc", "docs/source", "doc/source", "docs/src", "doc/src")
_OFFICE = (".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".pages", ".wpd", ".sxw")
_BUILDS = {
    "mkdocs.yml": "MkDocs", "mkdocs.yaml": "MkDocs", "_toc.yml": "Jupyter Book", "book.toml": "mdBook",
    "doxyfile": "Doxygen", "doxyfile.in": "Doxygen", "antora.yml": "Antora", "docusaurus.config.js": "Docusaurus",
    "docusaurus.config.ts": "Docusaurus", "_quarto.yml": "Quarto", "_pkgdown.yml": "pkgdown", "make.jl": "Documenter",
    ".readthedocs.yml": "Read the Docs", ".readthedocs.yaml": "Read the Docs",
}  # fmt: skip


@attrs.frozen
class Document:
    """A README, CONTRIBUTING or code of conduct.

    `words` counts sentences only: no code, badges or addresses. `problem` says why the text is none: empty, binary,
    filler. `names_project` is None where no manifest says how the project is called. `mentions` are repositories on
    forges that the text names. `code` is the known code of conduct it holds or refers to.
    """

    role: str
    path: str
    markup: str | None
    bytes: int
    words: int
    title: str | None
    headings: tuple[str, ...]
    items: tuple[str, ...]
    problem: str | None
    names_project: bool | None
    mentions: tuple[Mention, ...]
    placeholder: str | None
    contact: bool
    code: str | None
    code_has_contact: bool
    opening: str  # the first 300 characters of its sentences
    leads_to: str | None = None  # the first page on the web that a text of few words names


@attrs.frozen
class Source:
    """A source file of the documentation beyond the README. `text` is False for office formats and PDF."""

    path: str
    markup: str
    bytes: int
    text: bool


@attrs.frozen
class Documents:
    name: ProjectName
    documents: tuple[Document, ...]  # the nearest to the root first
    links: tuple[str, ...]  # documents that are links: their targets are not read
    sources: tuple[Source, ...]  # by path
    builds: tuple[str, ...]  # what renders them: "Sphinx: docs/conf.py"
    apart: int  # document files that lie in vendored, generated or fixture folders

    def of(self, role: str) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.role == role)


def collect(snapshot: Snapshot) -> Documents:
    name = declared_name(snapshot)
    found = sorted(
        _named(snapshot.entries), key=lambda item: (_FOLDERS.index(item[1].folder), len(item[1].path), item[1].path)
    )
    sources, builds, set_apart = [], [], 0
    for entry in snapshot.files():
        source, build = _source(snapshot, entry), _build(snapshot, entry)
        if (source or build) and by_path(entry.path):
            set_apart += 1
            continue
        sources += [source] if source else []
        builds += [build] if build else []
    return Documents(
        name=name,
        documents=tuple(_document(snapshot, role, entry, name) for role, entry in found if entry.is_file),
        links=tuple(entry.path for _, entry in found if not entry.is_file),
        sources=tuple(_without_renderings(sources)),
        builds=tuple(builds),
        apart=set_apart,
    )


def _named(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    for entry in entries:
        if entry.folder in _FOLDERS:
            for role, pattern in _ROLES.items():
                if pattern.match(entry.name):
                    yield role, entry


def _document(snapshot: Snapshot, role: str, entry: Entry, name: ProjectName) -> Document:
    content = _head(snapshot, entry)
    identified = identify(entry.name, content[:HEAD])
    markup = identified.language.name if identified.language else None
    problem = why_no_text(content, identified) if entry.size <= LIMIT else None
    if entry.size > BLOB_LIMIT:
        problem = f"it is larger than {BLOB_LIMIT // 2**20} MiB and was not read"
    text = "" if problem else _decoded(content)
    sentences, outlined = prose(text), outline(text, markup or "Plain text")
    own = aliases(name.names)
    code = next((code for code in CODES if code.mark.search(text)), None) if role == CONDUCT else None
    placeholder = PLACEHOLDER.search(text)
    return Document(
        role=role,
        path=entry.path,
        markup=markup,
        bytes=entry.size,
        words=count_words(sentences),
        title=outlined.title,
        headings=outlined.headings,
        items=_items(role, text, sentences, outlined.headings),
        problem=problem or _no_sentences(text, sentences) or filler(sentences),
        names_project=names_any(f"{text} {outlined.title or ''}", own) if own else None,
        mentions=tuple(dict.fromkeys(mentions(text)))[:100],
        placeholder=placeholder.group() if placeholder else None,
        contact=has_contact(text),
        code=code.name if code else None,
        code_has_contact=code.contact if code else False,
        opening=" ".join(sentences[:600].split())[:300],
        leads_to=_leads_to(text, sentences),
    )


def _leads_to(text: str, sentences: str) -> str | None:
    if count_words(sentences) >= POINTER_WORDS:
        return None
    found = (match.group().rstrip(".,;:!?*_") for match in _PAGE.finditer(text))
    return next((address for address in found if not _PICTURE.search(address)), None)


def _head(snapshot: Snapshot, entry: Entry) -> bytes:
    """The beginning of a file; nothing of one that git would have to unpack whole for it."""
    return snapshot.read(entry, LIMIT) if entry.size <= BLOB_LIMIT else b""


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _no_sentences(text: str, sentences: str) -> str | None:
    if not text.strip():
        return "it is empty"
    return None if count_words(sentences) else "it holds no sentence, only badges, links or code"


def _items(role: str, text: str, sentences: str, headings: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for name, item in ITEMS[role].items():
        by_heading = any(item.heading.search(heading) for heading in headings)
        if by_heading or (item.phrase is not None and item.phrase.search(text)):
            found.append(name)
    if role == README and "description" not in found and _describes(sentences):
        found.insert(0, "description")
    return tuple(found)


def _describes(sentences: str) -> bool:
    """Some paragraph near the top says what this is: ten words or more, without a heading for it."""
    return any(count_words(paragraph) >= 10 for paragraph in re.split(r"\n[ \t]*\n", sentences[:20_000])[:40])


def _source(snapshot: Snapshot, entry: Entry) -> Source | None:
    """A file of the documentation: of a text markup or an office format, in a documentation folder, or a man page."""
    folders, name = entry.folder.split("/") if entry.folder else [], entry.name.lower()
    in_documents = in_document_folder(folders)
    if any(pattern.match(entry.name) for pattern in _ROLES.values()) or not (in_documents or name.endswith(_OFFICE)):
        return None
    if name.endswith((*_OFFICE, ".pdf")):
        return Source(entry.path, name.rpartition(".")[2], entry.size, False) if in_documents or not folders else None
    identified = identify(entry.name, b"")
    if identified.language is None and re.search(r"\.[1-8]$", name):
        identified = identify(entry.name, _head(snapshot, entry)[:HEAD])
    return _text_source(snapshot, entry, identified)


def _text_source(snapshot: Snapshot, entry: Entry, identified: Identified) -> Source | None:
    if identified.language is None or identified.language.name not in TEXT_MARKUPS | {"Jupyter Notebook", "R Markdown"}:
        return None
    if entry.size <= LIMIT and why_no_text(snapshot.read(entry), identified):
        return Source(entry.path, "not text", entry.size, False)
    return Source(entry.path, identified.language.name, entry.size, True)


def _without_renderings(sources: list[Source]) -> Iterator[Source]:
    """A PDF beside a text of the same name is what the text was rendered to, and no source."""
    stems = {source.path.rpartition(".")[0] for source in sources if source.text}
    return (source for source in sources if source.text or source.path.rpartition(".")[0] not in stems)


def _build(snapshot: Snapshot, entry: Entry) -> str | None:
    name = entry.name.lower()
    if name == "conf.py" and b"sphinx" in _head(snapshot, entry).lower():
        return f"Sphinx: {entry.path}"
    if name in _BUILDS and (name != "make.jl" or in_document_folder(entry.folder.split("/"))):
        return f"{_BUILDS[name]}: {entry.path}"
    return None
