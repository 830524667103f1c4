"""Which packages run tests and which only accompany development, by name."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

# Needed by test suites without an import that shows it, or cheap and harmless.
TEST_TOOLS = (
    "pytest", "pytest-*", "coverage", "hypothesis", "mock", "testtools", "testscenarios", "testresources",
    "testfixtures", "fixtures", "oslotest", "stestr", "python-subunit", "freezegun", "time-machine", "responses",
    "respx", "requests-mock", "httpretty", "vcrpy", "betamax", "factory-boy", "faker", "parameterized", "ddt",
    "pyfakefs", "syrupy", "xdoctest", "nbval", "flaky", "aioresponses", "asynctest", "pyhamcrest", "sure", "assertpy",
    "nbmake", "moto", "sybil", "unittest-xml-reporting",
)  # fmt: skip
# Of no use while testing; many pull in half a hundred packages, some need system libraries.
DEVELOPMENT_TOOLS = (
    "asv", "autoflake", "autopep8", "bandit", "black", "blacken-docs", "bump2version", "bump-my-version",
    "bumpversion", "build", "changelist", "check-manifest", "cibuildwheel", "codecov", "codespell", "commitizen",
    "coveralls", "doc8", "docformatter", "flake8", "flake8-*", "flit", "furo", "ghp-import", "gitlint", "hatch",
    "hacking", "interrogate", "invoke", "ipdb", "ipykernel", "ipython", "isort", "jupyter", "jupyterlab", "mkdocs",
    "mkdocs-*", "mkdocstrings*", "mypy", "myst-nb", "myst-parser", "nbsphinx", "nbstripout", "nodeenv", "nose*",
    "notebook", "nox", "numpydoc", "pdm", "pep8", "pep8-naming", "pip", "pip-audit", "pip-tools", "pipenv", "poetry",
    "poetry-*", "pre-commit", "prospector", "pycodestyle", "pydata-sphinx-theme", "pydocstyle", "pyflakes", "pylama",
    "pylint", "pylint-*", "pyright", "pyroma", "pyupgrade", "radon", "readme-renderer", "recommonmark", "reno", "ruff",
    "safety", "semgrep", "setuptools", "setuptools-scm", "sphinx", "sphinx-*", "sphinxcontrib-*", "towncrier", "tox",
    "tox-*", "twine", "ty", "types-*", "unittest2", "discover", "uv", "vermin", "versioneer", "virtualenv", "vulture",
    "watchdog", "wheel", "xenon", "yapf", "yamllint", "zest-releaser",
)  # fmt: skip
# Plug-ins that turn linters into tests, or that belong to a way of starting pytest that is gone.
_NO_TEST_TOOLS = (
    "pytest-black", "pytest-flake8", "pytest-flakes", "pytest-isort", "pytest-mypy", "pytest-pep8",
    "pytest-pycodestyle", "pytest-pydocstyle", "pytest-pylint", "pytest-ruff", "pytest-runner", "pytest-watch",
    "pytest-watcher",
)  # fmt: skip


def is_test_tool(name: str) -> bool:
    """`name` is normalised."""
    return _among(name, TEST_TOOLS) and name not in _NO_TEST_TOOLS


def is_development_tool(name: str) -> bool:
    """`name` is normalised."""
    return name in _NO_TEST_TOOLS or _among(name, DEVELOPMENT_TOOLS)


def _among(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
