"""What a tree depends on, over all its files."""

from pathlib import Path

import pytest
from raw_trees import raw_snapshot
from repos import snapshot_of

from criteria.dependencies.installed import installed
from criteria.evidence import dependencies
from criteria.evidence.cells import Cells
from criteria.evidence.dependencies import Dependencies
from criteria.model import plain, structured

LOCK = '[[package]]\nname = "numpy"\nversion = "1.2"\nsource = { registry = "https://h" }\n'


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> Dependencies:
    return dependencies.collect(snapshot_of(tmp_path / "r", files))


def test_all_manifests_of_the_project_are_read_and_no_others(tmp_path: Path) -> None:
    """Vendored code and fixtures have manifests of their own; a manifest for tests or documents is for those."""
    files = {
        "pyproject.toml": '[project]\ndependencies = ["numpy"]\n', "tests/requirements.txt": "pytest\n",
        "docs/requirements.txt": "sphinx==1\n", "vendor/x/requirements.txt": "evil\n",
        "tests/data/requirements.txt": "evil\n", "a.egg-info/requires.txt": "evil\n", "sub/uv.lock": LOCK,
    }  # fmt: skip
    found = _collect(tmp_path, dict(files))
    assert [(one.path, one.name, one.scope) for one in found.dependencies] == [
        ("docs/requirements.txt", "sphinx", "optional"), ("pyproject.toml", "numpy", "runtime"),
        ("sub/uv.lock", "numpy", "runtime"), ("tests/requirements.txt", "pytest", "test"),
    ]  # fmt: skip
    assert [file.path for file in found.files if file.lock] == ["sub/uv.lock"]
    assert [one.name for one in found.exact] == ["sphinx", "numpy"]
    assert structured(plain(found), Dependencies) == found


def test_the_packages_of_sagemath_are_read_by_folder(tmp_path: Path) -> None:
    """Type, version without the patch level, archive, and the name in Python's index."""
    base = "build/pkgs"
    files = {
        f"{base}/gmp/type": "standard\n", f"{base}/gmp/package-version.txt": "6.3.0.p1\n",
        f"{base}/gmp/checksums.ini": "tarball=gmp-VERSION.tar.xz\nupstream_url=https://h.org/gmp-VERSION.tar.xz\n",
        f"{base}/scikit_learn/type": "optional\n", f"{base}/scikit_learn/package-version.txt": "1.0\n",
        f"{base}/scikit_learn/version_requirements.txt": "# why\nscikit-learn >=0.9\n",
        f"{base}/pplpy/type": "standard\n", f"{base}/pplpy/package-version.txt": "0.8.9\n",
        f"{base}/pplpy/checksums.ini": "upstream_url=https://h.org/packages/source/p/pplpy/pplpy-VERSION.tar.gz\n",
        f"{base}/biopython/type": "experimental\n", f"{base}/biopython/requirements.txt": "biopython\n",
        f"{base}/odd/type": "whatever\n", f"{base}/notes/SPKG.rst": "x\n",
    }  # fmt: skip
    found = _collect(tmp_path, dict(files))
    assert [(one.ecosystem, one.name, one.scope, one.version, one.source) for one in found.dependencies] == [
        ("pypi", "biopython", "optional", None, None),
        ("generic", "gmp", "runtime", "6.3.0", "https://h.org/gmp-6.3.0.tar.xz"),
        ("pypi", "pplpy", "runtime", "0.8.9", None),
        ("pypi", "scikit-learn", "optional", "1.0", None),
    ]
    assert [(file.path, file.dependencies) for file in found.files] == [(base, 4)]


@pytest.mark.threat("A20")
def test_a_look_alike_name_is_a_finding(tmp_path: Path) -> None:
    """At its line; what a lock lists is nobody's typing."""
    found = _collect(tmp_path, {"requirements.txt": "numpy\nreqeusts\n", "constraints.txt": "pandsa==1\n"})
    assert [(one.rule, one.path, one.line) for one in found.findings] == [
        ("look-alike-dependency", "requirements.txt", 2)
    ]
    assert "requests" in found.findings[0].message


@pytest.mark.threat("A20")
@pytest.mark.parametrize(
    ("declared", "rules"),
    [
        ('"numpy"', []), ('"numpy>=1.0"', []), ('"numpy>=2"', ["lock-differs"]), ('"scipy"', ["dependency-not-locked"]),
        ("\"scipy; python_version<'3'\"", []), ('"scipy @ https://h/x"', []), ('"me"', []),
    ],
)  # fmt: skip
def test_a_lock_that_does_not_fit_is_a_finding(tmp_path: Path, declared: str, rules: list[str]) -> None:
    """Left out, or at a version that is refused. What depends on a marker or is the project itself is not told."""
    own = '\n[[package]]\nname = "me"\nversion = "1"\nsource = { virtual = "me" }\n'
    files = {"pyproject.toml": f"[project]\ndependencies = [{declared}]\n", "uv.lock": LOCK + own}
    assert [one.rule for one in _collect(tmp_path, dict(files)).findings] == rules


def test_the_project_itself_is_no_dependency(tmp_path: Path) -> None:
    """Locks list it among the others."""
    own = '[[package]]\nname = "me"\nversion = "1"\nsource = { editable = "." }\n'
    assert _collect(tmp_path, {"uv.lock": own}).dependencies == ()


@pytest.mark.threat("A23")
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """It is listed with its problem and declares nothing."""
    found = _collect(tmp_path, {"pyproject.toml": "[project\n", "package.json": "[" * 9, "setup.cfg": "x" * 2**21})
    assert [(file.path, bool(file.problem)) for file in found.files] == [
        ("package.json", True), ("pyproject.toml", True), ("setup.cfg", True),
    ]  # fmt: skip
    assert found.total == 0


@pytest.mark.threat("A29")
def test_too_many_are_cut_and_told(tmp_path: Path) -> None:
    """The total stays true."""
    lines = "\n".join(f"package{number}" for number in range(dependencies.MOST + 7))
    found = _collect(tmp_path, {"requirements.txt": lines})
    assert (found.total, len(found.dependencies), found.truncated) == (dependencies.MOST + 7, dependencies.MOST, True)


@pytest.mark.threat("A21")
def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    """A folder that is no UTF-8."""
    names = dict.fromkeys((b"requirements-\xff.txt", b"a\n/requirements.txt"), b"numpy\n")
    assert len(dependencies.collect(raw_snapshot(tmp_path / "r", names)).dependencies) >= 1


def test_what_cells_installed_counts_as_exact() -> None:
    """Without a lock, they know what a manifest led to."""
    from cells import cell

    found = list(installed(Cells((cell(packages=("NumPy==1.2", "nonsense", "x @ file:///y")),))))
    assert [(one.name, one.version, one.locked) for one in found] == [("numpy", "1.2", True)]
