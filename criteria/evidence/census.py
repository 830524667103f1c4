"""The census of the tree: every path, what it is written in, what it is for, and what sets it apart.

Nothing is left out: what could not be read stands here with the reason, so that a tool's account can be
checked against it (V7). The rules stand in `criteria/census/`.
"""

import io
import re
from collections.abc import Iterable, Iterator

import attrs

from criteria.census.apart import apart, by_path
from criteria.census.kinds import kind_of
from criteria.census.languages import BY_NAME, HEAD, PROGRAMMING, Identified, identify
from criteria.snapshot import BLOB_LIMIT, SUBMODULE, SYMLINK

KIND = "census"


@attrs.frozen
class CensusFile:
    """One path of the tree.

    `kind`: code, tests, documentation, data, configuration or build.
    `apart`: id of the rule in `criteria.census.apart.RULES`; None for a first-party file.
    `lines`: physical lines that are not blank; 0 where the text could not be read.
    `decodable`: the bytes are text in the encoding they claim.
    `unread`: why the text was not read; None where it was.
    """

    path: str
    language: str | None
    kind: str
    apart: str | None
    lines: int
    bytes: int
    decodable: bool
    template: bool = False  # holds markers of a template engine: no tool of the language can read it as it stands
    unread: str | None = None


@attrs.frozen
class LanguageTotal:
    """First-party files of one language. `group`: programming, build, notebook, markup, configuration or data."""

    language: str
    group: str
    files: int
    lines: int
    bytes: int
    unread: int  # files of it whose lines are not in `lines`


@attrs.frozen
class ApartTotal:
    """What one rule set apart."""

    rule: str
    files: int
    lines: int


@attrs.frozen
class Census:
    files: tuple[CensusFile, ...]  # sorted by path
    languages: tuple[LanguageTotal, ...]  # most lines first
    apart: tuple[ApartTotal, ...]  # by rule

    def first_party(self) -> Iterator[CensusFile]:
        """The files of the project itself."""
        return (file for file in self.files if file.apart is None)

    @property
    def programming_lines(self) -> int:
        """First-party lines in programming languages: the denominator of shares by language."""
        return sum(total.lines for total in self.languages if total.group == PROGRAMMING)


def of(files: Iterable[CensusFile]) -> Census:
    """The census from all files of a tree, in the order of their paths."""
    every = tuple(files)
    return Census(every, tuple(_language_totals(every)), tuple(_apart_totals(every)))


def census_file(path: str, mode: int, size: int, content: bytes) -> CensusFile:
    """What one file is. `content` is empty where nothing was read: of links, submodules and files over 16 MiB."""
    is_file = mode not in (SYMLINK, SUBMODULE)
    identified = identify(path.rpartition("/")[2], content[:HEAD]) if is_file else Identified(None)
    unread = _why_unread(mode, size) or why_no_text(content, identified)
    language = identified.language
    rule = apart(path, language, content) if unread is None else by_path(path)
    return CensusFile(
        path=path,
        language=language.name if language else None,
        kind=kind_of(path, language, rule),
        apart=rule,
        lines=count_lines(content) if unread is None else 0,
        bytes=size,
        decodable=unread is None,
        template=identified.template,
        unread=unread,
    )


def _why_unread(mode: int, size: int) -> str | None:
    if mode == SYMLINK:
        return "a link is never followed"
    if mode == SUBMODULE:
        return "a submodule is another repository"
    if size > BLOB_LIMIT:
        return f"larger than {BLOB_LIMIT // 2**20} MiB"
    return None


_LFS = b"version https://git-lfs.github.com/spec/"
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_COOKIE = re.compile(rb"^[ \t\f]{0,20}#.{0,80}?coding[:=][ \t]{0,4}([-\w.]{1,40})")
# Encodings of real source files. Python knows more, some of them quadratic in time: those are not for foreign text.
_ENCODINGS = re.compile(
    r"^(?:utf-?8(?:-sig)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|cp\d{3,4}|windows-\d{4}|koi8-[ru]|mac-roman"
    r"|euc-?(?:jp|kr)|shift-?jis|gb2312|gbk|gb18030|big5)$"
)


def why_no_text(content: bytes, identified: Identified) -> str | None:
    """None for text; else a sentence that says why these bytes are none."""
    if content.startswith(_LFS):
        return "a Git LFS pointer; the file itself is elsewhere"
    encoding = _encoding(content, identified)
    if encoding == "utf-8" and b"\0" in content:
        return "binary: it holds a NUL byte"
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        return f"not valid {encoding}{at}"
    return None


def _encoding(content: bytes, identified: Identified) -> str:
    """By byte order mark, then by the coding comment of Python and its kin; else UTF-8."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if identified.language is not None and identified.language.name in ("Python", "Cython", "Sage"):
        for line in content[:400].split(b"\n")[:2]:
            cookie = _COOKIE.match(line)
            name = cookie.group(1).decode("ascii", "replace").lower().replace("_", "-") if cookie else ""
            if _ENCODINGS.match(name):
                return name
    return "utf-8"


def count_lines(content: bytes) -> int:
    """Physical lines that are not blank, whatever ends them."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        content = content.replace(b"\0", b"")
    if b"\r" in content and b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return sum(1 for line in io.BytesIO(content) if not line.isspace())


def _language_totals(files: Iterable[CensusFile]) -> list[LanguageTotal]:
    sums: dict[str, list[int]] = {}
    for file in files:
        if file.language is None or file.apart is not None:
            continue
        total = sums.setdefault(file.language, [0, 0, 0, 0])
        for index, value in enumerate((1, file.lines, file.bytes, int(file.unread is not None))):
            total[index] += value
    totals = [LanguageTotal(name, BY_NAME[name].group, *values) for name, values in sums.items()]
    return sorted(totals, key=lambda total: (-total.lines, total.language))


def _apart_totals(files: Iterable[CensusFile]) -> list[ApartTotal]:
    sums: dict[str, list[int]] = {}
    for file in files:
        if file.apart is not None:
            total = sums.setdefault(file.apart, [0, 0])
            total[0] += 1
            total[1] += file.lines
    return [ApartTotal(rule, *values) for rule, values in sorted(sums.items())]
