"""A small sound project. Every attack changes something in it, so that nothing but the attack can cost a verdict."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pygit2
from licence_texts import filled
from pygit2.enums import ObjectType
from repos import commit_tree

from criteria.snapshot import Snapshot

DAY = 86_400
START = 1_700_000_000
VERSION = "1.2.0"
ADDRESS = "https://github.com/example/star-map"
README = f"""# star-map

star-map draws maps of the night sky from public catalogues of stars. It reads positions and magnitudes, projects them
onto a plane and writes a picture that can be printed. Observers use it to plan a night, and teachers to explain how the
sky turns.

## Installation

Install it with `pip install star-map`. It needs a recent Python and nothing else.

## Usage

Call `star-map Orion` to draw one constellation, or read the documentation in the docs folder for the library.

## Tests

Run `pytest` in a checkout; every test takes less than a second.

## Versions

Releases follow semantic versioning, and each of them is described in the changelog.

## Authors and contact

Ada Lovelace and Grace Hopper maintain it. Ask questions in the issue tracker at {ADDRESS}/issues.

## Acknowledgments

The catalogue was funded by a grant of the Royal Society.
"""
CONTRIBUTING = f"""# Contributing to star-map

Everybody may take part in star-map. Open an issue at {ADDRESS}/issues before a large change, so that nobody works for
nothing.

1. Fork the repository and make a branch for your change.
2. Write a test for it in the tests folder and run `pytest`.
3. Open a pull request and say what it changes and why.

A maintainer will review it within a week, and merges it when the review is done and the tests pass.
"""
CONDUCT = """# Code of conduct

This project follows the Contributor Covenant, version 2.1, in every place where star-map is discussed. We listen to one
another, accept criticism, and think of the people who use what we make. Who breaks these rules is asked to stop, and has
to leave if they do not. Report a breach to conduct@star-map.io; two maintainers read every report and keep it to
themselves.
"""
SECURITY = """# Security policy

Report a vulnerability to security@star-map.io and not in the public tracker. We answer within five days, correct it
within thirty, and publish an advisory that names who found it. The newest release gets corrections.
"""
CITATION = f"""cff-version: 1.2.0
message: Please cite star-map as below.
title: star-map
type: software
version: {VERSION}
date-released: 2023-11-10
license: MIT
repository-code: {ADDRESS}
authors:
  - family-names: Lovelace
    given-names: Ada
  - family-names: Hopper
    given-names: Grace
"""
MANIFEST = f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "star-map"
version = "{VERSION}"
description = "Draws maps of the night sky"
readme = "README.md"
license = "MIT"
requires-python = ">=3.11"
dependencies = []
authors = [{{ name = "Ada Lovelace", email = "ada@star-map.io" }}]
urls = {{ Source = "{ADDRESS}", Issues = "{ADDRESS}/issues" }}

[tool.coverage.run]
source = ["star_map"]
branch = true

[tool.ruff]
line-length = 100
"""
CODE = '''"""Projects the sky onto a plane."""

import math

FAINTEST = 6.0


def project(right_ascension: float, declination: float) -> tuple[float, float]:
    """The place on the plane of a star, seen from the pole; angles in radians."""
    distance = math.pi / 2 - declination
    return distance * math.cos(right_ascension), distance * math.sin(right_ascension)


def is_visible(magnitude: float) -> bool:
    """Whether a star can be seen without a telescope."""
    return magnitude <= FAINTEST


def brightest(magnitudes: list[float]) -> float:
    """The smallest of the magnitudes, which is that of the brightest star."""
    if not magnitudes:
        raise ValueError("there is no star")
    return min(magnitudes)
'''
TESTS = '''"""Laws of the projection."""

import math

import pytest

from star_map.sky import brightest, is_visible, project


def test_the_pole_is_the_middle() -> None:
    assert project(0.0, math.pi / 2) == (0.0, 0.0)


def test_faint_stars_are_not_seen() -> None:
    assert is_visible(5.9)
    assert not is_visible(6.1)


def test_the_brightest_has_the_smallest_magnitude() -> None:
    assert brightest([3.0, -1.4]) == -1.4


def test_without_stars_none_is_brightest() -> None:
    with pytest.raises(ValueError, match="no star"):
        brightest([])
'''
WORKFLOW = """name: checks
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  checks:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
        with:
          persist-credentials: false
      - run: pip install -e . pytest pytest-cov ruff sphinx
      - run: ruff check .
      - run: pytest --cov --cov-fail-under=80
      - run: sphinx-build -W docs html
"""
DOCS = {
    "docs/index.md": "# star-map\n\nThe library has three functions, which [the guide](guide.md) explains.\n",
    "docs/guide.md": "# Guide\n\nCall `project` with two angles. It returns the place of the star on the plane.\n",
    "docs/architecture.md": "# Architecture\n\nThe module `sky` holds the projection. It knows of nothing else, so that a "
    "catalogue can be read by\nany other module and drawn by any program. To build the package from source, run "
    "`python -m build`.\n",
    "docs/api.md": "# Reference of the library\n\n`project(right_ascension, declination)` returns the place of a "
    "star.\n\n`is_visible(magnitude)` tells stars that can be seen.\n\n`brightest(magnitudes)` returns the smallest.\n",
    "docs/conf.py": 'project = "star-map"\nextensions = ["myst_parser"]\n',
}
FILES: Mapping[str, str | bytes] = {
    "README.md": README,
    "LICENSE": filled("MIT"),
    "CONTRIBUTING.md": CONTRIBUTING,
    "CODE_OF_CONDUCT.md": CONDUCT,
    "CHANGELOG.md": f"# Changes\n\n## {VERSION}\n\nThe projection is exact at the pole.\n",
    "CITATION.cff": CITATION,
    "SECURITY.md": SECURITY,
    "pyproject.toml": MANIFEST,
    "star_map/__init__.py": '"""Maps of the night sky."""\n',
    "star_map/sky.py": CODE,
    "tests/test_sky.py": TESTS,
    ".github/workflows/checks.yml": WORKFLOW,
    **DOCS,
}
PEOPLE = (("Ada Lovelace", "ada@star-map.io"), ("Grace Hopper", "grace@star-map.io"))
Change = Mapping[str, str | bytes | None]


def changed(change: Change) -> dict[str, str | bytes]:
    """The files with a change: None takes a file away."""
    return {name: content for name, content in {**FILES, **change}.items() if content is not None}


def history(path: Path, commits: int = 3) -> int:
    """Commits before the assessed one, ten days apart and by two people; returns the time of the next."""
    shutil.copytree(_past(commits), path)
    return START + commits * 10 * DAY


@cache
def _past(commits: int) -> Path:
    """Made once for all tests of a process; the folder goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="assay-past-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "past.git"
    for number in range(commits):
        files = dict(list(FILES.items())[: 3 + number])
        commit_tree(path, files, author=PEOPLE[number % 2], time=START + number * 10 * DAY, message=f"Step {number}")
    shutil.rmtree(path / "hooks", ignore_errors=True)
    repo = pygit2.Repository(str(path))
    for content in FILES.values():
        repo.create_blob(content.encode() if isinstance(content, str) else content)
    return path


def tagged(path: Path, name: str, target: str, time: int = START) -> None:
    """An annotated tag."""
    repo = pygit2.Repository(str(path))
    repo.create_tag(name, pygit2.Oid(hex=target), ObjectType.COMMIT, pygit2.Signature("Ada", "a@b.c", time, 0), name)


def sound(path: Path, change: Change | None = None, modes: Mapping[str, int] | None = None) -> Snapshot:
    """The sound project with a change in its last commit, which is tagged as the release."""
    time = history(path)
    head = commit_tree(path, changed(change or {}), modes=modes, author=PEOPLE[0], time=time, message="The release")
    tagged(path, f"v{VERSION}", head, time)
    return Snapshot(path, head)
