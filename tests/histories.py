"""Repositories with branches, merges and references, made by code."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pygit2

from criteria.snapshot import Snapshot

DAY = 86_400
START = 1_600_000_000


class History:
    """A bare repository that grows commit by commit; each is a day younger than the one before."""

    def __init__(self, path: Path, default: str = "main") -> None:
        self.path = path
        self.repository = pygit2.init_repository(str(path), bare=True, initial_head=default)
        self._days = 0

    def commit(
        self,
        files: Mapping[str, str],
        message: str = "A change of the code",
        parents: Sequence[str] = (),
        branch: str | None = "main",
        author: tuple[str, str] = ("Ada Example", "ada@example.org"),
        tag: str | None = None,
    ) -> str:
        """One commit with exactly these files; its id. `branch` is moved to it."""
        self._days += 1
        index = pygit2.Index()
        for name, content in files.items():
            blob = self.repository.create_blob(content.encode())
            index.add(pygit2.IndexEntry(name, blob, pygit2.enums.FileMode.BLOB))
        who = pygit2.Signature(*author, START + self._days * DAY, 0)
        tree = index.write_tree(self.repository)
        made = self.repository.create_commit(None, who, who, message, tree, [pygit2.Oid(hex=one) for one in parents])
        if branch:
            self.reference(f"refs/heads/{branch}", str(made))
        if tag:
            self.reference(f"refs/tags/{tag}", str(made))
        return str(made)

    def reference(self, name: str, commit: str) -> None:
        self.repository.references.create(name, commit, force=True)

    def snapshot(self, commit: str) -> Snapshot:
        return Snapshot(self.path, commit)
