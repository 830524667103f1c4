"""All scans: the one list. A new one is a file in `criteria/evidence/` and a line here."""

from criteria.evidence import (
    code_shape,
    docstrings,
    doubles,
    formats,
    headers,
    oddities,
    requirements_links,
    secrets,
    suppression_reasons,
    suppressions,
    test_census,
    world_writable,
)
from criteria.scan import Scan

SCANS: tuple[Scan, ...] = (
    code_shape,
    docstrings,
    doubles,
    formats,
    headers,
    oddities,
    requirements_links,
    secrets,
    suppression_reasons,
    suppressions,
    test_census,
    world_writable,
)
