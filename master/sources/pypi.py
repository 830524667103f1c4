"""A source distribution of a package index. It is found and downloaded as pip would, and never built or run."""

import contextlib
import hashlib
import logging
import re
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit

import attrs
import httpx2
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from unearth import Link, Package, PackageFinder
from unearth.collector import is_secure_origin
from unearth.fetchers import Fetcher, PyPIClient

from criteria.evidence.retrieval import Retrieval
from master.errors import MeasureError, UsageError
from master.sources.archive import LARGEST_ARCHIVE, commit_archive
from master.sources.members import SUFFIXES
from master.sources.mirror import disk_errors, require_space
from master.sources.source import Resolved
from workers.pip_settings import PipSettings, pip_settings

FORM = "pypi:NAME or pypi:NAME==VERSION"
NEEDS_NETWORK = True
REDIRECTS = 5
BLOCK = 64 * 2**10
NEAREST = 5  # versions named when the one that was asked for does not exist
logging.getLogger("unearth").addHandler(logging.NullHandler())  # what it would print is said in our own errors
_REQUEST = re.compile(r"pypi:([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)(?:==([A-Za-z0-9.!+_-]{1,100}))?")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class IndexFaultError(MeasureError):
    """The index, or the host of the file, does not answer or answers nonsense."""


@attrs.define
class _Client:
    """An HTTP client that refuses insecure redirects and remembers which pages the indexes would not give."""

    http: Fetcher
    refused: list[tuple[str, int]] = attrs.field(factory=list)


def accepts(text: str) -> bool:
    return text.startswith("pypi:")


def resolve(text: str, rev: str | None, state: Path) -> Resolved:
    """The source distribution of the version, or of the newest one, as one commit."""
    if rev:
        raise UsageError(f"a package has versions, no revisions; write pypi:NAME==VERSION instead of {rev}")
    name, version = parse(text)
    settings = pip_settings()
    if not settings.indexes and not settings.find_links:
        raise UsageError("pip is set to no-index and no find-links folder exists; name an index in pip's configuration")
    with _client(settings) as client, _folder(state) as folder:
        package = choose(name, version, _packages(name, settings, client))
        file = folder / re.sub(r"[^A-Za-z0-9._+-]", "_", package.link.filename)
        _download(client, package.link, file)
        made = commit_archive(file, state)
    label = str(package.version)
    anonymous, reason = _openness(package.link)
    retrieval = Retrieval(
        how="index",
        location=f"pypi:{name}=={label} {file.name}",
        anonymous=anonymous,
        reason=reason,
        versioned=False,
        digest=made.digest,
    )
    return Resolved(text, made.mirror, made.commit, label, retrieval, made.notes)


def parse(text: str) -> tuple[str, str | None]:
    """Name and version, if there is one."""
    match = _REQUEST.fullmatch(text)
    if not match:
        raise UsageError(f"{text[:120]!r} names no package; write {FORM}")
    try:
        return match[1], match[2] and str(Version(match[2]))
    except InvalidVersion as error:
        raise UsageError(
            f"{match[2]} is no version of a Python package; write for example pypi:{match[1]}==1.0"
        ) from error


def choose(name: str, version: str | None, packages: Sequence[Package]) -> Package:
    """The source distribution that is meant: of this version, or of the newest that is neither yanked nor a preview."""
    known = sorted({found for package in packages if (found := _version(package))}, reverse=True)
    if not known:
        raise MeasureError(f"no package {name} is found; check its spelling and pip's index-url")
    if version is not None and Version(version) not in known:
        raise MeasureError(f"there is no {name} {version}; the nearest versions are {_nearest(version, known)}")
    wanted = Version(version) if version else _newest(packages, known)
    sources = {found: package for package in packages if (found := _version(package)) and _is_source(package)}
    if wanted not in sources:
        newest = max(sources, default=None)
        other = f"the newest version with sources is pypi:{name}=={newest}" if newest else "no version has sources"
        raise MeasureError(f"{name} {wanted} is published as built packages (wheels) only; {other}")
    candidates = [package for package in packages if _version(package) == wanted and _is_source(package)]
    return min(candidates, key=lambda package: (not package.link.filename.endswith(".tar.gz"), package.link.filename))


def _newest(packages: Sequence[Package], known: Sequence[Version]) -> Version:
    offered = {found for package in packages if not package.link.is_yanked and (found := _version(package))}
    finished = {found for found in offered if not found.is_prerelease}
    return max(finished or offered or set(known))


def _nearest(version: str, known: Sequence[Version]) -> str:
    """The versions around the place where the missing one would stand."""
    place = sum(other > Version(version) for other in known)
    start = max(0, min(place - NEAREST // 2, len(known) - NEAREST))
    return ", ".join(str(other) for other in known[start : start + NEAREST])


def _version(package: Package) -> Version | None:
    try:
        return Version(package.version or "")
    except InvalidVersion:
        return None


def _is_source(package: Package) -> bool:
    return not package.link.is_wheel and package.link.filename.lower().endswith(SUFFIXES)


def _packages(name: str, settings: PipSettings, client: _Client) -> list[Package]:
    finder = PackageFinder(
        session=client.http,
        index_urls=settings.indexes,
        find_links=settings.find_links,
        trusted_hosts=settings.trusted_hosts,
        ignore_compatibility=True,
    )
    try:
        with _network_errors():
            found = list(finder.find_all_packages(canonicalize_name(name), allow_yanked=True))
    except (ValueError, LookupError) as error:
        raise IndexFaultError(f"an index answers with a page that cannot be read: {error}") from error
    if not found and client.refused:
        host, status = client.refused[0]
        raise IndexFaultError(f"{name} could not be looked up: {host} answers with the HTTP status {status}; try later")
    return found


def _download(client: _Client, link: Link, file: Path) -> None:
    """Stream the file to disk, capped, and compare it with the digest that the index promises."""
    local = link.is_file
    if local and (link.comes_from or "").startswith(("http://", "https://")):
        raise IndexFaultError(f"the index points to a file of this machine for {link.filename}, which is refused")
    if not local and not is_secure_origin(client.http, link):
        raise IndexFaultError(f"{link.filename} is offered without TLS; add its host to pip's trusted-host")
    promised = _promised(link)
    if promised is None and not local:
        raise IndexFaultError(f"the index gives no SHA-256 digest for {link.filename}; use an index that does")
    digest, size = hashlib.sha256(), 0
    with _network_errors(), client.http.get_stream(link.normalized.partition("#")[0]) as answer, file.open("wb") as out:
        if answer.status_code != 200:
            raise IndexFaultError(f"{link.filename} cannot be downloaded: HTTP status {answer.status_code}")
        for block in answer.iter_bytes(BLOCK):
            size += len(block)
            if size > LARGEST_ARCHIVE:
                raise IndexFaultError(f"{link.filename} is larger than the {LARGEST_ARCHIVE} bytes that are read")
            digest.update(block)
            out.write(block)
    if promised is not None and digest.hexdigest() != promised:
        raise IndexFaultError(f"{link.filename} is not what the index promises (its SHA-256 digest differs); try later")


def _promised(link: Link) -> str | None:
    value = (link.hashes or {}).get("sha256") or (link.hash if link.hash_name == "sha256" else None)
    return value.lower() if value and _SHA256.fullmatch(value) else None


def _openness(link: Link) -> tuple[bool | None, str]:
    if link.is_file:
        return None, "found in an index on this machine; the network was not asked"
    host = urlsplit(link.normalized).hostname
    if any("@" in urlsplit(url).netloc for url in (link.normalized, link.comes_from or "")):
        return False, f"downloaded from {host} with the credentials in pip's configuration"
    return True, f"downloaded from {host} without credentials"


@contextlib.contextmanager
def _client(settings: PipSettings) -> Iterator[_Client]:
    refused: list[tuple[str, int]] = []

    def look(answer: httpx2.Response) -> None:
        if answer.has_redirect_location:
            target = Link(urljoin(str(answer.request.url), answer.headers["location"]))
            if target.is_file or not is_secure_origin(cast(Fetcher, http), target):
                raise IndexFaultError(f"{answer.request.url.host} redirects to a place without TLS, which is refused")
        elif answer.status_code >= 400 and answer.status_code not in (404, 410):
            refused.append((answer.request.url.host, answer.status_code))

    try:
        verify: ssl.SSLContext | bool = _trust(settings)
    except OSError as error:
        raise UsageError(f"the certificates {settings.certificates} cannot be read: {error.strerror}") from error
    with PyPIClient(
        trusted_hosts=settings.trusted_hosts,
        verify=verify,
        cert=settings.client_certificate,
        timeout=settings.timeout,
        follow_redirects=True,
        max_redirects=REDIRECTS,
        event_hooks={"response": [look]},
        proxy=settings.proxy,
    ) as http:
        yield _Client(cast(Fetcher, http), refused)  # it is one; only its annotations are wider


def _trust(settings: PipSettings) -> ssl.SSLContext | bool:
    return ssl.create_default_context(cafile=settings.certificates) if settings.certificates else True


@contextlib.contextmanager
def _folder(state: Path) -> Iterator[Path]:
    """A folder for the download on the disk of the state directory, gone afterwards."""
    with disk_errors(state / "downloads"):
        state.mkdir(parents=True, exist_ok=True)
        require_space(state)
        with tempfile.TemporaryDirectory(prefix="download-", dir=state) as name:
            yield Path(name)


@contextlib.contextmanager
def _network_errors() -> Iterator[None]:
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        host = getattr(getattr(error, "_request", None), "url", None)
        place = f"the host {host.host}" if host is not None else "the index"
        raise IndexFaultError(f"{place} cannot be reached: {str(error) or type(error).__name__}") from error
