from pathlib import Path

import pytest
from repos import snapshot_of

from criteria.evidence import components
from criteria.evidence.components import duplicated


def test_each_manifest_makes_a_component_with_the_swhid_of_its_folder(tmp_path: Path) -> None:
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["core"]\n', "core/Cargo.toml": '[package]\nname = "core"\n',
        "r/DESCRIPTION": "Package: starsr\n", "jl/Project.toml": 'name = "Stars"\nuuid = "1"\n',
        "env/Project.toml": '[deps]\nX = "1"\n', "web/package.json": '{"name": "web"}',
        "go/go.mod": "module example.org/x\n",
        "py/setup.py": "setup(\n    name='stars-py',\n)\n",
    }  # fmt: skip
    found = components.collect(snapshot_of(tmp_path / "r", files))
    assert {one.folder: one.name for one in found.components} == {
        "core": "core", "r": "starsr", "jl": "Stars", "web": "web", "go": "example.org/x", "py": "stars-py",
    }  # fmt: skip
    assert (found.workspace, found.members) == ("Cargo.toml", ("core",))
    assert len({one.swhid for one in found.components}) == 6


def test_a_copied_folder_has_the_same_swhid_and_a_name_can_be_given_twice(tmp_path: Path) -> None:
    manifest = '[package]\nname = "Core"\n'
    found = components.collect(snapshot_of(tmp_path / "r", {"a/Cargo.toml": manifest, "b/Cargo.toml": manifest}))
    assert found.components[0].swhid == found.components[1].swhid
    assert list(duplicated(found)) == ["core"]


@pytest.mark.threat("A21")
def test_odd_paths_and_broken_manifests_are_only_data(tmp_path: Path) -> None:
    files = {"a\nb/Cargo.toml": '[package]\nname = "x"\n', "-c/Cargo.toml": "[", "\x1b[31m/package.json": '{"name": 3}'}
    found = components.collect(snapshot_of(tmp_path / "r", files))
    assert [one.name for one in found.components] == ["x"]
