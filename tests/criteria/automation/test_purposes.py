"""What a command is for."""

import pytest

from criteria.automation.checked_languages import languages_checked
from criteria.automation.model import Purpose
from criteria.automation.purposes import of_action, of_command, of_hook, of_name, toothless


@pytest.mark.parametrize(
    ("command", "purposes"),
    [
        ("pytest -x", {Purpose.TESTS}),
        ("python3.12 -m pytest --cov=star", {Purpose.TESTS, Purpose.COVERAGE}),
        ("uv run --frozen --only-group lint -- ruff check .", {Purpose.STYLE}),
        ("$(PYTHON) -m coverage run -m pytest", {Purpose.TESTS, Purpose.COVERAGE}),
        (".venv/bin/ruff format --check .", {Purpose.STYLE}),
        ("./sage -t --long src", {Purpose.TESTS}),
        ("{env:SAGE} -t -p 0", {Purpose.TESTS}),
        ("docker exec BUILD pytest", {Purpose.TESTS}),
        ("ctest --test-dir build", {Purpose.TESTS}),
        ("cmake --build build", {Purpose.BUILD}),
        ("julia --project -e 'using Pkg; Pkg.test()'", {Purpose.TESTS}),
        ("R CMD check .", {Purpose.TESTS}),
        ('python -c "import star.test, sys; sys.exit(star.test.run_tests(level=3))"', {Purpose.TESTS}),
        ("python3.12 -c 'import star; assert star.test()'", {Purpose.TESTS}),
        ("fpm test --profile release", {Purpose.TESTS}),
        ("python -m build --sdist", {Purpose.PACKAGE}),
        ("twine upload dist/*", {Purpose.RELEASE}),
        ("mkdocs gh-deploy", {Purpose.DOCS_BUILD, Purpose.DOCS_PUBLISH}),
        ("ansible-playbook site.yml", {Purpose.DEPLOYMENT}),
        ("bandit -r star", {Purpose.SECURITY}),
        ("codespell", {Purpose.TEXTS}),
    ],
)
def test_a_command_is_known_by_the_tool_that_it_starts(command: str, purposes: set[Purpose]) -> None:
    """Behind wrappers, variables and folders as well."""
    assert set(of_command(command)) == purposes


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "command",
    [
        "echo pytest",
        "printf 'ruff check'",
        "pip install pytest ruff",
        "env true pytest",
        "pytest --collect-only",
        "ruff --version",
        "cat tests/pytest.ini",
        "which pytest",
        "RUN=pytest",
        "docker run BUILD",
        "grep pytest setup.cfg",
        "true pytest",
        "python -c 'import star; star.test()'",
        "python -c 'print(\"star.test()\")'",
    ],
)
def test_words_that_start_nothing_serve_no_purpose(command: str) -> None:
    """`echo tests passed` tests nothing."""
    assert of_command(command) == ()


@pytest.mark.threat("A12")
def test_options_that_take_the_teeth_are_named() -> None:
    assert toothless("flake8 --exit-zero .")
    assert toothless("coverage report --fail-under=0")
    assert toothless("flake8 .") is None


def test_actions_hooks_and_targets_are_known_by_name() -> None:
    """And what is handed to an action can change what it is for."""
    assert of_action("codecov/codecov-action@v5") == (Purpose.COVERAGE,)
    assert of_action("netlify/actions/cli@master", "deploy --dir=doc/html") == (Purpose.DOCS_PUBLISH,)
    assert of_action("reviewdog/action-misspell@v1") == (Purpose.TEXTS,)
    assert of_action("actions/checkout@v4") == ()
    assert of_hook("ruff-format") == (Purpose.STYLE,)
    assert of_hook("trailing-whitespace") == (Purpose.TEXTS,)
    assert of_name("unit-tests") == (Purpose.TESTS,)
    assert of_name("latest") == ()


def test_the_languages_of_a_checker() -> None:
    """None where the tool may read any."""
    assert languages_checked("ruff check .") == {"Python", "Sage"}
    assert languages_checked("make lint") is None
