"""Parts of parsed YAML of any shape: what is not there, or of a wrong shape, is empty."""

from typing import Any


def get(data: Any, key: str) -> Any:
    """The value of a key of a mapping; None where there is none."""
    return data.get(key) if isinstance(data, dict) else None


def listed(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def items(data: Any) -> list[tuple[str, Any]]:
    """The entries of a mapping, their names as text of at most 200 characters."""
    return [(str(name)[:200], value) for name, value in data.items()] if isinstance(data, dict) else []


def lines(data: Any) -> list[str]:
    """A script given as one text or as a list, which may hold lists and mappings of texts."""
    found: list[str] = []
    for item in data if isinstance(data, list) else [data] if isinstance(data, str) else []:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            found += [str(value) for value in item.values()][:10]
        elif isinstance(item, list):
            found += [line for line in item if isinstance(line, str)]
    return found[:500]
