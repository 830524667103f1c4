"""Windows of lines as numbers, sampled by their own value, so that copies in two files are sampled or left out alike.

Estimator: of all windows of six lines of code those with a hash divisible by sixteen are kept. The share of the kept
ones that stand at more than one place estimates the share of duplicated lines; the error falls with the root of their
number.
"""

import zlib
from collections.abc import Iterator

WINDOW = 6  # lines
SAMPLE = 16  # one in so many windows is kept
MOST = 256  # windows kept of one file: those of least value, which are again the same in a copy


def windows(code: bytes) -> list[int]:
    """The sampled windows of a text of bare code, in order of their value, repeats included."""
    lines = [zlib.crc32(line) for raw in code.split(b"\n") if len(line := b"".join(raw.split())) >= 3]
    return sorted(_sampled(lines))[:MOST]


def _sampled(lines: list[int]) -> Iterator[int]:
    for a, b, c, d, e, f in zip(lines, lines[1:], lines[2:], lines[3:], lines[4:], lines[5:], strict=False):
        value = (a + 3 * b + 7 * c + 31 * d + 127 * e + 8191 * f) & 0xFFFFFFFFFF
        if not (value >> 5) % SAMPLE and not a == b == c:
            yield value
