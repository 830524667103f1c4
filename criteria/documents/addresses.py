"""Where the documents and manifests say that the documentation is online."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.metadata.project_name import names_any
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml, load_yaml

LIMIT = 256 * 1024
KEPT = 40

_URL = r"https?://[^\s<>()\[\]\"'`|\\{}]{4,300}"
_HOSTED = re.compile(
    rf"(?=https?://(?:[\w-]{{1,63}}\.){{0,3}}(?:readthedocs\.(?:io|org)|rtfd\.io|github\.io|gitlab\.io|pages\.dev|netlify\.app|gitbook\.io|codeberg\.page)"
    rf"|https?://(?:docs?|documentation|manual|doc)\.[\w.-]{{3,100}}|https?://docs\.rs/|https?://pkg\.go\.dev/|https?://[\w.-]{{3,100}}/(?:[\w.-]{{1,40}}/){{0,3}}(?:docs?|documentation|manual|reference|help|html)\b){_URL}",
    re.I,
)
_LABELLED = re.compile(
    rf"(?:documentation|docs|manual|user guide|reference)\b[^\n]{{0,80}}?[(<:= "
    rf"]({_URL})|\[[^\[\]\n]{{0,60}}(?:docs?|documentation|manual)[^\[\]\n]{{0,60}}\]\(({_URL})\)",
    re.I,
)
_ANY = re.compile(_URL)
# Pictures, pages of others that many documents name, and forges, package indexes and services, which show a project
# and hold no documentation of it.
_BADGES = re.compile(
    r"\.svg\b|badge|shields\.io|\.png\b|//docs\.(?:python|github|conda|docker|pytest|microsoft)\.|/actions/"
    r"|//(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|zenodo\.org|doi\.org|opensource\.org)/"
    r"|//(?:[\w-]{1,63}\.){0,3}(?:pypi\.[a-z]{2,6}|anaconda\.org|crates\.io|npmjs\.com|hub\.docker\.com|pepy\.tech|libraries\.io"
    r"|githubusercontent\.com|codecov\.io|coveralls\.io|travis-ci\.(?:org|com)|appveyor\.com|codeclimate\.com|codacy\.com"
    r"|sonarcloud\.io|bestpractices\.dev|mybinder\.org|colab\.research\.google\.com|gitter\.im|slack\.com|zulipchat\.com"
    r"|discord\.(?:gg|com))(?:[/:?#]|$)",
    re.I,
)
_MANIFESTS = ("setup.cfg", "setup.py", "PKG-INFO", "DESCRIPTION", "Cargo.toml", "codemeta.json", "CITATION.cff",
"package.json", "fpm.toml", "Project.toml", "_pkgdown.yml", "book.toml")  # fmt: skip


@attrs.frozen
class Address:
    """A page on the web. `declared`: a manifest calls it the documentation; else a text names it, whatever it is."""

    url: str
    path: str  # the file that names it
    declared: bool


def addresses(snapshot: Snapshot, readme: str) -> tuple[Address, ...]:
    """Declared ones first, each once. `readme` is the path of the README or empty."""
    found: dict[str, Address] = {}
    named = [(url, path, True) for url, path in _declared(snapshot)] + [
        (url, path, False) for url, path in _written(snapshot, readme)
    ]
    for url, path, declared in named:
        cleaned = url.rstrip(".,;:!?*_/)'\"")
        if not _BADGES.search(cleaned):
            found.setdefault(cleaned, Address(cleaned, path, declared))
    return tuple(list(found.values())[:KEPT])


def own_addresses(addresses: Iterable[Address], folds: frozenset[str]) -> tuple[Address, ...]:
    """Declared ones first, then those of texts that bear the project's name; of somebody else's pages none counts."""
    listed = tuple(addresses)
    declared = [address for address in listed if address.declared]
    return (*declared, *(address for address in listed if not address.declared and _bears(address.url, folds)))


def _bears(url: str, folds: frozenset[str]) -> bool:
    plain = url.lower().replace("-", "").replace("_", "").replace(".jl", "")
    return names_any(url, folds) or any(len(fold) > 3 and fold in plain for fold in folds)


def _declared(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """`[project.urls]` with a label that says documentation, and the site of MkDocs."""
    try:
        data = load_toml(_text(snapshot, "pyproject.toml"), "pyproject.toml")
    except UntrustedInputError:
        data = {}
    project, poetry = _get(data, "project"), _get(_get(data, "tool"), "poetry")
    urls = _get(project, "urls")
    named = list(urls.items()) if isinstance(urls, dict) else []
    for label, url in [*named, ("documentation", _get(poetry, "documentation"))]:
        if isinstance(url, str) and re.search(r"doc|manual|guide|reference", str(label), re.I):
            yield url[:300], "pyproject.toml"
    for path in ("mkdocs.yml", "mkdocs.yaml"):
        try:
            site = _get(load_yaml(_text(snapshot, path), path), "site_url")
        except UntrustedInputError:
            continue
        if isinstance(site, str) and site.startswith("http"):
            yield site[:300], path
    for path in _MANIFESTS:
        text = _text(snapshot, path)
        for match in [*_LABELLED.finditer(text), *_HOSTED.finditer(text)][:20]:
            yield next((group for group in match.groups() if group), match.group()), path


def _written(snapshot: Snapshot, readme: str) -> Iterator[tuple[str, str]]:
    text = _text(snapshot, readme) if readme else ""
    for match in [*_HOSTED.finditer(text), *_LABELLED.finditer(text), *_ANY.finditer(text)][:200]:
        yield next((group for group in match.groups() if group), match.group()), readme


def _text(snapshot: Snapshot, path: str) -> str:
    entry = snapshot.by_path.get(path)
    return snapshot.text(entry, LIMIT) if entry is not None and entry.is_file else ""


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None
