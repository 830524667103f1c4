"""Licence files with the texts they hold, and every other place that names the licence of the project."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs

from criteria.census.apart import by_path, words
from criteria.census.languages import PROGRAMMING, identify
from criteria.licences.names import Name, name_of
from criteria.licences.notices import HEAD, notice_in
from criteria.licences.terms import Place
from criteria.licences.text import LIMIT, Match, Reading, read_licence
from criteria.metadata.citation_cff import read_citation
from criteria.metadata.codemeta import read_codemeta
from criteria.metadata.manifests import read_manifests
from criteria.snapshot import SYMLINK, Entry, Snapshot

KIND = "licences"

MAX_DEEPER = 100  # licence files below the root that are read
MAX_SAMPLED = 200  # heads of source files
_TELLING = 0.25  # share of sampled files from which on their heads speak for the project
_HOPS = 5  # links that lead to links
_LONG = 300  # characters of a declared value that is itself a licence text

_NAME = re.compile(
    r"(?i)^(?:un)?licen[cs]es?(?:[._-][^/]{0,80})?$|^copying(?:[._-][^/]{0,80})?$|^[\w.+-]{1,60}[-_.]licen[cs]e(?:\.\w{2,4})?$"
)
_MAIN = re.compile(r"(?i)^(?:(?:un)?licen[cs]e|copying)(?:\.(?:txt|md|rst|markdown|adoc|html?))?$")
_NOTICES = re.compile(
    r"(?i)^(?:notices?|third[-_ ]?party[^/]{0,60}|licen[cs]es?[-_. ]bundled[^/]{0,20})$|^notices?\.\w{2,4}$"
)
_NO_TEXT = re.compile(
    r"(?i)\.(?:pyx?|pyc|pxd|ipynb|sh|bash|bat|js|mjs|jsx|ts|tsx|css|c|cc|cpp|h|hpp|java|kt|go|rs|rb|pl|php|json|ya?ml|xml"
    r"|toml|cfg|ini|in|csv|svg|png|jpe?g|gif|pdf|about|spdx)$"
)
_BUNDLES = words("third_party third-party thirdparty 3rdparty _vendor vendored _vendored node_modules")


@attrs.frozen
class LicenceFile:
    """One candidate. `root` tells a file of the root (or of its `LICENSES/` folder) from a deeper one,
    `main` the file that by its name holds the licence of the whole; `problem` says why nothing was read.
    """

    path: str
    size: int  # bytes
    root: bool
    main: bool
    matches: tuple[Match, ...] = ()
    placeholders: tuple[Place, ...] = ()
    riders: tuple[Place, ...] = ()
    notice: str | None = None  # a licence that it names, where it holds no text of one
    truncated: bool = False
    problem: str | None = None


@attrs.frozen
class Statement:
    """One place that names the licence. `expression` is SPDX; `family` stands for a vague name such as "BSD"."""

    where: str  # pyproject.toml, setup.cfg, …, CITATION.cff, codemeta.json, classifier or headers
    path: str
    value: str
    expression: str | None
    family: str | None

    @property
    def name(self) -> Name:
        return Name(self.expression, self.family)


@attrs.frozen
class HeaderCount:
    """How many sampled source files name a licence in their head; `path` is the first of them."""

    name: str
    files: int
    path: str


@attrs.frozen
class Licences:
    tracked: int  # paths of the commit, links and submodules included
    files: tuple[LicenceFile, ...] = ()
    unread: int = 0  # licence files below the root beyond the limit
    statements: tuple[Statement, ...] = ()
    headers: tuple[HeaderCount, ...] = ()
    sampled: int = 0
    notices: tuple[str, ...] = ()  # files that list the notices of third parties
    unlicensed_bundles: tuple[str, ...] = ()  # folders of third-party code without licence file or notice inside


def collect(snapshot: Snapshot) -> Licences:
    candidates = [entry for entry in snapshot.entries if _is_candidate(entry)]
    root = [entry for entry in candidates if _in_root(entry)]
    deeper = [
        entry for entry in candidates if not _in_root(entry) and not (by_path(entry.path) or "").startswith("vendored")
    ]
    deeper.sort(key=lambda entry: (entry.path.count("/"), entry.path))
    headers, sampled = _headers(snapshot)
    return Licences(
        tracked=len(snapshot.entries),
        files=tuple(_read(snapshot, entry) for entry in [*root[:MAX_DEEPER], *deeper[:MAX_DEEPER]]),
        unread=len(root[MAX_DEEPER:]) + len(deeper[MAX_DEEPER:]),
        statements=tuple(_statements(snapshot, headers, sampled)),
        headers=tuple(headers),
        sampled=sampled,
        notices=tuple(entry.path for entry in snapshot.files() if _NOTICES.match(entry.name)),
        unlicensed_bundles=tuple(_unlicensed(snapshot, candidates)),
    )


def _is_candidate(entry: Entry) -> bool:
    if not (entry.is_file or entry.mode == SYMLINK):
        return False
    return bool(_in_licences_folder(entry) or _NAME.match(entry.name)) and not _NO_TEXT.search(entry.name)


def _in_licences_folder(entry: Entry) -> bool:
    """The place of the REUSE specification."""
    return entry.folder == "LICENSES"


def _in_root(entry: Entry) -> bool:
    return not entry.folder or _in_licences_folder(entry)


def _read(snapshot: Snapshot, entry: Entry) -> LicenceFile:
    file = LicenceFile(entry.path, entry.size, _in_root(entry), not entry.folder and bool(_MAIN.match(entry.name)))
    target, problem = _followed(snapshot, entry)
    if target is None:
        return attrs.evolve(file, problem=problem)
    text = _decoded(snapshot.read(target, 4 * LIMIT))
    if not text.strip():
        return attrs.evolve(file, problem="it is empty")
    reading = _reading(text)
    notice = None if reading.matches else notice_in(text[:HEAD])
    return attrs.evolve(
        file,
        matches=reading.matches,
        placeholders=reading.placeholders,
        riders=reading.riders,
        notice=notice.expression or notice.family if notice else None,
        truncated=reading.truncated or target.size > 4 * LIMIT,
    )


@lru_cache(maxsize=32)
def _reading(text: str) -> Reading:
    """A monorepo has the same text in many folders."""
    return read_licence(text)


def _followed(snapshot: Snapshot, entry: Entry) -> tuple[Entry | None, str | None]:
    """The file behind a link, found among the snapshot's own entries; nothing outside of them is ever opened."""
    for _ in range(_HOPS):
        if entry.is_file:
            return entry, None
        target = snapshot.read(entry, 4096).decode("utf-8", errors="surrogateescape")
        path = _joined(entry.folder, target)
        if path is None:
            return None, "it is a link that leaves the tree; it was not followed"
        found = snapshot.by_path.get(path)
        if found is None or not (found.is_file or found.mode == SYMLINK):
            return None, "it is a link to something that is no file of this commit"
        entry = found
    return None, f"it is a link that leads through more than {_HOPS} links"


def _joined(folder: str, target: str) -> str | None:
    if target.startswith("/") or "\0" in target:
        return None
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def _statements(snapshot: Snapshot, headers: Sequence[HeaderCount], sampled: int) -> Iterator[Statement]:
    for manifest in read_manifests(snapshot):
        for value in manifest.licences:
            yield _statement(manifest.path, manifest.path, value)
        for value in manifest.classifiers:
            yield _statement("classifier", manifest.path, value)
    for document in (read_citation(snapshot), read_codemeta(snapshot)):
        if document and document.licences:
            yield _statement(document.path, document.path, " OR ".join(document.licences))
    most = headers[0] if headers else None
    if most and most.files >= _TELLING * sampled:
        name = name_of(most.name)
        value = f"{most.name} in {most.files} of {sampled} sampled files"
        yield Statement("headers", most.path, value, name.expression, name.family)


def _statement(where: str, path: str, value: str) -> Statement:
    name = name_of(value)
    if not name.known and len(value) > _LONG and (matches := read_licence(value).matches):
        name = name_of(matches[0].ids[0])
    return Statement(where, path, " ".join(value[:_LONG].split()), name.expression, name.family)


def _headers(snapshot: Snapshot) -> tuple[list[HeaderCount], int]:
    """The licences that heads of first-party sources name, most frequent first, over an even sample."""
    sources = [entry for entry in snapshot.files() if entry.size and _is_source(entry)]
    step = max(1, -(-len(sources) // MAX_SAMPLED))
    sample = sources[::step]
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for entry in sample:
        name = notice_in(snapshot.text(entry, HEAD))
        if called := name.expression or name.family:
            counts[called] += 1
            first.setdefault(called, entry.path)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [HeaderCount(name, files, first[name]) for name, files in ordered], len(sample)


def _is_source(entry: Entry) -> bool:
    language = identify(entry.name, b"").language
    return language is not None and language.group == PROGRAMMING and by_path(entry.path) is None


def _unlicensed(snapshot: Snapshot, candidates: Sequence[Entry]) -> Iterator[str]:
    licensed = {_bundle(entry.path) for entry in candidates} | {
        _bundle(entry.path) for entry in snapshot.files() if _NOTICES.match(entry.name)
    }
    bundles = {bundle for entry in snapshot.files() if (bundle := _bundle(entry.path)) and entry.name != "__init__.py"}
    yield from sorted(bundles - licensed)[:MAX_DEEPER]


def _bundle(path: str) -> str | None:
    """The outermost folder on the path that by its name holds code of third parties."""
    folders = path.split("/")[:-1]
    for number, folder in enumerate(folders):
        if folder.lower() in _BUNDLES:
            return "/".join(folders[: number + 1])
    return None
