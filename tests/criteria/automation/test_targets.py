"""What stands behind a command that calls something of the tree."""

from pathlib import Path

import pytest
from collected import automation_of, workflow

from criteria.automation.model import PER_CHANGE, Purpose, runs, steps


def _found(
    path: Path, run: str, files: dict[str, str], purpose: Purpose = Purpose.TESTS
) -> list[tuple[str, str | None]]:
    automation = automation_of(path, {**workflow(run), **files})
    return [(step.command, step.via) for step in runs(automation, purpose, PER_CHANGE)]


@pytest.mark.parametrize(
    ("run", "files", "found"),
    [
        ("make check", {"Makefile": "check: lint\n\t@echo tests\n\tpytest -x\nlint:\n\truff check .\n"}, ("pytest -x",
        "Makefile")),
        ("cd src && make", {"src/Makefile": "all:\n\t$(PYTHON) -m pytest\n"}, ("$(PYTHON) -m pytest", "src/Makefile")),
        ("make -C src test", {"src/Makefile": "test:\n\tctest\n"}, ("ctest", "src/Makefile")),
        ("make test", {"Makefile": "test: program\n\t./program\nprogram:\n\tcc -o program a.c\n"}, ("make test",
        "Makefile")),
        ("make check", {"Makefile.am": "SUBDIRS = a\n"}, ("make check", "Makefile")),
        ("tox -e unit", {"tox.ini": "[testenv:unit]\ncommands =\n    pytest {posargs}\n"}, ("pytest {posargs}",
        "tox.ini")),
        ("tox -e fast", {"tox.ini": "[src]\ncommands = tox -c {toxinidir}/src/tox.ini -e {envname}\n"
         "[testenv:fast]\ncommands = {[src]commands}\n", "src/tox.ini": "[testenv:fast]\ncommands = pytest -x\n"},
         ("pytest -x", "src/tox.ini")),
        ("tox -e unit", {"tox.ini": "[base]\nmore = -x\n[testenv:unit]\ncommands = pytest {[base]more} {posargs}"},
         ("pytest -x {posargs}", "tox.ini")),
        ("tox", {"tox.ini": "[tox]\nenvlist = py{311,312}\n[testenv]\ncommands = pytest\n"}, ("pytest", "tox.ini")),
        ("tox -e py", {"pyproject.toml": "[tool.tox.env_run_base]\ncommands = [['pytest', '-x']]\n"}, ("pytest -x",
        "pyproject.toml")),
        ("nox -s tests", {"noxfile.py": 'def tests(session):\n    session.run("pytest", "-x")\n'}, ("pytest -x",
        "noxfile.py")),
        ("npm test", {"package.json": '{"scripts": {"test": "jest --ci"}}'}, ("jest --ci", "package.json")),
        ("hatch run dev:go", {"pyproject.toml": '[tool.hatch.envs.dev.scripts]\ngo = "pytest -x"\n'}, ("pytest -x",
        "pyproject.toml")),
        ("./ci/run.sh", {"ci/run.sh": "set -e\npytest\nls\n"}, ("pytest", "ci/run.sh")),
        ("python tests/run_tests.py", {"tests/run_tests.py": "import star\nassert star.map(1) == 2, 'wrong map'\n"},
        ("python tests/run_tests.py", "tests/run_tests.py")),
        ("bash -c 'pytest -x'", {}, ("pytest -x", None)),
        (".ci/go", {".ci/go": "#!/bin/sh\nexec make test\n", "Makefile": "test:\n\tpytest\n"}, ("pytest", "Makefile")),
    ],
)  # fmt: skip
def test_a_call_is_followed(tmp_path: Path, run: str, files: dict[str, str], found: tuple[str, str | None]) -> None:
    assert found in _found(tmp_path / "r", run, files)


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    ("run", "files"),
    [
        ("make test", {"Makefile": "test:\n\t@echo all tests passed\n"}),
        ("make test", {"Makefile": "test:\n\t-pytest\n"}),
        ("make test", {"Makefile": "test:\n\tpytest || true\n"}),
        ("make test || true", {"Makefile": "test:\n\tpytest\n"}),
        ("make test", {}),
        ("make test", {"Makefile": "all:\n\tpytest\n"}),
        ("tox -e unit", {"tox.ini": "[testenv:unit]\ncommands = - pytest\n"}),
        ("tox -e unit", {"tox.ini": "[testenv:unit]\ncommands = echo pytest\n"}),
        ("tox -e unit", {"tox.ini": "[a]\nx = {[a]x} {[a]x}\n[testenv:unit]\ncommands = {[a]x}\n"}),
        ("tox -e unit", {"tox.ini": "[testenv:unit]\ncommands = {[gone]x}\n"}),
        ("./run.sh", {"run.sh": "pytest\nls\n"}),
        ("./tests.sh", {"tests.sh": "echo all good\n"}),
        ("npm test", {"package.json": '{"scripts": {"test": "echo no tests"}}'}),
        ("./gone.sh", {}),
    ],
)
def test_a_call_that_tests_nothing_or_cannot_fail_does_not_count(
    tmp_path: Path, run: str, files: dict[str, str]
) -> None:
    assert _found(tmp_path / "r", run, files) == []


def test_hooks_are_known_by_their_ids(tmp_path: Path) -> None:
    """In a job that runs them, and in the service that reads the table `ci`."""
    config = "repos:\n  - repo: x\n    hooks: [{id: ruff-check}, {id: mypy, stages: [manual]}]\n"
    files = {".pre-commit-config.yaml": config}
    assert [via for _, via in _found(tmp_path / "r", "pre-commit run -a", files, Purpose.STYLE)] == [
        ".pre-commit-config.yaml"
    ]
    alone = automation_of(tmp_path / "s", files)
    assert (len(alone.hooks), alone.jobs) == (1, ())
    service = automation_of(tmp_path / "t", {".pre-commit-config.yaml": config + "ci: {autofix_prs: true}\n"})
    assert len(runs(service, Purpose.STYLE, PER_CHANGE)) == 1
    skipping = automation_of(tmp_path / "u", {".pre-commit-config.yaml": config + "ci: {skip: [ruff-check]}\n"})
    assert steps(skipping, Purpose.STYLE) == ()


@pytest.mark.threat("A23")
def test_calls_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    files = {
        "a.sh": "./b.sh\n./a.sh\n" * 200,
        "b.sh": "./a.sh\nmake x\n" * 200,
        "Makefile": "x: y\n\t./a.sh\ny: x\n\tmake x\n",
    }
    assert _found(tmp_path / "r", "./a.sh\nmake x", files) == []


@pytest.mark.threat("A21")
def test_paths_that_lead_out_of_the_tree_find_nothing(tmp_path: Path) -> None:
    assert _found(tmp_path / "r", "bash ../../../etc/passwd\ncd ../..; make test", {}) == []
