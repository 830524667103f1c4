"""A cell: one point of the matrix, with everything that is needed to run it. Plain data that travels as JSON."""

import json
from collections.abc import Mapping
from typing import Any

import attrs
import cattrs

ARCHES = ("amd64", "arm64")
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}  # what `uname -m` says


@attrs.frozen
class Limits:
    """What one cell may use. Written by the project, capped by the machine's policy."""

    memory_mb: int = 4096  # of the processes and of the work directory together
    disk_mb: int = 2048  # of the work directory, a tmpfs
    pids: int = 1024
    build_minutes: float = 30
    test_minutes: float = 60
    silence_minutes: float = 15  # without any output
    log_kb: int = 4096  # kept per command, half from its beginning and half from its end


@attrs.frozen
class Results:
    """Where the test phase leaves what can be counted; paths relative to the source tree or to $ASSAY_RESULTS."""

    junit: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()  # reports in any other form that is known, such as TAP or Assay's JSON lines


@attrs.frozen
class Selection:
    """How the tests of a large suite are chosen: in the order of their nearness to a change, until the time is up."""

    files: tuple[str, ...]  # patterns of the files that hold tests, e.g. "src/sage/**/*.py"
    command: str  # runs some of them; `{files}` stands for their names
    batch: int = 50  # files of one call
    budget_minutes: float = 10


@attrs.frozen
class Stratum:
    """Test files that are equally near to a change, in the order in which they run."""

    name: str  # e.g. "changed files", "direct importers"
    files: tuple[str, ...]


@attrs.frozen
class Recipe:
    """What a repository says about building and testing itself, before it becomes cells."""

    images: tuple[str, ...] = ("debian-12",)
    arches: tuple[str, ...] = ()  # empty: all that the machine can run
    pythons: tuple[str, ...] = ()  # empty: the interpreter of each image
    exclude: tuple[Mapping[str, str], ...] = ()
    system: tuple[str, ...] = ()  # Debian packages
    build: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    after_test: tuple[str, ...] = ()  # always run, never decide
    results: Results = attrs.field(factory=Results)
    limits: Limits = attrs.field(factory=Limits)
    environment: Mapping[str, str] = attrs.field(factory=dict)
    axes: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)  # the project's own, e.g. compiler: gcc, clang
    emulated_test: tuple[str, ...] = ()  # in place of `test` where the architecture is emulated
    retry: int = 0  # how often the test commands run again when tests failed
    seed: int = 0
    reads: tuple[str, ...] = ()  # the parts of the tree that decide the result; empty: all of it
    select: Selection | None = None
    caches: tuple[str, ...] = ("ccache", "pip")
    baselines: tuple[str, ...] = ()  # judged beside the one that was asked for
    origin: str = "detected"  # the file that said so, or "detected"
    reasons: tuple[str, ...] = ()  # one sentence per decision, shown to the user


@attrs.frozen
class Cell:
    """One point of the matrix: image x architecture x toolchain."""

    id: str  # e.g. "debian-12/amd64/py3.11", then the values of the project's own axes
    image: str
    arch: str
    python: str
    system: tuple[str, ...]
    build: tuple[str, ...]
    test: tuple[str, ...]
    after_test: tuple[str, ...]
    results: Results
    limits: Limits
    environment: Mapping[str, str]
    axes: Mapping[str, str] = attrs.field(factory=dict)
    subset: bool = False  # the architecture is emulated, and the project chose fewer tests for that
    retry: int = 0
    seed: int = 0
    caches: tuple[str, ...] = ()
    select: Selection | None = None
    strata: tuple[Stratum, ...] = ()  # of `select`, once it is known what was changed


_converter = cattrs.Converter(forbid_extra_keys=True)


def to_json(cell: Cell) -> str:
    return json.dumps(_converter.unstructure(cell), sort_keys=True)


def from_json(text: str) -> Cell:
    return _converter.structure(json.loads(text), Cell)


def plain(recipe: Recipe) -> dict[str, Any]:
    """The recipe as data, for showing."""
    data: dict[str, Any] = _converter.unstructure(recipe)
    return data
