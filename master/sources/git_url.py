"""A repository on a host of the public network: https only, without credentials, without redirects (T08, T09, T12)."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pygit2
import stamina

from criteria.evidence.retrieval import Retrieval
from master.errors import MeasureError, UsageError
from master.git import GitError, GitTimeoutError, git, git_version
from master.sources.address import UnknownHostError, public_addresses
from master.sources.default_branch import of_mirror
from master.sources.mirror import KEEP, mirror_path, refresh
from master.sources.revision import HEADS, TAGS, Found, check_revision, find, is_full
from master.sources.source import Resolved

FORM = "https://HOST/PATH, with @REV behind it if you like"
NEEDS_NETWORK = True
ATTEMPTS = 3
ASK_TIMEOUT, FETCH_TIMEOUT = 60.0, 3600.0  # seconds
OLDEST_GIT = (2, 38)  # older ones ignore the pinned address and would look the host up again
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:(//|:)|[^/\s:@]{1,255}@[^/\s:]{1,255}:")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_PATH = re.compile(r"(?:/[A-Za-z0-9_~+.][A-Za-z0-9_~+.-]{0,254}){1,20}")
_TIP = re.compile(rb"^([0-9a-f]{40})\t", re.MULTILINE)
_DEFAULT = re.compile(rb"^ref: (refs/heads/\S{1,240})\tHEAD$", re.MULTILINE)
_ABSENT = ("not found", "could not read Username", "Authentication failed", "returned error: 401", "error: 403")
_MOVED = re.compile(r"returned error: 30[1278]|unable to update url base from redirection")
_REFUSED = re.compile(r"error: object ([0-9a-f]{40}: \w{1,60})")  # what fsck says of something that has just arrived
_PASSING = re.compile(
    r"returned error: (?:408|429|5\d\d)|Could not resolve|Failed to connect|Couldn't connect"
    r"|Connection (?:reset|refused)|timed out|Operation too slow|early EOF|RPC failed|hung up|disconnect"
    r"|SSL|TLS|certificate|proxy|curl",
    re.IGNORECASE,
)


class NoRepositoryError(MeasureError):
    """The host answers, but shows no such repository to somebody without credentials."""


class UnreachableError(MeasureError):
    """The host does not answer, or not in time."""


class MovedError(MeasureError):
    """The host answers with a redirect."""


@attrs.frozen
class RepositoryUrl:
    """A checked URL: lower-case host, plain path; nothing in it can be taken for an option or a credential."""

    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"https://{self.host}{'' if self.port == 443 else f':{self.port}'}{self.path}"


def accepts(text: str) -> bool:
    return _FOREIGN.match(text) is not None


def parse(text: str) -> tuple[RepositoryUrl, str | None]:
    """The URL and the revision behind it (`@REV` or `#REV`); `UsageError` for everything but plain https."""
    if text[:8].lower() != "https://":
        raise UsageError(f"{shown(text)}: only https:// URLs are fetched; for a local repository name its folder")
    host, slash, rest = text[8:].partition("/")
    if "@" in host:
        raise UsageError(f"https://{shown(host.rpartition('@')[2])}: leave user name and password out of the URL")
    name, colon, port = host.lower().partition(":")
    path, _, rev = re.sub(r"[@#]", "\0", slash + rest, count=1).partition("\0")
    path = path.rstrip("/")
    if not _HOST.fullmatch(name) or (colon and not re.fullmatch(r"[0-9]{1,5}", port)):
        raise UsageError(f"{shown(text)}: the host is not a plain host name")
    if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise UsageError(f"{shown(text)}: the path of a repository is made of letters, digits and . _ ~ + - only")
    number = int(port or 443)
    if not 0 < number < 65536:
        raise UsageError(f"{shown(text)}: {number} is not a port")
    return RepositoryUrl(name, number, path), check_revision(rev) if rev else None


def resolve(text: str, rev: str | None, state: Path) -> Resolved:
    """Fetch the repository into its mirror and find the commit; default: the tip of the default branch."""
    url, inside = parse(text)
    if rev and inside and rev != inside:
        raise UsageError(f"the URL asks for {inside} and --rev for {rev}; name one of them")
    wanted = check_revision(rev) if rev else inside
    mirror = mirror_path(state, "git", str(url))
    anonymous: bool | None = True
    reason = "the commit was fetched over https without credentials"
    try:
        found = _fetched(url, wanted, mirror)
    except (UnreachableError, UnknownHostError):
        kept = _kept(mirror, wanted)
        if kept is None:
            raise
        found, anonymous = kept, None
        reason = f"{url.host} does not answer now; the commit was fetched from it without credentials before"
    retrieval = Retrieval("git", str(url), anonymous=anonymous, reason=reason, versioned=True)
    notes = () if anonymous else (reason,)
    default = of_mirror(pygit2.Repository(str(mirror)))
    return Resolved(str(url), mirror, found.commit, found.label, retrieval, notes, default)


def tips(url: RepositoryUrl) -> frozenset[str]:
    """The commits that the branches and tags of a repository stand at, asked for without credentials."""
    return frozenset(tip.decode() for tip in _TIP.findall(_ask(url, "ls-remote", "--heads", "--tags")))


def _fetched(url: RepositoryUrl, wanted: str | None, mirror: Path) -> Found:
    try:
        return _fetch(url, wanted, mirror)
    except MovedError:
        # Some hosts answer to NAME.git only and send those who ask for NAME there.
        if url.path.endswith(".git"):
            raise
        return _fetch(attrs.evolve(url, path=url.path + ".git"), wanted, mirror)


def _fetch(url: RepositoryUrl, wanted: str | None, mirror: Path) -> Found:
    answer = _ask(url, "ls-remote", "--symref", pattern="HEAD")
    branch = _DEFAULT.search(answer)
    name = check_revision(branch[1].decode(errors="replace")) if branch else None
    return refresh(mirror, lambda place: _fill(url, wanted, name, place))


def _fill(url: RepositoryUrl, wanted: str | None, default: str | None, mirror: Path) -> Found:
    _ask(
        url,
        "fetch",
        "--quiet",
        "--prune",
        "--no-write-fetch-head",
        refspecs=(f"+{HEADS}*:{HEADS}*", f"+{TAGS}*:{TAGS}*"),
        mirror=mirror,
    )
    repository = pygit2.Repository(str(mirror))
    if default and default in repository.references:
        repository.set_head(default)
    if wanted and is_full(wanted) and wanted.lower() not in repository:
        _ask_for_commit(url, wanted.lower(), mirror)
        repository = pygit2.Repository(str(mirror))
    found = find(repository, wanted or "HEAD", (TAGS, HEADS))
    if found is None and wanted is None:
        raise UsageError(f"{url} has no commit on its default branch; name a branch or tag with @REV")
    if found is None:
        raise UsageError(f"{url} has no branch, tag or commit {wanted}; check its spelling")
    return found


def _ask_for_commit(url: RepositoryUrl, commit: str, mirror: Path) -> None:
    try:
        _ask(url, "fetch", "--quiet", "--no-write-fetch-head", refspecs=(f"+{commit}:{KEEP}{commit}",), mirror=mirror)
    except GitError as error:
        if "not our ref" in error.said or "remote error" in error.said:
            raise UsageError(f"{url} has no commit {commit}, or does not give it away; check its spelling") from error
        raise


def _kept(mirror: Path, wanted: str | None) -> Found | None:
    """A full commit id means the same for ever: the mirror may answer for a host that is away (F15)."""
    if wanted is None or not is_full(wanted) or not mirror.exists():
        return None
    return find(pygit2.Repository(str(mirror)), wanted)


def _ask(
    url: RepositoryUrl,
    *arguments: str,
    pattern: str = "",
    refspecs: tuple[str, ...] = (),
    mirror: Path | None = None,
) -> bytes:
    """One guarded call to the host, over an address that was checked, tried again when the fault may pass."""
    if git_version() < OLDEST_GIT:
        raise MeasureError("git 2.38 or newer is needed to fetch from the network safely; install it")
    addresses = public_addresses(url.host, url.port)
    pinned = f"http.curloptResolve={url.host}:{url.port}:{','.join(_bracketed(addresses))}"
    for attempt in stamina.retry_context(on=UnreachableError, attempts=ATTEMPTS, timeout=None, wait_initial=1.0):
        with attempt:
            try:
                return git(
                    *arguments,
                    "--end-of-options",
                    str(url),
                    *((pattern,) if pattern else refspecs),
                    repository=mirror,
                    timeout=FETCH_TIMEOUT if mirror else ASK_TIMEOUT,
                    options=(pinned,) if addresses else (),
                )
            except GitError as error:
                raise _explained(url, error) from error
    raise AssertionError("the loop above returns or raises")


def _explained(url: RepositoryUrl, error: GitError) -> MeasureError:
    """What the failure of git means; `error` itself when it is a matter of our own mirror."""
    if isinstance(error, GitTimeoutError):
        return UnreachableError(f"{url} did not answer in time; try again later")
    if _MOVED.search(error.said):
        return MovedError(f"{url} answers with a redirect, which is not followed; name the URL it has now")
    if any(sign in error.said for sign in _ABSENT):
        return NoRepositoryError(
            f"there is no public repository at {url}; check its spelling and that it is not private"
        )
    if refused := _REFUSED.search(error.said):
        return MeasureError(f"{url} holds an object that git refuses as harmful or broken ({refused[1]})")
    if _PASSING.search(error.said):
        return UnreachableError(f"{url} cannot be fetched now: {error}")
    return error


def _bracketed(addresses: tuple[str, ...]) -> Iterator[str]:
    return (f"[{address}]" if ":" in address else address for address in addresses)


def shown(text: str) -> str:
    """Safe to print: no control characters, no credentials, not endless."""
    text = re.sub(r"//[^/@]{0,500}@", "//", text[:600])[:120]
    return "".join(sign if sign.isprintable() else "?" for sign in text)
