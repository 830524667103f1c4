"""environment.yml becomes packages of the Python index and of Debian; every name that is left out is a sentence."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from repos import snapshot_of

from master.plan import conda_file
from master.plan.conda_file import CondaFile, read_conda, specifier
from workers.packages import package_problem

FILE = """
dependencies:
  - python=3.10
  - conda-forge::numpy=1.21=py310_0
  - pytorch>=2,<3
  - gmp
  - cudatoolkit=11
  - odd-thing
  - mine
  - "bad name here!"
  - pip:
    - six>=1
    - -r r.txt
    - git+https://x/y
    - .
"""


def conda(tmp_path: Path, text: str, imported: tuple[str, ...] = ("mine",), path: str = "environment.yml") -> CondaFile:
    return read_conda(snapshot_of(tmp_path, {path: text, "r.txt": "attrs\n"}), imported)


def test_environment(tmp_path: Path) -> None:
    """Known names, names of our table, names that are imported; pip's part as it stands."""
    found = conda(tmp_path, FILE)
    assert [str(item) for item in found.requirements.found] == [
        "numpy==1.21.*",
        "torch<3,>=2",
        "mine",
        "six>=1",
        "attrs",
    ]
    assert (found.python, found.system) == ("3.10", ("libgmp-dev",))
    told = "\n".join(found.reasons)
    for name in (
        "gmp is taken from Debian",
        "cudatoolkit is left out",
        "odd-thing is left out",
        "bad name",
        "git+https",
    ):
        assert name in told


@pytest.mark.parametrize("path", ["binder/environment.yml", ".binder/environment.yaml"])
def test_places(tmp_path: Path, path: str) -> None:
    """The folders of repo2docker count too."""
    assert conda(tmp_path, "dependencies: [numpy]", path=path).path == path


def test_pixi(tmp_path: Path) -> None:
    """The tables of pixi say the same in other words; what is taken from elsewhere is no package of an index."""
    text = """
dependencies = {python = "3.12.*", numpy = ">=1.2,<3", gmp = "*", scipy = {version = "1.1.*"}}
pypi-dependencies = {odd-name = "==1", here = {path = "."}}
"""
    pyproject = "[tool.pixi]\n" + text
    for name, content in (("pixi.toml", text), ("pyproject.toml", pyproject)):
        found = conda(tmp_path / name, content, path=name)
        assert [str(item) for item in found.requirements.found] == ["numpy<3,>=1.2", "scipy==1.1.*", "odd-name==1"]
        assert (found.python, found.system) == ("3.12", ("libgmp-dev",))


@pytest.mark.threat("T16")
@pytest.mark.parametrize("text", ["", "a: [", "- x", "dependencies: 3", "a: &a [*a]", "!!python/object:os.x {}", "\0"])
def test_odd(tmp_path: Path, text: str) -> None:
    """What is no environment says nothing, or one sentence."""
    found = conda(tmp_path, text)
    assert not found.requirements.found
    assert len(found.reasons) <= 1


@pytest.mark.parametrize(
    ("conda", "pep440"),
    [("", ""), ("=1.2", "==1.2.*"), ("==1.2", "==1.2"), ("1.2.*", "==1.2.*"), (">=1,<2", ">=1,<2"), ("*", ""),
     ("=1.2=py_0", "==1.2.*"), ("1|2", ""), ("odd", "")],
)  # fmt: skip
def test_versions(conda: str, pep440: str) -> None:
    """conda's constraints in the words of PEP 440; what those cannot say is no constraint."""
    assert specifier(conda) == pep440


@given(st.text(alphabet="=<>!~*.|, 0123456789abpy_-", max_size=40))
def test_any_version(version: str) -> None:
    """Whatever stands behind a name, reading it ends and keeps one line."""
    assert "\n" not in specifier(version)


def test_table() -> None:
    """No name stands twice, all names are lower case, Debian's are names of Debian, the others of Python packages."""
    text = (Path(conda_file.__file__).parent / "conda_packages.yaml").read_text()
    table = yaml.safe_load(text)
    names = [*table["same"], *table["pip"], *table["system"], *table["passed"]]
    assert len(names) == len(set(names))
    assert names == [name.lower() for name in names]
    assert not [name for listed in table["system"].values() for name in listed if package_problem(name)]
    assert all(Requirement(name) for name in (*table["same"], *table["pip"].values()))
