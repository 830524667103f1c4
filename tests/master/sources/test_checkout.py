"""A repository on this machine: read by its objects, whatever its configuration says."""

import shutil
import subprocess
from pathlib import Path

import pygit2
import pytest
from repos import commit_tree

from criteria.evidence.retrieval import Retrieval
from criteria.snapshot import Snapshot
from master.errors import UsageError
from master.sources import checkout, git_url
from master.sources.address import UnknownHostError
from master.sources.checkout import prove_public, resolve
from master.sources.source import Resolved


def run(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "protocol.file.allow=always", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A work tree with two commits, a tag on the first, an https origin with a password."""
    bare = tmp_path / "bare.git"
    commit_tree(bare, {"a": "1", "pkg/mod.py": "x = 1\n"}, tags=("v1",))
    commit_tree(bare, {"a": "2", "pkg/mod.py": "x = 2\n"}, time=1_700_000_100)
    pygit2.clone_repository(str(bare), str(tmp_path / "tree"))
    repository = pygit2.Repository(str(tmp_path / "tree"))
    repository.remotes.set_url("origin", "https://ada:s3cret@example.org/group/project.git")
    return tmp_path / "tree"


def tip(folder: Path) -> str:
    return str(pygit2.Repository(str(folder)).head.target)


def files(resolved: Resolved) -> dict[str, str]:
    snapshot = Snapshot(resolved.mirror, resolved.commit)
    return {entry.path: snapshot.text(entry) for entry in snapshot.entries}


def test_head_is_the_default(tree: Path, tmp_path: Path) -> None:
    """Without a revision HEAD is meant; history and tags come along, the password does not."""
    resolved = resolve(str(tree), None, tmp_path / "state")
    snapshot = Snapshot(resolved.mirror, resolved.commit)
    assert resolved.commit == tip(tree)
    assert resolved.label == pygit2.Repository(str(tree)).head.shorthand
    assert [tag.name for tag in snapshot.tags()] == ["v1"]
    assert len(list(snapshot.commits())) == 2
    assert resolved.retrieval == Retrieval(
        how="checkout",
        location="https://example.org/group/project.git",
        anonymous=None,
        reason=checkout.UNASKED,
        versioned=True,
        dirty=False,
    )


def test_any_commit_can_be_named(tree: Path, tmp_path: Path) -> None:
    """A tag, and a commit that no branch stands at, are found; an unknown name is refused."""
    assert files(resolve(str(tree), "v1", tmp_path / "state"))["a"] == "1"
    assert files(resolve(str(tree), "HEAD~1", tmp_path / "state"))["a"] == "1"
    with pytest.raises(UsageError, match="no branch, tag or commit v9"):
        resolve(str(tree), "v9", tmp_path / "state")


def test_detached_head(tree: Path, tmp_path: Path) -> None:
    """A detached HEAD is a commit like any other, labelled by the tag that stands there."""
    repository = pygit2.Repository(str(tree))
    repository.set_head(repository.references["refs/tags/v1"].peel(pygit2.Commit).id)
    resolved = resolve(str(tree), None, tmp_path / "state")
    assert (files(resolved)["a"], resolved.label) == ("1", "v1")


def test_bare_repository(tree: Path, tmp_path: Path) -> None:
    """A bare repository is a checkout without a work tree; its location is its name."""
    resolved = resolve(str(tmp_path / "bare.git"), None, tmp_path / "state")
    assert (resolved.retrieval.location, resolved.retrieval.dirty) == ("bare", False)
    (tmp_path / "bare.git/config").unlink()
    again = resolve(str(tmp_path / "bare.git"), None, tmp_path / "state")
    assert (again.commit, again.retrieval) == (resolved.commit, resolved.retrieval)


def test_subfolder_means_the_whole(tree: Path, tmp_path: Path) -> None:
    """A folder inside a repository stands for the repository, and that is said."""
    resolved = resolve(str(tree / "pkg"), None, tmp_path / "state")
    assert resolved.commit == tip(tree)
    assert "whole repository" in resolved.notes[0]


def test_foreign_folder_inside_a_repository(tree: Path, tmp_path: Path) -> None:
    """A folder that merely lies inside a repository, unknown to it, is no source."""
    (tree / "unpacked").mkdir()
    with pytest.raises(UsageError, match="does not hold it"):
        resolve(str(tree / "unpacked"), None, tmp_path / "state")


def test_linked_work_tree(tree: Path, tmp_path: Path) -> None:
    """A linked work tree has its own HEAD and the objects of its main repository."""
    run(tree, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "v1")
    assert files(resolve(str(tmp_path / "linked"), None, tmp_path / "state"))["a"] == "1"


@pytest.mark.parametrize(("content", "staged"), [("changed", False), ("changed", True)])
def test_changed_files_are_told(tree: Path, tmp_path: Path, content: str, staged: bool) -> None:
    """A tracked file that differs makes the checkout dirty; a new, unknown file does not."""
    (tree / "new").write_text("x")
    assert not resolve(str(tree), None, tmp_path / "state").retrieval.dirty
    (tree / "a").write_text(content)
    if staged:
        run(tree, "add", "a")
    resolved = resolve(str(tree), None, tmp_path / "state")
    assert resolved.retrieval.dirty
    assert files(resolved)["a"] == "2"
    assert not resolve(str(tree), "v1", tmp_path / "state").retrieval.dirty


def test_what_is_no_repository(tmp_path: Path) -> None:
    """A missing folder, a plain folder and an empty repository each have their own sentence."""
    (tmp_path / "plain").mkdir()
    pygit2.init_repository(str(tmp_path / "empty"))
    for name, sentence in (("missing", "no folder"), ("plain", "not a git repository"), ("empty", "no commit yet")):
        with pytest.raises(UsageError, match=sentence):
            resolve(str(tmp_path / name), None, tmp_path / "state")


def test_head_that_leads_nowhere(tree: Path, tmp_path: Path) -> None:
    """When HEAD names a branch that does not exist, another revision still works."""
    (tree / ".git/HEAD").write_text("ref: refs/heads/gone\n")
    with pytest.raises(UsageError, match=r"HEAD of .* leads to no commit"):
        resolve(str(tree), None, tmp_path / "state")
    assert files(resolve(str(tree), "v1", tmp_path / "state"))["a"] == "1"


def test_shallow_checkout_grows(tree: Path, tmp_path: Path) -> None:
    """A shallow clone is read as far as it goes; once it is complete, so is the mirror."""
    run(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "bare.git").as_uri(), "shallow")
    resolved = resolve(str(tmp_path / "shallow"), None, tmp_path / "state")
    assert Snapshot(resolved.mirror, resolved.commit).shallow
    assert resolve(str(tmp_path / "shallow"), None, tmp_path / "state").commit == resolved.commit
    run(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    resolved = resolve(str(tmp_path / "shallow"), None, tmp_path / "state")
    assert len(list(Snapshot(resolved.mirror, resolved.commit).commits())) == 2


def test_new_commits_and_lost_tags_arrive(tree: Path, tmp_path: Path) -> None:
    """A second run sees what the checkout has become."""
    resolve(str(tree), None, tmp_path / "state")
    commit = commit_tree(tree / ".git", {"a": "3"}, tags=("v2",))
    pygit2.Repository(str(tree)).references.delete("refs/tags/v1")
    resolved = resolve(str(tree), None, tmp_path / "state")
    assert resolved.commit == commit
    assert [tag.name for tag in Snapshot(resolved.mirror, resolved.commit).tags()] == ["v2"]


@pytest.mark.threat("T10", "T11")
def test_hostile_configuration_starts_nothing(tree: Path, tmp_path: Path) -> None:
    """Hooks, fsmonitor, filters, a pack hook and a promisor remote of a checkout are never run."""
    canary = tmp_path / "canary"
    touch = f"touch {canary}"
    (tree / ".git/config").write_text(
        f"""[core]
    repositoryformatversion = 0
    bare = false
    fsmonitor = "{touch}; false"
    hooksPath = {tree}/hooks
    sshCommand = "{touch}"
    alternateRefsCommand = "{touch}"
[uploadpack]
    packObjectsHook = "{touch}"
[filter "evil"]
    clean = "{touch}"
    smudge = "{touch}"
    process = "{touch}"
    required = true
[diff "evil"]
    textconv = "{touch}"
[remote "origin"]
    url = ext::sh -c "{touch}"
    uploadpack = "{touch}"
    promisor = true
"""
    )
    (tree / "hooks").mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        (tree / "hooks" / name).write_text(f"#!/bin/sh\n{touch}\n")
        (tree / "hooks" / name).chmod(0o755)
    (tree / ".gitattributes").write_text("* filter=evil diff=evil\n")
    (tree / "a").write_text("9")  # same size as before: the content itself must be compared
    resolved = resolve(str(tree), None, tmp_path / "state")
    assert resolved.commit == tip(tree)
    assert resolved.retrieval.dirty
    assert resolved.retrieval.location == "tree"
    assert not canary.exists()


@pytest.mark.threat("T11")
def test_submodules_stay_names(tmp_path: Path) -> None:
    """A submodule with an evil URL is a line of the tree; nobody fetches it."""
    bare = tmp_path / "bare.git"
    canary = tmp_path / "canary"
    commit_tree(bare, {".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch {canary}"\n', "a": "1"})
    resolved = resolve(str(bare), None, tmp_path / "state")
    assert ".gitmodules" in files(resolved)
    assert not canary.exists()


def test_harmful_trees_are_refused(tmp_path: Path) -> None:
    """A tree with a .git folder inside never enters a mirror."""
    repository = pygit2.init_repository(str(tmp_path / "bare.git"), bare=True)
    blob = repository.create_blob(b"[core]\n\tfsmonitor = touch canary\n")
    inner = repository.write(pygit2.enums.ObjectType.TREE, b"100644 config\0" + blob.raw)
    outer = repository.write(pygit2.enums.ObjectType.TREE, b"40000 .git\0" + inner.raw)
    who = pygit2.Signature("Ada", "ada@example.org", 1_700_000_000, 0)
    repository.create_commit("HEAD", who, who, "evil", outer, [])
    with pytest.raises(Exception, match="hasDotgit") as caught:
        resolve(str(tmp_path / "bare.git"), None, tmp_path / "state")
    assert caught.value.exit_code == 4  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://u:p@example.org/a/b.git", "https://example.org/a/b.git"),
        ("git@example.org:a/b.git", "ssh://example.org/a/b.git"),
        ("ssh://git@example.org/a/b.git", "ssh://example.org/a/b.git"),
        ("/home/ada/b.git", "tree"),
        ("../b.git", "tree"),
        ("file:///home/ada/b.git", "tree"),
    ],
)
def test_location_shows_no_secret_and_no_path(tree: Path, tmp_path: Path, url: str, location: str) -> None:
    """The origin is shown without user and password; a path of this machine never is."""
    pygit2.Repository(str(tree)).remotes.set_url("origin", url)
    assert resolve(str(tree), None, tmp_path / "state").retrieval.location == location


def test_proof_of_being_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a branch or tag at the very commit proves it; silence proves nothing; a refusal is one."""
    asked = Retrieval("checkout", "https://example.org/a/b", anonymous=None, reason="", versioned=True)
    commit = "a" * 40
    answers: list[object] = [
        frozenset({commit}),
        frozenset({"b" * 40}),
        git_url.NoRepositoryError("none"),
        UnknownHostError("the host example.org is not found"),
    ]

    def answer(url: git_url.RepositoryUrl) -> object:
        value = answers.pop(0)
        if isinstance(value, Exception):
            raise value
        return value

    monkeypatch.setattr(git_url, "tips", answer)
    results = [prove_public(asked, commit) for _ in range(4)]
    assert [result.anonymous for result in results] == [True, None, False, None]
    assert "not found" in results[3].reason
    local = prove_public(Retrieval("checkout", "folder", anonymous=None, reason="", versioned=True), commit)
    assert (local.anonymous, local.reason) == (None, "the origin of the checkout is no public https URL")


@pytest.mark.threat("F16")
def test_corrupt_mirror_is_made_again(tree: Path, tmp_path: Path) -> None:
    """A flipped byte in a mirrored object is found, and the mirror made once more from the checkout."""
    resolved = resolve(str(tree), None, tmp_path / "state")
    blob = Snapshot(resolved.mirror, resolved.commit).by_path["a"].id
    spoil(resolved.mirror, blob)
    again = resolve(str(tree), None, tmp_path / "state")
    assert (again.commit, files(again)["a"]) == (resolved.commit, "2")


def spoil(mirror: Path, identity: str) -> None:
    """Replace every copy of an object by a loose one of another content."""
    for pack in (mirror / "objects/pack").glob("pack-*"):
        data = pack.read_bytes()
        pack.chmod(0o644)
        pack.write_bytes(data[: len(data) // 2])
    loose = mirror / "objects" / identity[:2] / identity[2:]
    loose.unlink(missing_ok=True)
    other = pygit2.Repository(str(mirror)).create_blob(b"tampered")
    loose.parent.mkdir(exist_ok=True)
    shutil.copy(mirror / "objects" / str(other)[:2] / str(other)[2:], loose)
