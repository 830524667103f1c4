"""Every manifest and lock file: what it declares, for what, and whether exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.dependencies.model import Dependency
from criteria.dependencies.readers import READERS, reader_of
from criteria.errors import UntrustedInputError

COMMIT = "0123456789abcdef0123456789abcdef01234567"

# path, text, and of each dependency: ecosystem, name, scope, constraint, exact version, line, locked
CASES: dict[str, tuple[str, str, list[tuple[object, ...]]]] = {
    "pyproject": (
        "pyproject.toml",
        '[build-system]\nrequires = ["hatchling==1.2"]\n[project]\nname = "Star_Map"\n'
        'dependencies = [\n  "NumPy>=1.2",\n  "a.b; python_version<\'3.9\'",\n]\n'
        '[project.optional-dependencies]\ntests = ["pytest"]\nall = ["star-map[tests]"]\nplot = ["matplotlib==3.*"]\n'
        '[dependency-groups]\ndev = ["ruff===0.1", {include-group = "tests"}]\n',
        [
            ("pypi", "hatchling", "build", "==1.2", "1.2", 2, False),
            ("pypi", "numpy", "runtime", ">=1.2", None, 6, False),
            ("pypi", "a-b", "runtime", '; python_version < "3.9"', None, 7, False),
            ("pypi", "pytest", "test", "", None, 10, False),
            ("pypi", "matplotlib", "optional", "==3.*", None, 12, False),
            ("pypi", "ruff", "optional", "===0.1", "0.1", 14, False),
        ],
    ),
    "poetry": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = "^3.9"\nnumpy = "^1.2"\nx = {version = "==2.0", optional = true}\n'
        f'y = {{git = "https://h/y", rev = "{COMMIT}"}}\n[tool.poetry.group.test.dependencies]\npytest = "*"\n',
        [
            ("pypi", "numpy", "runtime", "^1.2", None, 3, False),
            ("pypi", "x", "optional", "==2.0", "2.0", 4, False),
            ("pypi", "y", "runtime", "", COMMIT, 5, False),
            ("pypi", "pytest", "test", "", None, 7, False),
        ],
    ),
    "requirements": (
        "requirements.txt",
        "-r other.txt\n# a comment\nnumpy==1.21.4 \\\n    --hash=sha256:00\nscipy>=1,<2  # why\n-e .\n"
        f"-e git+https://h/x@{COMMIT}#egg=x_y\n--index-url https://h\n",
        [
            ("pypi", "numpy", "runtime", "==1.21.4", "1.21.4", 3, False),
            ("pypi", "scipy", "runtime", "<2,>=1", None, 5, False),
            ("pypi", "x-y", "runtime", "", COMMIT, 7, False),
        ],
    ),
    "requirements of tests": ("requirements-test.txt", "pytest\n", [("pypi", "pytest", "test", "", None, 1, False)]),
    "constraints": (
        "constraints.txt", "a==1\nb>=2\n", [("pypi", "a", "runtime", "==1", "1", 1, True)],
    ),
    "setup.cfg": (
        "setup.cfg",
        "[options]\ninstall_requires =\n  numpy>=1; python_version>'3'\n  scipy\n"
        "[options.extras_require]\ntest = pytest\n",
        [
            ("pypi", "numpy", "runtime", '>=1; python_version > "3"', None, 3, False),
            ("pypi", "scipy", "runtime", "", None, 4, False),
            ("pypi", "pytest", "test", "", None, 6, False),
        ],
    ),
    "setup.py": (
        "setup.py",
        "setup(\n  install_requires=['numpy>=1',\n    \"scipy==1.0\"],\n  tests_require=[x],\n)\n",
        [("pypi", "numpy", "runtime", ">=1", None, 2, False), ("pypi", "scipy", "runtime", "==1.0", "1.0", 3, False)],
    ),
    "Pipfile": (
        "Pipfile", '[packages]\nnumpy = "*"\n[dev-packages]\npytest = "==7.0"\n',
        [("pypi", "numpy", "runtime", "", None, 2, False), ("pypi", "pytest", "test", "==7.0", "7.0", 4, False)],
    ),
    "Pipfile.lock": (
        "Pipfile.lock", '{"default": {"numpy": {"version": "==1.2"}}, "develop": {}}',
        [("pypi", "numpy", "runtime", "", "1.2", None, True)],
    ),
    "uv.lock": (
        "uv.lock",
        'version = 1\n\n[[package]]\nname = "numpy"\nversion = "1.2"\nsource = { registry = "https://h" }\n'
        'dependencies = [\n  { name = "x", version = "9" },\n]\n\n[[package]]\nname = "me"\nversion = "0"\n'
        'source = { editable = "." }\n',
        [("pypi", "numpy", "runtime", "", "1.2", 3, True), ("pypi", "me", "runtime", "", "0", 11, True)],
    ),
    "conda": (
        "environment.yml",
        "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python>=3.11\n  - numpy=1.2=py3_0\n  - scipy==1.0\n"
        "  - conda-forge::fftw=3.3  # why\n  - pip\n  - pip:\n    - requests==2.0\nprefix: /x\n",
        [
            ("conda", "python", "runtime", ">=3.11", None, 5, False),
            ("conda", "numpy", "runtime", "=1.2=py3_0", "1.2", 6, True),
            ("conda", "scipy", "runtime", "==1.0", "1.0", 7, False),
            ("conda", "fftw", "runtime", "=3.3", None, 8, False),
            ("conda", "pip", "runtime", "", None, 9, False),
            ("pypi", "requests", "runtime", "==2.0", "2.0", 11, False),
        ],
    ),
    "package.json": (
        "package.json",
        '{\n"dependencies": {"left-pad": "1.3.0", "@a/b": "^2"},\n"devDependencies": {"x": "git+https://h/x"}}',
        [
            ("npm", "left-pad", "runtime", "1.3.0", "1.3.0", 2, False),
            ("npm", "@a/b", "runtime", "^2", None, 2, False),
            ("npm", "x", "test", "", None, 3, False),
        ],
    ),
    "package-lock 3": (
        "package-lock.json",
        '{"packages": {"": {"name": "me"}, "lib/x": {"version": "1"}, "node_modules/a": {"version": "1.0.0"},'
        '"node_modules/a/node_modules/@s/b": {"version": "2.0.0", "dev": true}, "node_modules/x": {"link": true}}}',
        [("npm", "a", "runtime", "", "1.0.0", None, True), ("npm", "@s/b", "test", "", "2.0.0", None, True)],
    ),
    "package-lock 1": (
        "package-lock.json", '{"dependencies": {"a": {"version": "1.0.0"}}}',
        [("npm", "a", "runtime", "", "1.0.0", None, True)],
    ),
    "yarn": (
        "yarn.lock",
        '# yarn lockfile v1\n\n"@s/a@^1.0.0", "@s/a@^1.1":\n  version "1.2.3"\n\nb@^2:\n  version "2.0.0"\n',
        [("npm", "@s/a", "runtime", "", "1.2.3", None, True), ("npm", "b", "runtime", "", "2.0.0", None, True)],
    ),
    "yarn 4": (
        "yarn.lock", '"b@npm:^2":\n  version: 2.0.0\n  resolution: "b@npm:2.0.0"\n',
        [("npm", "b", "runtime", "", "2.0.0", None, True)],
    ),
    "pnpm": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\npackages:\n  '@s/a@1.2.3':\n    resolution: {}\n"
        "  b@2.0.0(c@1):\n    x: 1\n  /d/1.0.0:\n",
        [
            ("npm", "@s/a", "runtime", "", "1.2.3", None, True),
            ("npm", "b", "runtime", "", "2.0.0", None, True),
            ("npm", "d", "runtime", "", "1.0.0", None, True),
        ],
    ),
    "cargo": (
        "Cargo.toml",
        '[dependencies]\nserde = { version = "=1.0.1", optional = true }\nrand = "0.8"\n[dev-dependencies]\nx = "1"\n'
        '[target.\'cfg(unix)\'.dependencies]\nnix = "0.2"\n',
        [
            ("cargo", "serde", "optional", "=1.0.1", "1.0.1", 2, False),
            ("cargo", "rand", "runtime", "0.8", None, 3, False),
            ("cargo", "x", "test", "1", None, 5, False),
            ("cargo", "nix", "runtime", "0.2", None, 7, False),
        ],
    ),
    "cargo lock": (
        "Cargo.lock",
        '[[package]]\nname = "me"\nversion = "0.1.0"\n\n[[package]]\nname = "rand"\nversion = "0.8.5"\n'
        'source = "registry+https://h"\n',
        [("cargo", "me", "runtime", "", "0.1.0", 1, True), ("cargo", "rand", "runtime", "", "0.8.5", 5, True)],
    ),
    "go": (
        "go.mod",
        "module h.org/me\n\ngo 1.22\n\nrequire h.org/a/b v1.2.3\nrequire (\n\th.org/c v0.1.0 // indirect\n)\n",
        [
            ("golang", "h.org/a/b", "runtime", "v1.2.3", "v1.2.3", 5, False),
            ("golang", "h.org/c", "runtime", "v0.1.0", "v0.1.0", 7, True),
        ],
    ),
    "R": (
        "DESCRIPTION",
        "Package: me\nDepends: R (>= 3.5), methods\nImports: dplyr (== 1.0.0),\n    ggplot2\nSuggests: testthat\n",
        [
            ("cran", "dplyr", "runtime", "== 1.0.0", "1.0.0", 3, False),
            ("cran", "ggplot2", "runtime", "", None, 4, False),
            ("cran", "testthat", "optional", "", None, 5, False),
        ],
    ),
    "no R": ("DESCRIPTION", "Depends: nothing\n", []),
    "Julia": (
        "Project.toml",
        'name = "Me"\n[deps]\nStats = "uuid"\n[extras]\nTest = "uuid"\n[compat]\nStats = "=1.2.3"\n',
        [("julia", "Stats", "runtime", "=1.2.3", "1.2.3", 3, False), ("julia", "Test", "test", "", None, 5, False)],
    ),
    "Julia manifest": (
        "Manifest.toml", '[[deps.Stats]]\nuuid = "x"\nversion = "1.2.3"\n\n[[deps.Base64]]\nuuid = "y"\n',
        [("julia", "Stats", "runtime", "", "1.2.3", 1, True)],
    ),
    "Maven": (
        "pom.xml",
        '<project xmlns="http://x"><properties><v>1.2</v></properties><dependencies><dependency><groupId>org.a</groupId>'
        "<artifactId>b</artifactId><version>${v}</version><scope>test</scope></dependency></dependencies></project>",
        [("maven", "org.a:b", "test", "1.2", "1.2", 1, False)],
    ),
    "Gradle": (
        "build.gradle", "dependencies {\n  implementation 'org.a:b:1.2'\n  testImplementation(\"org.c:d:1.+\")\n}\n",
        [("maven", "org.a:b", "runtime", "1.2", "1.2", 2, False), ("maven", "org.c:d", "test", "1.+", None, 3, False)],
    ),
    "CMake": (
        "CMakeLists.txt",
        f"find_package(MPI 3.0 REQUIRED)\nfind_package(OpenMP)\nFetchContent_Declare(json\n GIT_REPOSITORY https://h/j\n"
        f" GIT_TAG {COMMIT})\n",
        [
            ("generic", "mpi", "runtime", ">=3.0", None, 1, False),
            ("generic", "openmp", "optional", "", None, 2, False),
            ("generic", "json", "runtime", COMMIT, COMMIT, 3, False),
        ],
    ),
    "wrap": (
        "subprojects/zlib.wrap",
        "[wrap-file]\ndirectory = zlib-1.3.1\nsource_url = https://h/z.tar.gz\nsource_hash = 00\n",
        [("generic", "zlib", "runtime", "", "1.3.1", 1, False)],
    ),
    "fpm": (
        "fpm.toml",
        f'name = "me"\n[dependencies]\nopenmp = "*"\nx = {{ git = "https://h/x", rev = "{COMMIT}" }}\n'
        '[dev-dependencies]\ntest-drive = { git = "https://h/t", tag = "v0.4" }\n',
        [
            ("generic", "openmp", "runtime", "*", None, 3, False),
            ("generic", "x", "runtime", COMMIT, COMMIT, 4, False),
            ("generic", "test-drive", "test", "v0.4", None, 6, False),
        ],
    ),
    "Spack": (
        "package.py",
        'from spack.package import *\nclass Me(Package):\n    depends_on("mpi@3:", type=("build", "link", "run"))\n'
        '    depends_on("cmake", type="build")\n    depends_on("hdf5", when="+hdf5")\n',
        [
            ("generic", "mpi", "runtime", "3:", None, 3, False),
            ("generic", "cmake", "build", "", None, 4, False),
            ("generic", "hdf5", "optional", "", None, 5, False),
        ],
    ),
    "no Spack": ("package.py", "depends_on('x')\n", []),
    "Ruby": (
        "Gemfile", "gem 'rake', '13.0.1'\ngem \"rails\", \"~> 7\"\n",
        [("gem", "rake", "runtime", "13.0.1", "13.0.1", 1, False), ("gem", "rails", "runtime", "~> 7", None, 2, False)],
    ),
    "Ruby lock": (
        "Gemfile.lock", "GEM\n  specs:\n    rake (13.0.1)\n      x (>= 1)\n",
        [("gem", "rake", "runtime", "", "13.0.1", 3, True)],
    ),
    "Composer": (
        "composer.json", '{"require": {"php": ">=8", "a/b": "1.0.0"}}',
        [("composer", "a/b", "runtime", "1.0.0", "1.0.0", 1, False)],
    ),
    "Composer lock": (
        "composer.lock", '{"packages": [{"name": "a/b", "version": "v1.0.0"}], "packages-dev": []}',
        [("composer", "a/b", "runtime", "", "1.0.0", None, True)],
    ),
}  # fmt: skip


def _read(path: str, text: str) -> list[Dependency]:
    reader = reader_of(path.rpartition("/")[2])
    assert reader is not None
    return list(reader.read(path, text))


@pytest.mark.parametrize("case", CASES)
def test_each_file_says_what_it_declares(case: str) -> None:
    """Name, scope, constraint, exact version, line, and whether a lock said so."""
    path, text, expected = CASES[case]
    found = _read(path, text)
    shown = [(one.ecosystem, one.name, one.scope, one.constraint, one.version, one.line, one.locked) for one in found]
    assert shown == expected


def test_every_reader_has_a_case() -> None:
    """A reader nobody tries is not tested."""
    tried = {reader.format for path, _, _ in CASES.values() if (reader := reader_of(path.rpartition("/")[2]))}
    assert {reader.format for reader in READERS} - tried == {"pip lock"}


@pytest.mark.threat("A23")
@pytest.mark.parametrize("path", sorted({path for path, _, _ in CASES.values()}))
@given(text=st.text(max_size=300))
def test_no_text_brings_a_reader_down(path: str, text: str) -> None:
    """Whatever stands in it, there are dependencies or one sentence."""
    try:
        assert all(isinstance(one, Dependency) for one in _read(path, text))
    except UntrustedInputError as error:
        assert str(error)


@pytest.mark.threat("A23")
@pytest.mark.parametrize("path", sorted({path for path, _, _ in CASES.values()}))
@pytest.mark.parametrize(
    "text", ["[" * 50_000, "{" * 50_000, '{"packages": 3}', "[]", "null", "[[package]]\n" * 5000, "<a>" * 9000]
)
def test_hostile_shapes_are_read_or_refused(path: str, text: str) -> None:
    """Depth, wrong types and repetition."""
    try:
        assert len(_read(path, text)) < 10
    except UntrustedInputError as error:
        assert "\n" not in str(error)
