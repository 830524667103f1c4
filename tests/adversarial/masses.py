"""Repositories of a size that nobody writes: a gigabyte in one file, 100,000 files, folders without end."""

import hashlib
import struct
import zlib
from pathlib import Path

import pygit2
from pygit2.enums import ObjectType

from adversarial.sound import START
from criteria.snapshot import Snapshot

GIGABYTE = 2**30
_PIECE = 2**20


def gigabyte_of_zeros(repository: Path) -> pygit2.Oid:
    """A loose object that unpacks to a gigabyte; on the disk it takes one megabyte."""
    head = f"blob {GIGABYTE}\0".encode()
    digest, zeros = hashlib.sha1(head, usedforsecurity=False), bytes(_PIECE)
    for _ in range(GIGABYTE // _PIECE):
        digest.update(zeros)
    first, middle = _packed(head), _packed(zeros)
    a = zlib.adler32(head)
    low, high = a & 0xFFFF, a >> 16
    high = (high + low * GIGABYTE) % 65521  # zeros leave the first sum as it is
    name = digest.hexdigest()
    place = repository / "objects" / name[:2] / name[2:]
    place.parent.mkdir(exist_ok=True)
    with place.open("wb") as file:
        file.write(b"\x78\x01" + first)
        for _ in range(GIGABYTE // _PIECE):
            file.write(middle)
        file.write(b"\x03\x00" + struct.pack(">I", high << 16 | low))
    return pygit2.Oid(hex=name)


def _packed(data: bytes) -> bytes:
    """Deflated so that it can be said again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def committed(repository: Path, rows: list[tuple[bytes, pygit2.Oid]], base: pygit2.Oid | None = None) -> Snapshot:
    """A commit whose root holds these files, in place of those of the same name in the tree `base`."""
    repo = pygit2.Repository(str(repository))
    builder = repo.TreeBuilder(base) if base else repo.TreeBuilder()
    for name, id_ in rows:
        kind = repo.odb.read_header(id_)[0]
        mode = pygit2.enums.FileMode.TREE if kind == ObjectType.TREE else pygit2.enums.FileMode.BLOB
        builder.insert(name.decode(), id_, mode)
    who = pygit2.Signature("Ada", "ada@star-map.io", START + 99 * 86_400, 0)
    return Snapshot(repository, str(repo.create_commit(None, who, who, "Masses", builder.write(), [])))


def folder_of(repo: pygit2.Repository, count: int, content: bytes, suffix: bytes) -> pygit2.Oid:
    """A folder of so many files of one content."""
    blob = repo.create_blob(content).raw
    rows = (b"100644 f%06d%s\0" % (number, suffix) + blob for number in range(count))
    return repo.odb.write(ObjectType.TREE, b"".join(rows))


def nested(repo: pygit2.Repository, depth: int, content: bytes) -> pygit2.Oid:
    """A file under so many folders."""
    tree = repo.odb.write(ObjectType.TREE, b"100644 a.py\0" + repo.create_blob(content).raw)
    for _ in range(depth):
        tree = repo.odb.write(ObjectType.TREE, b"40000 d\0" + tree.raw)
    return tree
