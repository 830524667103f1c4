"""Paths that the project itself calls critical: components of its coverage settings with such a name."""

from collections.abc import Iterator
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.snapshot import Snapshot
from criteria.untrusted import load_yaml

KIND = "critical_paths"
LIMIT = 256 * 1024
MAX_PATHS = 200

_FILES = ("codecov.yml", ".codecov.yml", ".github/codecov.yml", "codecov.yaml")
_WORDS = ("critical", "core", "kernel", "safety")


@attrs.frozen
class CriticalPaths:
    """`patterns` are files or folders, without the glob behind them. `path` names them; None where none is named."""

    patterns: tuple[str, ...]
    path: str | None


def collect(snapshot: Snapshot) -> CriticalPaths:
    for path in _FILES:
        entry = snapshot.by_path.get(path)
        if entry is None or not entry.is_file:
            continue
        try:
            data = load_yaml(snapshot.text(entry, LIMIT), path)
        except UntrustedInputError:
            continue  # a broken file names nothing
        patterns = tuple(dict.fromkeys(_patterns(data)))[:MAX_PATHS]
        if patterns:
            return CriticalPaths(patterns, path)
    return CriticalPaths((), None)


def _patterns(data: Any) -> Iterator[str]:
    components = _get(_get(data, "component_management"), "individual_components")
    for component in components if isinstance(components, list) else []:
        name = f"{_get(component, 'name')} {_get(component, 'component_id')}".lower()
        paths = _get(component, "paths")
        if any(word in name for word in _WORDS) and isinstance(paths, list):
            yield from (bare for path in paths[:50] if (bare := _bare(str(path)[:300])))


def _bare(path: str) -> str:
    return path.lstrip("^./").partition("*")[0].rstrip("/")


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None
