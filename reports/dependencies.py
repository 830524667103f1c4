"""What the project depends on, for the report: each component once, whatever many files name it."""

from typing import Any

from criteria.dependencies.model import BUILD, OPTIONAL, RUNTIME, Dependency
from criteria.dependencies.purl import purl
from criteria.evidence.dependencies import KIND, Dependencies
from criteria.model import EvidenceSet, structured

MAX_COMPONENTS = 5000
_ORDER = (RUNTIME, BUILD, OPTIONAL)


def dependency_rows(evidence: EvidenceSet) -> dict[str, Any] | None:
    """Components by package URL, and how many there were; None without that evidence."""
    if KIND not in evidence:
        return None
    found = evidence[KIND].data
    data: Dependencies = found if isinstance(found, Dependencies) else structured(found, Dependencies)
    chosen: dict[str, Dependency] = {}
    for one in sorted(data.dependencies, key=_importance):
        chosen.setdefault(purl(one), one)
    exact = {(one.ecosystem, one.name) for one in chosen.values() if one.version}
    kept = sorted(
        (address, one) for address, one in chosen.items() if one.version or (one.ecosystem, one.name) not in exact
    )
    return {
        "total": len(kept),
        "complete": not data.truncated and len(kept) <= MAX_COMPONENTS,
        "components": [_row(address, one) for address, one in kept[:MAX_COMPONENTS]],
    }


def _importance(one: Dependency) -> tuple[int, bool, str, int]:
    """What is run comes before what is tested, what is declared before what is locked."""
    return _ORDER.index(one.scope) if one.scope in _ORDER else len(_ORDER), one.locked, one.path, one.line or 0


def _row(address: str, one: Dependency) -> dict[str, Any]:
    return {
        "purl": address,
        "ecosystem": one.ecosystem,
        "name": one.name,
        "version": one.version,
        "constraint": one.constraint,
        "scope": one.scope,
        "declared": not one.locked,
        "path": one.path,
    }
