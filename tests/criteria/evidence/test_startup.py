"""What a cell says about the start of the software, read as hostile bytes."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import UntrustedInputError
from criteria.evidence.startup import MAX_MODULES, MAX_SAMPLES, Startup, read

GOOD = {"module": "star_map", "samples_s": [1, 0.5, 0.25], "modules": ["json", "abc", "abc"]}


def _read(**change: Any) -> Startup:
    return read(json.dumps({**GOOD, **change}).encode())


def test_a_report_is_read() -> None:
    """Modules once each and sorted; samples in their order."""
    found = _read()
    assert found == Startup("star_map", (1.0, 0.5, 0.25), ("abc", "json"))
    assert found.median_s == 0.5
    assert read(b'{"module": "star_map"}') == Startup("star_map", (), ())


@pytest.mark.threat("T35")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"samples_s": [0]}, "each more than 0"),
        ({"samples_s": [-1]}, "each more than 0"),
        ({"samples_s": [True]}, "each more than 0"),
        ({"samples_s": ["1"]}, "each more than 0"),
        ({"samples_s": [1e99]}, "at most 3600"),
        ({"samples_s": [1] * (MAX_SAMPLES + 1)}, "at most 1000 times"),
        ({"samples_s": {"a": 1}}, "must be a list"),
        ({"modules": ["a"] * (MAX_MODULES + 1)}, "at most 20,000 names"),
        ({"modules": [1]}, "names of modules"),
        ({"modules": ["a\u202e"]}, "names of modules"),
        ({"module": ""}, "the name of a module"),
        ({"module": ["a"]}, "the name of a module"),
        ({"more": 1}, "no others"),
    ],
)
def test_what_does_not_fit_is_one_sentence(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UntrustedInputError, match=said) as error:
        _read(**change)
    assert "\n" not in str(error.value)


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(lambda one: json.dumps(one).encode())
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """And nothing else."""
    with contextlib.suppress(UntrustedInputError):
        assert isinstance(read(content), Startup)
