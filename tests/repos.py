"""Tiny repositories, made by code, so that hostile names and contents need no files of ours."""

from collections.abc import Mapping
from pathlib import Path

import pygit2

from criteria.snapshot import Snapshot

_WHO = ("Ada Example", "ada@example.org")


def commit_tree(
    path: Path,
    files: Mapping[str, str | bytes],
    *,
    modes: Mapping[str, int] | None = None,
    message: str = "A change",
    author: tuple[str, str] = _WHO,
    time: int = 1_700_000_000,
    tags: tuple[str, ...] = (),
) -> str:
    """One more commit in the bare repository at `path`, with exactly these files; returns its id.

    `modes` sets a mode per name (0o120000 makes a link whose target is the content).
    """
    repo = pygit2.Repository(str(path)) if (path / "HEAD").exists() else pygit2.init_repository(str(path), bare=True)
    index = pygit2.Index()
    for name, content in files.items():
        blob = repo.create_blob(content.encode() if isinstance(content, str) else content)
        index.add(pygit2.IndexEntry(name, blob, pygit2.enums.FileMode((modes or {}).get(name, 0o100644))))
    tree = index.write_tree(repo)
    who = pygit2.Signature(author[0], author[1], time, 0)
    parents = [] if repo.head_is_unborn else [repo.head.target]
    commit = repo.create_commit("HEAD", who, who, message, tree, parents)
    for tag in tags:
        repo.references.create(f"refs/tags/{tag}", commit)
    return str(commit)


def snapshot_of(path: Path, files: Mapping[str, str | bytes], **more: object) -> Snapshot:
    """A snapshot of one commit with these files."""
    commit = commit_tree(path, files, **more)  # type: ignore[arg-type]
    return Snapshot(path, commit)
