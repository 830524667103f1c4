"""QC.Del01.1: the artefact holds no more than it needs."""

import re

from criteria.check import Parameters, failed, not_applicable, not_assessed, passed
from criteria.evidence.census import Census
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Finding, Strength, Verdict
from criteria.printable import printable

ID = "QC.Del01.1"
TITLE = "The artefact is minimal"
WHY = "What nobody needs still has to be carried, unpacked, scanned and trusted."
HOW = (
    "Where a released archive was assessed, its own files are looked at: data of version control, caches, compiled "
    "leftovers and editors' files do not belong into it. Where a repository was assessed, the artefact itself is not "
    "at hand: the cells do not record what it holds."
)
FIX = "Leave out caches, build folders and data of version control when you make the archive."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = ("retrieval", "census")

_REQUIRED = "no data of version control, cache or leftover in the artefact"
_LEFTOVERS = re.compile(
    r"(?:^|/)(?:\.git|\.hg|\.svn|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.venv|node_modules"
    r"|\.ipynb_checkpoints|\.idea|\.vscode|\.hypothesis|htmlcov)/"
    r"|(?:^|/)(?:\.DS_Store|Thumbs\.db|\.coverage|core)$|\.(?:py[co]|o|obj|swp|orig|rej|bak)$|~$"
)
_RELEASED = ("index", "archive")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    retrieval: Retrieval = evidence["retrieval"].data
    census: Census = evidence["census"].data
    if not census.programming_lines:
        return not_applicable(f"{ID}/no-code: the census found no first-party line in a programming language")
    if retrieval.how not in _RELEASED:
        reason = "the cells do not record what the built artefact holds; assess the released archive itself"
        return not_assessed(reason, required=_REQUIRED)
    leftovers = [file for file in census.files if _LEFTOVERS.search(file.path)]
    size = sum(file.bytes for file in leftovers)
    found = f"{len(leftovers)} of {len(census.files):,} files are leftovers, {size:,} bytes"
    if leftovers:
        findings = tuple(Finding(ID, "Nobody who installs it needs this.", file.path) for file in leftovers)[:100]
        return failed(f"{found}, such as {printable(leftovers[0].path)}", findings, required=_REQUIRED, found=found)
    return passed(f"none of {len(census.files):,} files is a leftover", Strength.E2, required=_REQUIRED, found=found)
