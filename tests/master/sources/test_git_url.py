"""Repositories on the network: what may be named, whom git talks to, and what its failures mean."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygit2
import pytest
import stamina
from hypothesis import example, given
from hypothesis import strategies as st
from network_fakes import answer_with, fake_git
from repos import commit_tree

from criteria.snapshot import Snapshot
from master.errors import MeasureError, UsageError
from master.git import GitError, git
from master.sources import git_url
from master.sources.git_url import MovedError, NoRepositoryError, UnreachableError, parse, resolve

URL = "https://forge.example.org/group/project"


@pytest.mark.threat("T08", "T09")
@given(
    st.text(max_size=120) | st.text(max_size=60).map("https://".__add__) | st.text(max_size=60).map((URL + "/").__add__)
)
@example("--upload-pack=touch canary")
@example("https://--upload-pack=x/y")
@example("https://example.org/-x")
@example("ext::sh -c 'touch canary'")
@example("https://example.org/a\nb")
@example("https://example.org/a\0b")
@example("https://example.org/a/../../b")
@example("https://ada:s3cret@example.org/a")
@example("https://example.org:99999/a")
@example("https://example.org/a%2e%2e/b")
@example("https://example.org/a?service=x")
def test_only_plain_https_passes(text: str) -> None:
    """What passes is https, a plain host and a plain path: no option, credential, control character or step up."""
    try:
        url, rev = parse(text)
    except UsageError:
        return
    shown = str(url)
    assert shown.startswith("https://")
    assert url.host == url.host.lower()
    assert not url.host.startswith("-")
    assert "/-" not in url.path
    assert ".." not in url.path.split("/")
    assert shown.isprintable()
    assert shown.isascii()
    assert not set(shown.removeprefix("https://")) & set("@?#%\\ ")
    assert rev is None or not rev.startswith("-")
    assert parse(shown) == (url, None)


@pytest.mark.parametrize(
    ("text", "shown", "rev"),
    [
        ("https://GitHub.com/A/b/", "https://github.com/A/b", None),
        ("https://example.org:8443/~ada/x.git@v1.0", "https://example.org:8443/~ada/x.git", "v1.0"),
        ("https://example.org:443/a/b#feature/x", "https://example.org/a/b", "feature/x"),
        ("HTTPS://example.org/a@" + "0" * 40, "https://example.org/a", "0" * 40),
    ],
)
def test_forms_of_a_url(text: str, shown: str, rev: str | None) -> None:
    """Host in lower case, the usual port left out, the revision behind @ or #."""
    url, found = parse(text)
    assert (str(url), found) == (shown, rev)


@pytest.mark.threat("T09")
@pytest.mark.parametrize(
    "text", ["http://a/b", "ssh://a/b", "git://a/b", "file:///a", "ext::sh -c x", "git@host:a/b", "ftp://a/b"]
)
def test_other_forms_are_meant_but_refused(text: str) -> None:
    """Other transports are recognised, and answered with what is accepted."""
    assert git_url.accepts(text)
    with pytest.raises(UsageError, match="only https://"):
        parse(text)


def test_refusal_shows_no_password() -> None:
    """The message about credentials in a URL does not repeat them."""
    with pytest.raises(UsageError) as caught:
        parse("https://ada:s3cret@example.org/x")
    assert "s3cret" not in str(caught.value)


@pytest.fixture
def calm() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: None) -> Path:
    """A host at 93.184.216.34 whose repositories are bare repositories below the returned folder."""
    answer_with(monkeypatch, "93.184.216.34")
    root = tmp_path / "host"
    root.mkdir()

    def local(*arguments: str, options: tuple[str, ...] = (), **more: Any) -> bytes:
        assert options == ("http.curloptResolve=forge.example.org:443:93.184.216.34",)
        place = root / arguments[arguments.index("--end-of-options") + 1].removeprefix("https://forge.example.org/")
        if not place.exists():
            raise GitError("git failed", "fatal: repository 'https://forge.example.org/' not found")
        named = [place.as_uri() if argument.startswith("https://") else argument for argument in arguments]
        return git(*named, **more | {"allow": ("file",)})

    monkeypatch.setattr(git_url, "git", local)
    return root


def test_default_branch(host: Path, tmp_path: Path) -> None:
    """Without a revision the default branch of the host is meant, and tags and history come along."""
    first = commit_tree(host / "group/project", {"a": "1"}, tags=("v1",))
    second = commit_tree(host / "group/project", {"a": "2"})
    pygit2.Repository(str(host / "group/project")).references.create("refs/heads/other", first)
    resolved = resolve(URL, None, tmp_path / "state")
    assert (resolved.commit, resolved.source) == (second, URL)
    assert resolved.retrieval.anonymous
    assert resolved.retrieval.location == URL
    assert [tag.name for tag in Snapshot(resolved.mirror, second).tags()] == ["v1"]
    assert resolve(URL + "@v1", None, tmp_path / "state").commit == first
    assert resolve(URL, "other", tmp_path / "state").label == "other"
    assert resolve(URL + "#" + first[:8], None, tmp_path / "state").commit == first


def test_mirror_follows_the_host(host: Path, tmp_path: Path) -> None:
    """A rewritten branch and a removed tag are followed; a commit that was assessed stays."""
    first = commit_tree(host / "group/project", {"a": "1"}, tags=("v1",))
    resolve(URL, None, tmp_path / "state")
    repository = pygit2.Repository(str(host / "group/project"))
    repository.references.delete(str(repository.references["HEAD"].target))
    repository.references.delete("refs/tags/v1")
    second = commit_tree(host / "group/project", {"a": "2"})
    resolved = resolve(URL, None, tmp_path / "state")
    assert resolved.commit == second
    assert Snapshot(resolved.mirror, second).tags() == []
    assert Snapshot(resolved.mirror, first).commit == first


def test_commit_that_no_branch_holds(host: Path, tmp_path: Path) -> None:
    """A full commit id is asked for by itself when no branch or tag leads to it."""
    lost = commit_tree(host / "group/project", {"a": "1"})
    repository = pygit2.Repository(str(host / "group/project"))
    repository.references.delete(str(repository.references["HEAD"].target))
    commit_tree(host / "group/project", {"a": "2"})
    assert resolve(URL, lost, tmp_path / "state").commit == lost
    with pytest.raises(UsageError, match="has no commit"):
        resolve(URL, "1" * 40, tmp_path / "state")


def test_unknown_names(host: Path, tmp_path: Path) -> None:
    """A missing repository is an error of the network, a missing branch one of the user."""
    commit_tree(host / "group/project", {"a": "1"})
    with pytest.raises(NoRepositoryError, match="no public repository") as caught:
        resolve("https://forge.example.org/group/none", None, tmp_path / "state")
    assert caught.value.exit_code == 4
    with pytest.raises(UsageError, match="no branch, tag or commit v9"):
        resolve(URL, "v9", tmp_path / "state")
    with pytest.raises(UsageError, match="name one of them"):
        resolve(URL + "@v1", "v2", tmp_path / "state")
    pygit2.init_repository(str(host / "group/empty"), bare=True)
    with pytest.raises(UsageError, match="no commit on its default branch"):
        resolve("https://forge.example.org/group/empty", None, tmp_path / "state")


def test_namesakes_are_kept_apart(host: Path, tmp_path: Path) -> None:
    """Two owners with a repository of one name have two mirrors."""
    commit_tree(host / "group/project", {"a": "1"})
    commit_tree(host / "other/project", {"a": "2"})
    one = resolve(URL, None, tmp_path / "state")
    two = resolve("https://forge.example.org/other/project", None, tmp_path / "state")
    assert one.mirror != two.mirror


@pytest.mark.threat("F16")
def test_corrupt_mirror_is_cloned_again(host: Path, tmp_path: Path) -> None:
    """A mirror that lost half of its objects is dropped and cloned once more."""
    commit = commit_tree(host / "group/project", {f"f{number}": str(number) * 999 for number in range(9)})
    mirror = resolve(URL, None, tmp_path / "state").mirror
    for path in [*mirror.glob("objects/pack/*.pack"), *mirror.glob("objects/??/*")]:
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-40])
    resolved = resolve(URL, None, tmp_path / "state")
    assert len(Snapshot(resolved.mirror, commit).entries) == 9


@pytest.mark.threat("F15")
def test_known_commit_outlives_the_host(host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the host is away a full commit id is answered from the mirror, and nothing is claimed about today."""
    commit = commit_tree(host / "group/project", {"a": "1"})
    resolve(URL, None, tmp_path / "state")
    calls = []

    def stalled(*arguments: str, **_: Any) -> bytes:
        calls.append(arguments)
        raise GitError("git failed", "fatal: unable to access: Operation too slow. Less than 1000 bytes/sec")

    monkeypatch.setattr(git_url, "git", stalled)
    monkeypatch.setattr(git_url, "git_version", lambda: (2, 39))
    resolved = resolve(URL, commit, tmp_path / "state")
    assert (resolved.commit, resolved.retrieval.anonymous) == (commit, None)
    assert "does not answer" in resolved.retrieval.reason
    assert len(calls) == 2  # tried again once, in this test
    with pytest.raises(UnreachableError):
        resolve(URL, None, tmp_path / "state")


@pytest.mark.threat("T12")
def test_changing_name_server_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: None) -> None:
    """A name that is public when it is checked and private later: git gets the checked address, the canary no visit."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    def lookup(name: str, port: int, **_: Any) -> list[Any]:
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    log = tmp_path / "log"
    fake_git(
        tmp_path / "bin",
        f'case "$*" in *" version"*) echo git version 2.39.5; exit;; esac\n'
        f'printf "%s\\n" "$@" >>{log}; echo "fatal: unable to access: went away" >&2; exit 128',
        monkeypatch,
    )
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        port = canary.getsockname()[1]
        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        with pytest.raises(MeasureError):
            resolve(f"https://forge.example.org:{port}/a", None, tmp_path / "state")
        assert f"http.curloptResolve=forge.example.org:{port}:93.184.216.34" in log.read_text().splitlines()
        log.unlink()
        with pytest.raises(UsageError, match=r"127\.0\.0\.1, which is not a public address"):
            resolve(f"https://forge.example.org:{port}/a", None, tmp_path / "state")
        assert not log.exists()
        with pytest.raises(BlockingIOError):
            canary.accept()


@pytest.mark.threat("T12")
def test_old_git_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that cannot keep to the checked address does not fetch."""
    answer_with(monkeypatch, "93.184.216.34")
    fake_git(tmp_path / "bin", "echo git version 2.34.1", monkeypatch)
    with pytest.raises(MeasureError, match=r"2\.38"):
        resolve(URL, None, tmp_path / "state")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("fatal: repository 'https://x/y/' not found", NoRepositoryError),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", NoRepositoryError),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 403", NoRepositoryError),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 301", MovedError),
        ("fatal: unable to access 'https://x/': The requested URL returned error: 503", UnreachableError),
        ("fatal: unable to access 'https://x/': Failed to connect to x port 443", UnreachableError),
        ("error: RPC failed; curl 28 Operation too slow\nfatal: early EOF", UnreachableError),
        ("fatal: bad object HEAD", GitError),
    ],
)
def test_failures_are_told_apart(
    said: str, kind: type[MeasureError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calm: None
) -> None:
    """What git says on failing is sorted into: no such repository, moved, away for now, or our own mirror."""
    answer_with(monkeypatch, "93.184.216.34")

    def failing(*_: str, **__: Any) -> bytes:
        raise GitError("git failed", said)

    monkeypatch.setattr(git_url, "git", failing)
    monkeypatch.setattr(git_url, "git_version", lambda: (2, 39))
    with pytest.raises(MeasureError) as caught:
        resolve("https://x/y.git", None, tmp_path / "state")
    assert type(caught.value) is kind


def test_hosts_that_want_the_suffix(host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect is not followed, but NAME.git is tried where NAME is redirected."""
    commit = commit_tree(host / "group/project.git", {"a": "1"})
    plain = git_url.git  # type: ignore[attr-defined]

    def redirecting(*arguments: str, **more: Any) -> bytes:
        if URL in arguments:
            raise GitError("git failed", "fatal: unable to access: The requested URL returned error: 302")
        return plain(*arguments, **more)

    monkeypatch.setattr(git_url, "git", redirecting)
    assert resolve(URL, None, tmp_path / "state").commit == commit
