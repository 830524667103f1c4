"""All scans: the one list. A new one is a file in `criteria/evidence/` and a line here."""

from criteria.evidence import headers, suppressions, test_census
from criteria.scan import Scan

SCANS: tuple[Scan, ...] = (
    headers,
    suppressions,
    test_census,
)
