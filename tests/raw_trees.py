"""Repositories written object by object: names and commits that no well-behaved tool would make."""

from collections.abc import Mapping
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

from criteria.snapshot import Snapshot


def raw_snapshot(
    path: Path, files: Mapping[bytes, bytes], *, tail: bytes = b"\nA change\n", parent: str = ""
) -> Snapshot:
    """A flat tree with names of any bytes. `tail` is what stands in the commit after the committer."""
    repo = pygit2.Repository(str(path)) if (path / "HEAD").exists() else pygit2.init_repository(str(path), bare=True)
    rows = [b"100644 " + name + b"\0" + repo.create_blob(content).raw for name, content in sorted(files.items())]
    tree = repo.odb.write(ObjectType.TREE, b"".join(rows))
    who = b"Ada <ada@example.org> 1700000000 +0000"
    lines = [b"tree " + str(tree).encode()] + ([b"parent " + parent.encode()] if parent else [])
    lines += [b"author " + who, b"committer " + who]
    return Snapshot(path, str(repo.odb.write(ObjectType.COMMIT, b"\n".join(lines) + b"\n" + tail)))
