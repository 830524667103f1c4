"""Links of the tree, followed inside the tree only (A5)."""

from criteria.snapshot import SYMLINK, Entry, Snapshot

_HOPS = 5  # links that lead to links
_LIMIT = 4096  # bytes of a target


def followed(snapshot: Snapshot, entry: Entry) -> tuple[Entry | None, str | None]:
    """The file behind a link, found among the snapshot's own entries; nothing outside of them is ever opened."""
    for _ in range(_HOPS):
        if entry.is_file:
            return entry, None
        target = snapshot.read(entry, _LIMIT).decode("utf-8", errors="surrogateescape")
        path = _joined(entry.folder, target)
        if path is None:
            return None, "it is a link that leaves the tree; it was not followed"
        found = snapshot.by_path.get(path)
        if found is None or not (found.is_file or found.mode == SYMLINK):
            return None, "it is a link to something that is no file of this commit"
        entry = found
    return None, f"it is a link that leads through more than {_HOPS} links"


def _joined(folder: str, target: str) -> str | None:
    if target.startswith("/") or "\0" in target:
        return None
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
