"""What packaging files say about a project, whichever of the many places they use."""

from pathlib import Path

from repos import snapshot_of

from master.plan.project import Project, read_project


def project(tmp_path: Path, **files: str) -> Project:
    return read_project(snapshot_of(tmp_path, {name.replace("_", "."): text for name, text in files.items()}))


def groups(found: Project) -> dict[str, list[str]]:
    return {
        ("+" if group.extra else "") + group.name: [str(item) for item in group.requirements.found]
        for group in found.groups
    }


def test_standard_tables(tmp_path: Path) -> None:
    """[project], its extras, and the groups of PEP 735 with what they include, cycles and all."""
    text = """
[build-system]
build-backend = "hatchling.build"
[project]
name = "x"
requires-python = ">=3.10"
dependencies = ["six"]
[project.optional-dependencies]
Test_It = ["pytest"]
[dependency-groups]
test = ["mock", {include-group = "Base.Group"}, {odd = 1}, 7]
base_group = ["hypothesis", {include-group = "test"}, {include-group = "none"}]
"""
    found = project(tmp_path, pyproject_toml=text)
    assert (found.installable, found.backend, found.requires_python) == (True, "hatchling.build", ">=3.10")
    assert [str(item) for item in found.dependencies.found] == ["six"]
    assert groups(found) == {
        "+test-it": ["pytest"],
        "test": ["mock", "hypothesis"],
        "base-group": ["hypothesis", "mock"],
    }


def test_poetry(tmp_path: Path) -> None:
    """Groups, the old dev-dependencies, and extras of optional dependencies."""
    text = """
[tool.poetry]
name = "x"
[tool.poetry.dependencies]
python = "^3.10"
six = "^1.16"
lxml = {version = "^5", optional = true}
[tool.poetry.extras]
all = ["lxml", "none"]
[tool.poetry.group.test.dependencies]
mock = "*"
[tool.poetry.dev-dependencies]
tox = "~4.1"
"""
    found = project(tmp_path, pyproject_toml=text)
    assert found.installable
    assert found.requires_python == "<4.0,>=3.10"
    assert [str(item) for item in found.dependencies.found] == ["six<2.0,>=1.16"]
    assert groups(found) == {"test": ["mock"], "dev": ["tox<4.2,>=4.1"], "+all": ["lxml<6.0,>=5"]}


def test_other_places(tmp_path: Path) -> None:
    """PDM, uv and hatch keep lists of their own."""
    text = """
[tool.pdm.dev-dependencies]
test = ["a"]
[tool.uv]
dev-dependencies = ["b"]
[tool.hatch.envs.default]
dependencies = ["c"]
[tool.hatch.envs.hatch-test]
extra-dependencies = ["d"]
"""
    found = project(tmp_path, pyproject_toml=text)
    assert [(group.name, str(group.requirements.found[0])) for group in found.groups] == [
        ("test", "a"),
        ("dev", "b"),
        ("dev", "c"),
        ("test", "d"),
    ]
    assert not found.installable


def test_setup_files(tmp_path: Path) -> None:
    """setup.py and setup.cfg are a project of the old kind."""
    found = project(
        tmp_path,
        setup_py="setup(extras_require={'dev': ['pytest']}, tests_require=['mock'], install_requires=['six'])",
        setup_cfg="[options.extras_require]\ntest = ddt\n",
    )
    assert (found.installable, found.declares) == (True, True)
    assert groups(found) == {"+test": ["ddt"], "+dev": ["pytest"], "test": ["mock"]}


def test_not_installable(tmp_path: Path) -> None:
    """A pyproject.toml of tools only, or one that says so itself, is no package."""
    assert not project(tmp_path / "a", pyproject_toml="[tool.black]\n").installable
    assert not project(tmp_path / "b", setup_cfg="[metadata]\nname = x\n").installable
    assert not project(tmp_path / "c", pyproject_toml="[project]\nname='x'\n[tool.uv]\npackage = false\n").installable
    assert not project(tmp_path / "d", pyproject_toml="[tool.poetry]\nname='x'\npackage-mode=false\n").installable
    assert read_project(snapshot_of(tmp_path / "e", {"a.c": ""})) == Project()


def test_broken_pyproject(tmp_path: Path) -> None:
    """A pyproject.toml that cannot be read is passed over with one line."""
    found = project(tmp_path, pyproject_toml="[project\n", setup_py="")
    assert found.installable
    assert len(found.reasons) == 1
    assert "\n" not in found.reasons[0]


def test_wrong_types(tmp_path: Path) -> None:
    """Values of a wrong type are passed over wherever they stand."""
    text = """
project = 1
build-system = "x"
dependency-groups = ["x"]
[tool]
uv = 3
[tool.poetry]
dependencies = ["x"]
extras = {a = 1, b = [1]}
group = {test = 1, dev = {dependencies = 3}}
[tool.hatch]
envs = {a = 1}
"""
    assert project(tmp_path, pyproject_toml=text).dependencies.found == ()
