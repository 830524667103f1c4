"""Evidence of kind "guides": to whom the documentation speaks, where it is online, what changed, and what is made here.

A few pages are read, and of each only the beginning; the rest is known by its name.
"""

import re
from collections.abc import Iterator

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import in_document_folder
from criteria.documents.addresses import Address, addresses
from criteria.documents.audiences import HEAD, Page, pages_of
from criteria.documents.changelog import Changelog, changelogs
from criteria.documents.product import Product, product_of
from criteria.snapshot import Entry, Snapshot

KIND = "guides"
MAX_READ = 400  # pages whose beginning is read, the nearest to the root first
MAX_PAGES = 40  # kept of one topic

_TEXT = (".md", ".rst", ".txt", ".adoc", ".org", ".tex", ".rmd", ".qmd", ".texi", ".html", ".1", ".man")
_ROOT_TEXT = re.compile(r"^(?:readme|install|contributing|contribute|hacking|development|develop|developing|building"
                        r"|build|architecture|design|"
                        r"security|faq|deploy\w{0,8}|usage|configuration)\b", re.I)  # fmt: skip
_README = re.compile(r"^read[-_ ]?me(?:$|[._-])", re.I)
_GENERATORS = {
    "doxyfile": "Doxygen", "doxyfile.in": "Doxygen", "_pkgdown.yml": "pkgdown", "_quarto.yml": "Quarto",
}  # fmt: skip
_FORD = re.compile(r"^(?:src_dir|project):\s", re.M)


@attrs.frozen
class Generator:
    """A program that makes an API reference from the code, by its settings file."""

    name: str
    path: str


@attrs.frozen
class Guides:
    """`addresses`: where the documentation is said to be online, with the file that says it."""

    pages: tuple[Page, ...]
    generators: tuple[Generator, ...]
    changelogs: tuple[Changelog, ...]
    addresses: tuple[Address, ...]
    product: Product
    read: int  # pages whose beginning was read
    known_by_name: int  # pages beyond those

    def of(self, topic: str) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if page.topic == topic)


def collect(snapshot: Snapshot) -> Guides:
    """A pure function of the tree."""
    candidates = sorted(_candidates(snapshot), key=lambda entry: (entry.path.count("/"), entry.path))
    pages: dict[str, list[Page]] = {}
    for number, entry in enumerate(candidates):
        text = snapshot.text(entry, HEAD) if number < MAX_READ else " word" * 40
        for page in pages_of(entry.path, text, root=entry.folder == ""):
            pages.setdefault(page.topic, []).append(page)
    readme = min(
        (entry.path for entry in snapshot.files() if not entry.folder and _README.match(entry.name)), default=""
    )
    return Guides(
        pages=tuple(page for topic in sorted(pages) for page in pages[topic][:MAX_PAGES]),
        generators=tuple(_generators(snapshot)),
        changelogs=tuple(changelogs(snapshot)),
        addresses=addresses(snapshot, readme),
        product=product_of(snapshot),
        read=min(len(candidates), MAX_READ),
        known_by_name=max(0, len(candidates) - MAX_READ),
    )


def _candidates(snapshot: Snapshot) -> Iterator[Entry]:
    for entry in snapshot.files():
        name = entry.name.lower()
        if not name.endswith(_TEXT) and "." in name:
            continue
        folders = entry.folder.split("/") if entry.folder else []
        at_root = not folders and _ROOT_TEXT.match(name)
        if (at_root or (in_document_folder(folders) and name.endswith(_TEXT))) and by_path(entry.path) is None:
            yield entry


def _generators(snapshot: Snapshot) -> Iterator[Generator]:
    for entry in snapshot.files():
        name = _GENERATORS.get(entry.name.lower())
        if not entry.folder and "ford" in entry.name.lower() and len(_FORD.findall(snapshot.text(entry, 4096))) >= 2:
            name = "FORD"
        if name and by_path(entry.path) is None:
            yield Generator(name, entry.path)
    # The pages that R shows for `?name`: `R CMD check` holds them against the code.
    manual = next((entry for entry in snapshot.files() if entry.folder == "man" and entry.name.endswith(".Rd")), None)
    if manual is not None and "DESCRIPTION" in snapshot.by_path:
        yield Generator("R documentation", manual.path)
