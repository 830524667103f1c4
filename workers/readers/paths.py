"""Paths that reports name: hostile words, of which only those that may lie inside of the tree are kept (T33)."""

from pathlib import PurePosixPath

from workers.layout import SOURCE

LIMIT = 1000  # characters


def inside(path: str, source: str = SOURCE) -> str | None:
    """The path relative to the tree, which the cell saw at `source`; None for one that leaves it or is none."""
    if not path or len(path) > LIMIT or "\0" in path or "\\" in path:
        return None
    pure = PurePosixPath(path.removeprefix("file://"))
    if pure.is_absolute():
        if not pure.is_relative_to(source):
            return None
        pure = pure.relative_to(source)
    parts = pure.parts
    return "/".join(parts) if parts and ".." not in parts and ":" not in parts[0] else None
