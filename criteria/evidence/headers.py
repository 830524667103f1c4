"""What the heads of source files say about their licence: an SPDX tag, a notice, who holds the rights, or nothing.

Vendored code is looked at too: each component of others needs a licence of its own beside or inside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from criteria.census.apart import VENDORED, by_path
from criteria.census.languages import BY_NAME, PROGRAMMING
from criteria.evidence.census import CensusFile
from criteria.licences.candidates import is_licence_name, is_notice
from criteria.licences.comments import head_comments
from criteria.licences.names import Name, name_of
from criteria.licences.notices import joined, names_holder, reserves_rights, sentence_in, tags_in
from criteria.licences.reuse import SIDECAR, Annotation, annotated, annotations, is_annotations, sidecar_licence

KIND = "headers"
HEAD = 4096  # bytes of a sidecar, and those whose NUL shows that a file is no text
LONG_HEAD = 64 * 1024  # bytes of a file in which its head is looked for: some begin with a very long docstring
SHOWN = 20  # paths kept of each group

TAG, NOTICE, SIDECAR_FILE, REUSE = "SPDX tag", "notice", "sidecar", "REUSE annotation"

# The kinds of facts, one letter each: thousands of them are remembered.
_TAGGED, _NOTICED, _HOLDER, _RESERVED, _BARE, _UNREAD = "t", "n", "c", "r", "-", "u"
_SIDECAR, _GLOBS, _LICENCE = "s", "g", "l"
_SCRIPTS = ("Shell", "Batch", "PowerShell")
SILENT: list[Any] = [_BARE]  # what `read` says of a file whose head says nothing
_HINTS = (b"icen", b"ICEN", b"opyright", b"OPYRIGHT", b"(c)", b"(C)", b"\xc2\xa9", b"GPL", b"SPDX", b"roprietary")


@attrs.frozen
class HeaderGroup:
    """First-party files whose heads name the same licence in the same way.

    `way`: SPDX tag, notice, sidecar or REUSE annotation. `expression` is SPDX; `family` stands for a vague name; both
    are None for a tag that is no SPDX expression. `paths` are the first twenty.
    """

    name: str
    way: str
    expression: str | None
    family: str | None
    files: int
    paths: tuple[str, ...]

    @property
    def licence(self) -> Name:
        return Name(self.expression, self.family)


@attrs.frozen
class VendoredComponent:
    """Code of others below a vendor folder. `licence` is the path of a licence file or notice in it;
    `named` of its `files` name a licence in their heads."""

    folder: str
    files: int
    named: int
    licence: str | None


@attrs.frozen
class Headers:
    """`files` counts first-party code files that are not empty: each is in a group or in one of the four counts."""

    files: int
    groups: tuple[HeaderGroup, ...]  # most files first
    holder_only: int  # the head says who holds the copyright, and no licence
    bare: int  # the head says nothing
    reserved: int  # the head says that others may not use the file
    unread: int
    without: tuple[str, ...]  # the first twenty files that name no licence
    reserving: tuple[str, ...]  # the first twenty files that reserve all rights
    vendored: tuple[VendoredComponent, ...]  # by folder

    def count(self, way: str) -> int:
        return sum(group.files for group in self.groups if group.way == way)

    @property
    def tagged(self) -> int:
        """Files whose licence a machine can read: by tag, sidecar or REUSE annotation, as an SPDX expression."""
        return sum(group.files for group in self.groups if group.way != NOTICE and group.expression)


def wants(file: CensusFile) -> bool:
    """First-party and vendored code, licence files of vendored code, and what REUSE says about files."""
    name = file.path.rpartition("/")[2]
    if name.endswith(SIDECAR) or is_annotations(file.path):
        return True
    if _is_vendored(file):
        return _is_code(file) or is_licence_name(name) or is_notice(name)
    return file.apart is None and _is_code(file)


def read(file: CensusFile, content: bytes) -> list[Any] | None:
    """A letter and what belongs to it; None for what says nothing and counts nowhere, such as an empty file."""
    name = file.path.rpartition("/")[2]
    if is_annotations(file.path):
        found = annotations(file.path, _text(content))
        return [_GLOBS, [[list(globs), licence] for globs, licence in found]] if found else None
    if name.endswith(SIDECAR):
        licence = sidecar_licence(_text(content[:HEAD]))
        return [_SIDECAR, licence] if licence else None
    if not _is_code(file):
        return [_LICENCE] if content.strip() else None
    if not content.strip() and file.bytes == len(content):
        return None
    if not content or b"\0" in content[:HEAD]:
        return [_UNREAD]
    return _head(content, file.language or "")


def _head(content: bytes, language: str) -> list[Any]:
    begin = content[:LONG_HEAD]
    if not any(hint in begin for hint in _HINTS):
        return [_BARE]
    comments = head_comments(_text(begin), language)
    if tags := tags_in(comments):
        return [_TAGGED, joined(tags)]
    name = sentence_in(comments)
    if name.known:
        return [_NOTICED, name.expression or name.family]
    if reserves_rights(comments):
        return [_RESERVED]
    return [_HOLDER] if names_holder(comments) else [_BARE]


def reduce(facts: Iterable[tuple[CensusFile, list[Any]]]) -> Headers:
    heads: list[tuple[str, str, str | None]] = []
    sidecars: dict[str, str] = {}
    known: list[Annotation] = []
    vendored: dict[str, list[Any]] = {}
    for file, (letter, *more) in facts:
        if letter == _GLOBS:
            known += [(tuple(globs), licence) for globs, licence in more[0]]
        elif letter == _SIDECAR:
            sidecars[file.path.removesuffix(SIDECAR)] = more[0]
        elif _is_vendored(file):
            _count_vendored(vendored, file.path, letter)
        else:
            heads.append((file.path, letter, more[0] if more else None))
    return _added_up(_spoken_for(heads, sidecars, known), vendored)


def _spoken_for(
    heads: Iterable[tuple[str, str, str | None]], sidecars: Mapping[str, str], known: list[Annotation]
) -> Iterator[tuple[str, str, str | None]]:
    """Path, way or letter, and licence. A sidecar goes before a tag, a tag before an annotation; notices come last."""
    for path, letter, value in heads:
        if path in sidecars:
            yield path, SIDECAR_FILE, sidecars[path]
        elif letter == _TAGGED:
            yield path, TAG, value
        elif known and (licence := annotated(path, known)):
            yield path, REUSE, licence
        else:
            yield path, NOTICE if letter == _NOTICED else letter, value


def _added_up(heads: Iterable[tuple[str, str, str | None]], vendored: Mapping[str, list[Any]]) -> Headers:
    groups: dict[tuple[str, str], list[str]] = {}
    counts = dict.fromkeys((_HOLDER, _BARE, _RESERVED, _UNREAD), 0)
    without: list[str] = []
    reserving: list[str] = []
    total = 0
    for path, way, value in heads:
        total += 1
        if value is not None:
            groups.setdefault((way, value), []).append(path)
            continue
        counts[way] += 1
        if way != _UNREAD:
            (reserving if way == _RESERVED else without).append(path)
    return Headers(
        files=total,
        groups=tuple(_groups(groups)),
        holder_only=counts[_HOLDER],
        bare=counts[_BARE],
        reserved=counts[_RESERVED],
        unread=counts[_UNREAD],
        without=tuple(without[:SHOWN]),
        reserving=tuple(reserving[:SHOWN]),
        vendored=tuple(VendoredComponent(folder, *vendored[folder]) for folder in sorted(vendored)),
    )


def _groups(found: Mapping[tuple[str, str], list[str]]) -> Iterator[HeaderGroup]:
    for (way, value), paths in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        name = _meaning(value)
        yield HeaderGroup(value[:200], way, name.expression, name.family, len(paths), tuple(paths[:SHOWN]))


@cache
def _meaning(value: str) -> Name:
    """A notice is remembered by what it means, a tag as it is written."""
    name = name_of(value)
    return name if name.known or not value.isupper() else Name(family=value)


def _count_vendored(vendored: dict[str, list[Any]], path: str, letter: str) -> None:
    counts = vendored.setdefault(_component(path), [0, 0, None])
    if letter == _LICENCE:
        counts[2] = counts[2] or path
        return
    counts[0] += 1
    counts[1] += letter in (_TAGGED, _NOTICED)


def _component(path: str) -> str:
    """The folder in the vendor folder, or the vendor folder itself for the files that lie in it."""
    folders = path.split("/")[:-1]
    for number in range(1, len(folders) + 1):
        if by_path("/".join((*folders[:number], "x"))) is not None:
            return "/".join(folders[: number + 1])
    return "/".join(folders)


def _is_vendored(file: CensusFile) -> bool:
    return file.apart is not None and file.apart.startswith(VENDORED) and not _fetches(file)


def _fetches(file: CensusFile) -> bool:
    """A script that lies in the vendor folder itself brings the code of others there, and is none of it."""
    return file.language in _SCRIPTS and _component(file.path) == file.path.rpartition("/")[0]


def _is_code(file: CensusFile) -> bool:
    return file.language is not None and BY_NAME[file.language].group == PROGRAMMING


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")
