"""All fixes: the one list. A new one is a file in `criteria/fixes/` and a line here."""

from criteria.fixes import codemeta_from_citation, contributing_skeleton, spdx_headers
from criteria.fixes.proposal import Fix

FIXES: tuple[Fix, ...] = (
    codemeta_from_citation,
    contributing_skeleton,
    spdx_headers,
)
