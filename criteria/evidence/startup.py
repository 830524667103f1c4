"""Evidence of kind "startup": how long a module takes to start, and what it loads, before and after a change.

A cell measures it and leaves `startup.json`; the base and the head are measured in turn on the same machine. The file
comes out of the cell: it is what the tested code says, read as hostile bytes.
"""

import math
from statistics import median
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.printable import printable
from criteria.untrusted import MAX_BYTES, load_json

KIND = "startup"
FILE = "startup.json"
ABSENT = f"no cell measured the start-up of base and head; let the test commands write {FILE} into $ASSAY_RESULTS"
MAX_SAMPLES, MAX_MODULES, MAX_NAME = 1000, 20_000, 300
_LONGEST = 3600.0  # seconds
_KEYS = {"module", "samples_s", "modules"}


@attrs.frozen
class Startup:
    """One side. `samples_s`: wall seconds of each start. `modules`: what one start had loaded, sorted."""

    module: str
    samples_s: tuple[float, ...]
    modules: tuple[str, ...]

    @property
    def median_s(self) -> float:
        return median(self.samples_s) if self.samples_s else 0.0


@attrs.frozen
class StartupPair:
    """Both sides in one cell, by its id; None where that side reported nothing. Emulated times mean nothing."""

    cell: str
    base: Startup | None
    head: Startup | None
    emulated: bool = False


@attrs.frozen
class Startups:
    pairs: tuple[StartupPair, ...]


def read(content: bytes) -> Startup:
    """What one side reports: `{"module": "star_map", "samples_s": [0.81, ...], "modules": ["abc", ...]}`.

    Raises UntrustedInputError, which says in one sentence what does not fit.
    """
    data = load_json(content, FILE, MAX_BYTES)
    if not isinstance(data, dict) or not _KEYS >= data.keys() >= {"module"}:
        raise UntrustedInputError(f"{FILE} must hold the keys module, samples_s and modules, and no others")
    module = data["module"]
    if not _is_name(module):
        raise UntrustedInputError(f"{FILE}: module is {printable(str(module), 60)!r}; it must be the name of a module")
    return Startup(module, _samples(data.get("samples_s", [])), _modules(data.get("modules", [])))


def _samples(data: Any) -> tuple[float, ...]:
    if not isinstance(data, list) or len(data) > MAX_SAMPLES or not all(map(_is_time, data)):
        raise UntrustedInputError(
            f"{FILE}: samples_s must be a list of at most {MAX_SAMPLES} times in seconds, each more than 0 and at most "
            f"{_LONGEST:g}"
        )
    return tuple(map(float, data))


def _modules(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list) or len(data) > MAX_MODULES or not all(map(_is_name, data)):
        raise UntrustedInputError(f"{FILE}: modules must be a list of at most {MAX_MODULES:,} names of modules")
    return tuple(sorted(set(data)))


def _is_time(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= _LONGEST and math.isfinite(value)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME and value.isprintable() and not value.isspace()
