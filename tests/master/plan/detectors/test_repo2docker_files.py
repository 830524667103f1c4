"""apt.txt and postBuild count in the folder that repo2docker looks into."""

from pathlib import Path

import pytest
from repos import commit_tree, snapshot_of

from criteria.snapshot import Snapshot
from master.plan.detectors.detector import Needs
from master.plan.detectors.repo2docker_files import Repo2dockerFiles
from workers.cell import Recipe


def needs(tmp_path: Path, files: dict[str, str]) -> Needs:
    return Repo2dockerFiles().needs(snapshot_of(tmp_path, files), Recipe())


def test_folder(tmp_path: Path) -> None:
    """The folder binder/ hides what stands in the top folder."""
    found = needs(tmp_path, {"binder/apt.txt": "jq\n# no\nlibgmp-dev git\n", "apt.txt": "cmake\n", "postBuild": ""})
    assert (found.system, found.after) == (("jq", "libgmp-dev", "git"), ())


def test_script(tmp_path: Path) -> None:
    """A program is started as one, any other file by bash."""
    assert needs(tmp_path / "a", {"postBuild": "x"}).after == ("bash postBuild",)
    commit = commit_tree(tmp_path / "b", {".binder/postBuild": "x"}, modes={".binder/postBuild": 0o100755})
    assert Repo2dockerFiles().needs(Snapshot(tmp_path / "b", commit), Recipe()).after == ("./.binder/postBuild",)


@pytest.mark.threat("T16")
def test_hostile(tmp_path: Path) -> None:
    """Nothing but names of packages is taken; a link is no file."""
    found = needs(tmp_path / "a", {"apt.txt": "-o=X ok1 jq- $(id) ;x\n../x\n"})
    assert found.system == ("ok1",)
    assert all(reason.isprintable() for reason in found.reasons)
    commit = commit_tree(
        tmp_path / "b", {"apt.txt": "jq", "postBuild": "/bin/sh"}, modes={"apt.txt": 0o120000, "postBuild": 0o120000}
    )
    assert Repo2dockerFiles().needs(Snapshot(tmp_path / "b", commit), Recipe()) == Needs()
