"""How severe an advisory is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.advisories.severity import ORDER, severity_of

V3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"severity": [{"type": "CVSS_V3", "score": V3}]}, ("critical", 9.8)),
        ({"severity": [{"type": "CVSS_V4", "score": V4}]}, ("critical", 9.3)),
        ({"severity": [{"type": "CVSS_V2", "score": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}]}, ("high", 7.5)),
        ({"severity": [{"type": "CVSS_V3", "score": "nonsense"}]}, ("unknown", None)),
        ({"severity": [{"type": "CVSS_V3", "score": V3 + "/X:Y" * 200}]}, ("unknown", None)),
        ({"database_specific": {"severity": "MODERATE"}}, ("medium", None)),
        ({"severity": 7, "database_specific": [3]}, ("unknown", None)),
        ({"id": "MAL-2024-1"}, ("critical", None)),
        ({}, ("unknown", None)),
    ],
)
def test_vectors_come_before_words(record: dict[str, Any], expected: tuple[str, float | None]) -> None:
    """What is neither is unknown, and never low."""
    assert severity_of(record, {}) == expected


@given(st.text(max_size=60), st.sampled_from(["CVSS_V2", "CVSS_V3", "CVSS_V4", "Ubuntu"]))
def test_no_vector_brings_it_down(vector: str, kind: str) -> None:
    """Whatever stands there."""
    assert severity_of({"severity": [{"type": kind, "score": vector}]}, {})[0] in ORDER
