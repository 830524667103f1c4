"""A repository that says nothing to Assay is built and tested as its own tools say."""

import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repos import snapshot_of

from master.plan.detect import MAX_REASONS, detect
from workers.cell import Recipe, Results
from workers.environment import variable_problem
from workers.matrix import Policy, expand

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}
TEST = "import mock\ndef test_x():\n    pass\n"
MEASURED = 'python -m coverage run --rcfile=/dev/null --data-file="$HOME/coverage.data" --source=. '


def recipe(tmp_path: Path, files: dict[str, str]) -> Recipe:
    return detect(snapshot_of(tmp_path, {"README": "", **files}), offered=OFFERED)


def installed(found: Recipe) -> list[str]:
    """The words behind `pip install`."""
    (command,) = found.build
    words = shlex.split(command)
    assert words[:4] == ["python", "-m", "pip", "install"]
    return words[4:]


def said(found: Recipe, text: str) -> bool:
    return any(text in reason for reason in found.reasons)


def test_standard_project(tmp_path: Path) -> None:
    """A package with a test extra: one call of the resolver, pytest under coverage, a report that never decides."""
    text = "[project]\nname='x'\n[project.optional-dependencies]\ntest=['pytest>=7']\n"
    found = recipe(tmp_path, {"pyproject.toml": text, "tests/test_a.py": TEST})
    assert installed(found) == ["-e", ".[test]", "coverage"]
    assert found.test == (f"{MEASURED}-m pytest",)
    assert found.after_test[0].endswith('-o "$ASSAY_RESULTS/coverage.json"')
    assert found.results == Results(junit=("junit.xml",), coverage=("coverage.json",))
    assert (found.images, found.arches, found.pythons, found.origin) == (("debian-12",), (), (), "detected")


def test_poetry_group(tmp_path: Path) -> None:
    """A group of Poetry is installed by names, for no extra brings it; tools of development stay out."""
    text = """
[tool.poetry]
name = "x"
[tool.poetry.group.test.dependencies]
fixtures = "^4.1.0"
pytest = ">=8,<10"
poetry = "^2"
[tool.poetry.group.test-flake8.dependencies]
flake8 = "^7"
[build-system]
build-backend = "poetry.core.masonry.api"
"""
    found = recipe(tmp_path, {"pyproject.toml": text, "x/tests/test_a.py": TEST})
    assert installed(found) == ["-e", ".", "fixtures<5.0.0,>=4.1.0", "pytest<10,>=8", "coverage"]
    assert said(found, "left out (of use while developing) poetry")


def test_developers_file(tmp_path: Path) -> None:
    """Of a file for developers only what tests import and test tools are installed."""
    files = {
        "setup.py": "setup(install_requires=[])",
        "requirements-dev.txt": "pycurl\ntox\nmock>=1\npytest>=3\nlxml\npytest-runner\n",
        "requirements.txt": "pycurl\n",
        "tests/test_a.py": TEST + "try:\n    import pycurl\nexcept ImportError:\n    pass\n",
    }
    found = recipe(tmp_path, files)
    assert installed(found) == ["-e", ".", "mock>=1", "pytest>=3", "coverage"]
    assert said(found, "neither imported by test files nor test tools) lxml, pycurl, pytest-runner, tox")


def test_file_for_tests(tmp_path: Path) -> None:
    """Of a file for tests all is installed but tools of development that no test imports."""
    files = {"setup.py": "", "requirements/test.txt": "odd\nblack\nflake8\n", "test_a.py": f"import black\n{TEST}"}
    assert installed(recipe(tmp_path, files)) == ["-e", ".", "odd", "black", "pytest", "coverage"]


def test_undeclared_runtime_requirements(tmp_path: Path) -> None:
    """requirements.txt beside a package counts only where the package declares nothing itself."""
    files = {"requirements.txt": "mock\n", "tests/test_a.py": TEST}
    assert "mock" in installed(recipe(tmp_path / "a", {"setup.py": "", **files}))
    declaring = {"pyproject.toml": "[project]\nname='x'\n", **files}
    assert "mock" not in installed(recipe(tmp_path / "b", declaring))


def test_flat_repository(tmp_path: Path) -> None:
    """A repository that is no package gets its runtime requirements as they are."""
    found = recipe(tmp_path, {"requirements.txt": "numpy==1\n", "a.py": "", "test_a.py": TEST})
    assert installed(found) == ["-r", "requirements.txt", "pytest", "coverage"]
    assert found.test == (f"{MEASURED}-m pytest",)


def test_project_that_is_no_package(tmp_path: Path) -> None:
    """A project that says it is no package has its dependencies installed by name."""
    text = "[project]\nname='x'\ndependencies=['six>1']\n[tool.uv]\npackage=false\n"
    assert installed(recipe(tmp_path, {"pyproject.toml": text, "test_a.py": TEST})) == ["six>1", "pytest", "coverage"]


def test_meson_python(tmp_path: Path) -> None:
    """With meson-python the tests see what was installed, not the tree, and coverage is not measured."""
    text = "[build-system]\nbuild-backend='mesonpy'\n[project]\nname='x'\n"
    found = recipe(tmp_path, {"pyproject.toml": text, "x/test_a.py": TEST})
    assert installed(found) == [".", "pytest", "coverage"]
    assert found.test == ("python -P -m pytest --import-mode=importlib",)
    assert found.after_test == found.results.coverage == ()
    assert said(found, "coverage is not measured")


def test_options_of_the_project(tmp_path: Path) -> None:
    """Plug-ins that the project's options need are installed; its own measuring and its processes are switched off."""
    files = {"setup.py": "", "pytest.ini": "[pytest]\naddopts = --cov=x -n auto\n", "test_a.py": TEST}
    found = recipe(tmp_path, files)
    assert installed(found) == ["-e", ".", "pytest", "coverage", "pytest-cov", "pytest-xdist"]
    assert found.test == (f"{MEASURED}-m pytest --no-cov -n 0",)


def test_script(tmp_path: Path) -> None:
    """A test script of the top folder is run under coverage, without pytest."""
    found = recipe(tmp_path, {"setup.py": "", "test.py": "import doctest\n"})
    assert installed(found) == ["-e", ".", "coverage"]
    assert found.test == (f"{MEASURED}test.py",)
    assert found.results == Results(coverage=("coverage.json",))


def test_unittest(tmp_path: Path) -> None:
    """Classes of unittest under other names are run by pytest, which counts them."""
    found = recipe(tmp_path, {"setup.py": "", "x/tests.py": "class A(unittest.TestCase): pass\n"})
    assert found.test == (f"{MEASURED}-m pytest -o 'python_files=test*.py tests.py'",)


def test_doctests_only(tmp_path: Path) -> None:
    """Settings that ask for doctests are tests enough."""
    found = recipe(tmp_path, {"setup.py": "", "pytest.ini": "[pytest]\naddopts = --doctest-modules\n"})
    assert found.test == (f"{MEASURED}-m pytest",)


def test_no_tests(tmp_path: Path) -> None:
    """Without tests the project is built, no test is claimed, and the reason is told."""
    found = recipe(tmp_path, {"setup.py": "", "requirements-dev.txt": "pytest\n"})
    assert installed(found) == ["-e", "."]
    assert found.test == found.after_test == ()
    assert said(found, "no tests found: ")


def test_nothing_recognised(tmp_path: Path) -> None:
    """Nothing that any detector knows: no commands, and a sentence that says what to do."""
    found = recipe(tmp_path, {"notes.txt": ""})
    assert (found.build, found.test) == ((), ())
    assert found.reasons == (
        "nothing to build was recognised in the files of this repository; write .assay.yml with the commands",
    )


@pytest.mark.parametrize(
    ("required", "image"),
    [
        (">=3.8", "debian-12"),
        (">=3.12", "debian-13"),
        (">=3.11.2", "debian-12"),
        ("!=3.11.*", "debian-13"),
        ("odd", "debian-12"),
    ],
)
def test_image_by_python(tmp_path: Path, required: str, image: str) -> None:
    """The image has a Python that the project supports, the usual one when it may be."""
    text = f"[project]\nname='x'\nrequires-python='{required}'\n"
    assert recipe(tmp_path, {"pyproject.toml": text}).images == (image,)


def test_no_image_with_its_python(tmp_path: Path) -> None:
    """A project for another Python is not run, which is our lack and not its failure."""
    found = recipe(tmp_path, {"pyproject.toml": "[project]\nname='x'\nrequires-python='<3'\n"})
    assert found.build == ()
    assert said(found, "nothing is run: the project asks for Python '<3', and no image offers it: debian-12 has 3.11")


@pytest.mark.threat("T16", "T31")
def test_hostile_names(tmp_path: Path) -> None:
    """Nothing of a repository's words becomes more than one word of a command."""
    evil = "$(touch x); `id` && 'a' #"
    extras = f'"test {evil}" = ["a"]\ntest = ["b"]\n'
    developers = f'pytest; python_version > "{evil}"\nmock[{evil}]\n-r requirements/{evil}.txt\n--x {evil}\n'
    files = {
        "pyproject.toml": f'[project]\nname="x"\n[project.optional-dependencies]\n{extras}',
        f"requirements/{evil}.txt": "a\n",
        "requirements-dev.txt": developers,
        "tox.ini": f"[testenv]\ndeps = {evil}\nsetenv =\n  A = {evil}\n",
        "test_a.py": TEST,
    }
    found = recipe(tmp_path, files)
    assert installed(found) == ["-e", ".[test]", "pytest", "coverage"]
    assert found.environment == {"A": evil}


@pytest.mark.threat("T16")
def test_reasons_are_capped(tmp_path: Path) -> None:
    """A thousand wrong lines are not a thousand sentences."""
    text = "".join(f"{number}!\n" for number in range(1000))
    found = recipe(tmp_path, {"setup.py": "", "requirements-test.txt": text, "test_a.py": TEST})
    assert len(found.reasons) == MAX_REASONS + 1


NAMES = ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini", "requirements.txt", "requirements-dev.txt",
         "test_a.py", "conftest.py", "tox.toml"]  # fmt: skip
FRAGMENTS = ["[tool.poetry]\n", "name='x'\n", "[testenv]\ndeps=\n", " a==1\n", "-r requirements.txt\n", "[project]\n",
             "[pytest]\naddopts=--cov\n", "import x\n", "def test(): 1\n", "setup(extras_require={'test':['a']})\n",
             "\0", "[options.extras_require]\ntest=\n b\n", "dependencies=['a']\n", "\n", "[", "é\ufeff",
             "\\\n"]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join), max_size=5)
)
def test_any_repository(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]) -> None:
    """Whatever the files say, there is a recipe that becomes a cell, and every decision is one line."""
    found = recipe(tmp_path_factory.mktemp("repo"), files)
    assert found.reasons
    assert all("\n" not in reason for reason in found.reasons)
    assert all("\n" not in command and "\0" not in command for command in (*found.build, *found.test))
    assert not [name for name, value in found.environment.items() if variable_problem(name, value)]
    assert len(expand(found, offered=OFFERED, policy=Policy()).cells) == 1
