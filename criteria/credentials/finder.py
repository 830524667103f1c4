"""Finds credentials in bytes: where they stand and of what kind, never what they are."""

import hashlib
import re
from collections.abc import Iterator

import attrs

from criteria.credentials.files import passwords_in
from criteria.credentials.formats import FORMATS, GATE


@attrs.frozen
class Place:
    """The bytes from `start` to `end` are a credential. `real` is False for what only has the form of one."""

    kind: str
    start: int
    end: int
    real: bool
    digest: str  # 12 hex digits of its SHA-256; empty for a password, which could be guessed from it


def credentials(content: bytes, name: str = "") -> list[Place]:
    """The places in their order, none inside another; `name` is the file's, for those that keep passwords."""
    places = list(_by_file(content, name))
    if GATE.search(content):
        places += _by_format(content)
    kept: list[Place] = []
    for place in sorted(places, key=lambda item: (item.start, -item.end, not item.real)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
        elif place.real and not kept[-1].real:
            kept[-1] = place
    return kept


def _by_format(content: bytes) -> Iterator[Place]:
    for format_ in FORMATS:
        if not any(mark in content for mark in format_.marks):
            continue
        for match in format_.pattern.finditer(content):
            real = format_.is_real(match)
            if real or not format_.vague:
                yield _place(format_.kind, match, real, format_.is_password)


def _by_file(content: bytes, name: str) -> Iterator[Place]:
    for kind, match in passwords_in(name, content):
        yield _place(kind, match, real=True, is_password=True)


def _place(kind: str, match: re.Match[bytes], real: bool, is_password: bool) -> Place:
    digest = "" if is_password else hashlib.sha256(match["secret"].strip()).hexdigest()[:12]
    return Place(kind, match.start("secret"), match.end("secret"), real, digest)
