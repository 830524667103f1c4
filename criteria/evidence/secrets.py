"""Credentials that stand in the files of the commit: where and of what kind, never what they are (A28)."""

import codecs
from collections.abc import Iterable
from typing import Any

import attrs

from criteria.census.apart import FIXTURE
from criteria.census.kinds import TESTS, in_test_folder
from criteria.credentials.finder import credentials
from criteria.evidence.census import CensusFile
from criteria.snapshot import BLOB_LIMIT

KIND = "secrets"
PER_FILE, MOST = 50, 2000  # kept; beyond them `total` counts on

_VENDORED = "vendored"
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@attrs.frozen
class Secret:
    """A credential. `digest` is the first 12 hex digits of its SHA-256, empty for a password, which could be guessed.

    `sample` says why it may be one that protects nothing: it lies in a test, a fixture or in another project's code.
    """

    path: str
    line: int
    kind: str
    digest: str
    length: int  # bytes
    sample: str | None = None


@attrs.frozen
class Secrets:
    """Every file of the census but those `unread` was read whole; what an archive holds was not looked at."""

    found: tuple[Secret, ...]  # by path and line
    total: int
    unread: tuple[str, ...]  # too large to read

    @property
    def leaked(self) -> tuple[Secret, ...]:
        """Those that nothing excuses."""
        return tuple(secret for secret in self.found if secret.sample is None)


def wants(file: CensusFile) -> bool:
    """Every file, binary or not: a NUL byte must not hide a key (A14)."""
    return file.bytes > 0


def read(file: CensusFile, content: bytes) -> list[Any] | None:
    """How many credentials, then `[kind, line, digest, length]` of the first; `[]` where the file is too large."""
    if file.bytes > BLOB_LIMIT:
        return []
    text = _as_utf8(content)
    found = [place for place in credentials(text, file.path.rpartition("/")[2]) if place.real]
    kept: list[Any] = [len(found)]
    line, at = 1, 0
    for place in found[:PER_FILE]:
        line, at = line + text.count(b"\n", at, place.start), place.start
        kept.append([place.kind, line, place.digest, place.end - place.start])
    return kept if found else None


def reduce(facts: Iterable[tuple[CensusFile, list[Any]]]) -> Secrets:
    found: list[Secret] = []
    unread: list[str] = []
    total = 0
    for file, fact in facts:
        if not fact:
            unread.append(file.path)
            continue
        count, *places = fact
        total += count
        sample = _why_sample(file)
        found += [Secret(file.path, line, kind, digest, length, sample) for kind, line, digest, length in places]
    # What nothing excuses stands first when there is too much: samples must not crowd it out.
    kept = sorted(found, key=lambda secret: (secret.sample is not None, secret.path, secret.line))[:MOST]
    return Secrets(tuple(sorted(kept, key=lambda secret: (secret.path, secret.line))), total, tuple(unread))


def _why_sample(file: CensusFile) -> str | None:
    """A generated file excuses nothing: what a build wrote into it is the credential itself."""
    rule = (file.apart or "").partition("/")[0]
    if rule == _VENDORED:
        return "another project's code"
    if rule == FIXTURE:
        return "test data"
    return "a test" if file.kind == TESTS or in_test_folder(file.path.split("/")[:-1]) else None


def _as_utf8(content: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").encode("utf-8", errors="replace")
    return content
