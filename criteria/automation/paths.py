"""Paths of the tree as commands name them."""


def joined(folder: str, path: str) -> str:
    """A path of the tree, without `./` and `..` at its start: what leads out of the tree finds nothing."""
    parts: list[str] = []
    for part in f"{folder}/{path}".split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
