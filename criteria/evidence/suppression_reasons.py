"""Whether the comments that silence a checker say why: a reason or an issue beside the suppression (QC.Sty03.1)."""

import re
from collections.abc import Iterable

import attrs

from criteria.evidence.census import CensusFile
from criteria.tools.markers import places

KIND = "suppression_reasons"
MAX_READ = 4 * 2**20
_KEPT = 40

_NOT_STYLE = frozenset(("pragma: no cover", "nosec"))
# What a suppression itself is made of: marker, codes, brackets. What is left is a reason.
_OWN = re.compile(
    r"(?i:\b(?:noqa|nolint(?:nextline|begin|end)?|type|pyright|mypy|ty|ruff|flake8|pylint|eslint|shellcheck"
    r"|clang-format|fmt|isort|yapf"
    r"|disable(?:-next)?(?:-line)?|enable|ignore|skip|skip-file|off|on|allow|file-ignore|warn|next-line)\b)"
    r"|\b[A-Z]{1,8}\d{2,5}\b|\b[a-z]{2,30}(?:-[a-z]{2,30}){1,8}\b|\[[^\[\]]{0,200}\]"
)
# One of these stands in every suppression: most files are passed over by these alone.
_LITERALS = (b"noqa", b"NOQA", b"type: ignore", b"type:ignore", b"pylint", b"NOLINT", b"eslint-disable", b"ruff:",
             b"shellcheck disable", b"pyright:", b"allow(")  # fmt: skip
_TRACKED = re.compile(r"#\d{2,7}\b|\b(?:gh|issue|bug|see)[- #:]{1,3}\d{1,7}\b|https?://\S{6,200}", re.I)
_WORDS = re.compile(r"[^\W\d_]{3,40}")


@attrs.frozen
class Unexplained:
    """A file with suppressions without a reason, and the first line of such."""

    path: str
    count: int
    line: int


@attrs.frozen
class SuppressionReasons:
    """`explained` of `total` suppressions of style say why. `files`: those with most unexplained, at most 40."""

    total: int
    explained: int
    files: tuple[Unexplained, ...]


def wants(file: CensusFile) -> bool:
    return file.language is not None and file.apart is None and file.unread is None


def read(file: CensusFile, content: bytes) -> list[int] | None:  # noqa: ARG001  (the protocol)
    """Suppressions, explained ones, and the first line without a reason."""
    if len(content) > MAX_READ or not any(literal in content for literal in _LITERALS):
        return None
    lines = sorted({line for marker, found in places(content).items() if marker not in _NOT_STYLE for line in found})
    if not lines:
        return None
    text = content.decode("utf-8", errors="replace").split("\n")
    silent = [number for number in lines if not _explained(text, number)]
    return [len(lines), len(lines) - len(silent), silent[0] if silent else 0]


def reduce(facts: Iterable[tuple[CensusFile, list[int]]]) -> SuppressionReasons:
    files: list[Unexplained] = []
    total = explained = 0
    for file, (count, with_reason, line) in facts:
        total, explained = total + count, explained + with_reason
        if line:
            files.append(Unexplained(file.path, count - with_reason, line))
    files.sort(key=lambda item: (-item.count, item.path))
    return SuppressionReasons(total, explained, tuple(files[:_KEPT]))


def _explained(lines: list[str], number: int) -> bool:
    """A reason on the line itself, or in the comments of their own on the two lines before."""
    if number <= len(lines) and _says_why(_comment(lines[number - 1])):
        return True
    for line in reversed(lines[max(0, number - 3) : number - 1]):
        bare = line.strip()
        if not bare.startswith(("#", "//", "/*", "*", "!", "%", "--", "<!--")):
            return False
        if _says_why(bare[:400]):
            return True
    return False


def _comment(line: str) -> str:
    """The text from the first sign of a comment on."""
    starts = [at for sign in ("#", "//", "/*", "!", "%", "--") if (at := line.find(sign)) >= 0]
    return line[min(starts) : min(starts) + 400] if starts else ""


def _says_why(comment: str) -> bool:
    return _TRACKED.search(comment) is not None or len(_WORDS.findall(_OWN.sub(" ", comment))) >= 2
