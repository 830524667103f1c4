"""One dependency, as one file declares or locks it."""

import re

import attrs

RUNTIME, BUILD, TEST, OPTIONAL = "runtime", "build", "test", "optional"

# Ecosystems, by the type of a package URL.
PYPI, NPM, CARGO, GO, GEM, COMPOSER, MAVEN, CRAN, JULIA, CONDA, GENERIC = (
    "pypi", "npm", "cargo", "golang", "gem", "composer", "maven", "cran", "julia", "conda", "generic",
)  # fmt: skip

LONGEST = 200  # characters of a name, a version or a constraint

_NAME = re.compile(r"^[\w@][\w@./:+~ -]{0,199}$")
_TEST_WORDS = re.compile(r"(?:^|[-_.])(?:tests?|testing|tox|nox|ci|coverage)(?:$|[-_.])", re.I)
_BUILD_WORDS = re.compile(r"(?:^|[-_.])(?:build|setup|bootstrap)(?:$|[-_.])", re.I)
_DEVELOP_WORDS = re.compile(
    r"(?:^|[-_.])(?:dev|develop|development|docs?|documentation|lint|typing|style|extras?|all)(?:$|[-_.])", re.I
)


@attrs.frozen
class Dependency:
    """`ecosystem` is the type of its package URL, `name` normalised as that asks; Maven's has a colon after the group.

    `version` is the one exact version, None where several would do. `locked`: from a lock file, which also lists what
    the dependencies themselves need. `source` says where it comes from when that is no registry.
    """

    ecosystem: str
    name: str
    scope: str
    path: str
    constraint: str = ""
    version: str | None = None
    line: int | None = None
    locked: bool = False
    source: str | None = None


def named(ecosystem: str, name: str) -> str | None:
    """The name in its normal form, None for what can be none."""
    name = name.strip()
    if not _NAME.match(name):
        return None
    if ecosystem == PYPI:
        return re.sub(r"[-_.]+", "-", name).lower()
    if ecosystem in (NPM, GO, COMPOSER, CONDA):
        return name.lower()
    return name


def scope_of(word: str, otherwise: str) -> str:
    """The scope that the name of a group or of a file tells, such as `requirements-test.txt`."""
    if _TEST_WORDS.search(word):
        return TEST
    if _BUILD_WORDS.search(word):
        return BUILD
    return OPTIONAL if _DEVELOP_WORDS.search(word) else otherwise


def line_of_key(text: str, key: str) -> int | None:
    """The line on which a key of TOML stands, plain or quoted; the first of those of that name."""
    places = (f"\n{text}".find(f"\n{quote}{key}{quote}") for quote in ("", '"', "'"))
    at = min((place for place in places if place >= 0), default=-1)
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def line_of(text: str, needle: str) -> int | None:
    """The line, from 1, on which the needle first stands."""
    at = text.find(needle)
    return text.count("\n", 0, at) + 1 if at >= 0 and needle else None
