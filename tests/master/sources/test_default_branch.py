"""Which branch is the default: that of the origin, never the one that a change is on."""

import subprocess
from pathlib import Path

import pygit2
import pytest
from repos import commit_tree

from criteria.snapshot import Snapshot
from master.sources.checkout import resolve
from master.sources.default_branch import DefaultBranch, of_checkout, of_mirror


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A repository with `trunk` as its HEAD, and a `main` that stands elsewhere."""
    place = tmp_path / "bare.git"
    commit_tree(place, {"a": "1"})
    repository = pygit2.Repository(str(place))
    repository.references.create("refs/heads/main", repository.head.target, force=True)
    repository.references.create("refs/heads/trunk", repository.head.target, force=True)
    repository.set_head("refs/heads/trunk")
    commit_tree(place, {"a": "2"})
    return place


def opened(place: Path) -> pygit2.Repository:
    return pygit2.Repository(str(place))


def clone(bare: Path, place: Path, *options: str) -> Path:
    subprocess.run(["git", "clone", "--quiet", *options, bare.as_uri(), str(place)], check=True, capture_output=True)
    return place


def tip(place: Path, name: str) -> str:
    return str(opened(place).references[name].target)


def test_the_head_of_origin_is_the_default(bare: Path, tmp_path: Path) -> None:
    """Whatever is checked out, and whatever local branches are called."""
    tree = clone(bare, tmp_path / "tree")
    repository = opened(tree)
    repository.references.create("refs/heads/master", tip(bare, "refs/heads/main"))
    repository.set_head("refs/heads/master")
    assert of_checkout(repository) == DefaultBranch("trunk", tip(bare, "refs/heads/trunk"))


@pytest.mark.threat("T23")
def test_without_the_head_of_origin_its_main_is(bare: Path, tmp_path: Path) -> None:
    """And where origin was not fetched, no local branch takes its place: a change could be on any of them."""
    repository = opened(clone(bare, tmp_path / "tree"))
    repository.references.delete("refs/remotes/origin/HEAD")
    assert of_checkout(repository) == DefaultBranch("main", tip(bare, "refs/heads/main"))
    repository.references.create("refs/heads/main", repository.head.target, force=True)
    for name in [name for name in repository.references if name.startswith("refs/remotes/")]:
        repository.references.delete(name)
    assert of_checkout(repository) is None


def test_a_repository_without_origin_has_only_itself(bare: Path, tmp_path: Path) -> None:
    """A bare one its HEAD; any other its own main; neither, nothing."""
    assert of_checkout(opened(bare)) == DefaultBranch("trunk", tip(bare, "refs/heads/trunk"))
    assert of_mirror(opened(bare)) == of_checkout(opened(bare))
    alone = pygit2.init_repository(str(tmp_path / "alone"))
    assert of_checkout(alone) is None
    assert of_mirror(alone) is None
    who = pygit2.Signature("Ada", "ada@example.org", 1, 0)
    commit = alone.create_commit("refs/heads/feature", who, who, "x", alone.TreeBuilder().write(), [])
    alone.set_head("refs/heads/feature")
    assert of_checkout(alone) is None
    alone.references.create("refs/heads/main", commit)
    assert of_checkout(alone) == DefaultBranch("main", str(commit))


def test_a_detached_head_of_a_bare_repository_is_no_branch(bare: Path) -> None:
    """It names a commit, which anybody may have asked for."""
    repository = opened(bare)
    repository.set_head(repository.head.target)
    assert of_mirror(repository) is None
    assert of_checkout(repository) == DefaultBranch("main", tip(bare, "refs/heads/main"))


def test_the_commit_of_the_default_branch_comes_along(bare: Path, tmp_path: Path) -> None:
    """The mirror can be asked for the waivers, also when another commit is assessed."""
    tree = clone(bare, tmp_path / "tree")
    resolved = resolve(str(tree), "origin/main", tmp_path / "state")
    assert resolved.default == DefaultBranch("trunk", tip(bare, "refs/heads/trunk"))
    assert resolved.commit != resolved.default.commit
    assert Snapshot(resolved.mirror, resolved.default.commit).by_path["a"]


@pytest.mark.threat("A22")
def test_a_default_branch_that_cannot_be_read_costs_its_waivers_alone(bare: Path, tmp_path: Path) -> None:
    """In a clone that lacks its objects the commit that is there is assessed all the same."""
    tree = clone(bare, tmp_path / "tree")
    blob = Snapshot(bare, tip(bare, "refs/heads/trunk")).by_path["a"].id
    subprocess.run(["git", "checkout", "--quiet", "origin/main"], cwd=tree, check=True, capture_output=True)
    subprocess.run("mv .git/objects/pack/*.pack p && git unpack-objects -q < p && rm -f .git/objects/pack/*",
                   shell=True, cwd=tree, check=True)  # fmt: skip
    (tree / ".git/objects" / blob[:2] / blob[2:]).unlink()
    resolved = resolve(str(tree), None, tmp_path / "state")
    assert resolved.commit == tip(bare, "refs/heads/main")
    assert resolved.default is None
