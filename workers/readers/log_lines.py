"""The telling lines of a log: what a developer would look for first."""

import re

LINE = 300  # characters kept of a line
# From the most telling to the least; a compiler's "fatal error" explains the long tail of pip that follows it.
_RANKS = (
    re.compile(r"\bfatal error\b", re.IGNORECASE),
    re.compile(r"^E  |^\S{0,200}Error: |\berror: (?!subprocess-exited|command .{0,80}failed|metadata-gen)"),
    re.compile(r"^(?:FAILED|ERROR) "),
    re.compile(r"\b(?:No such file|not found|undefined reference|cannot find|No module named|Could not)\b"),
    re.compile(r"\berror\b", re.IGNORECASE),
)
_CONTROL = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


def telling_lines(log: str, most: int = 12) -> tuple[str, ...]:
    """At most `most` lines: the best hits in the order of the log, then how it ended."""
    lines = [_clean(line) for line in log.splitlines()]
    lines = [line for line in lines if line.strip()]
    ranked = sorted((rank, number) for number, line in enumerate(lines) if (rank := _rank(line)) is not None)
    wanted = {number for _, number in ranked[: most - most // 3]}
    wanted |= set(range(max(0, len(lines) - most // 3), len(lines)))
    return tuple(lines[number] for number in sorted(wanted))


def most_telling(log: str) -> str | None:
    """The one line that explains the failure best; None for an empty log."""
    lines = [line for line in map(_clean, log.splitlines()) if line.strip()]
    ranked = sorted((rank, number) for number, line in enumerate(lines) if (rank := _rank(line)) is not None)
    if ranked:
        return lines[ranked[0][1]].strip()
    return lines[-1].strip() if lines else None


def _rank(line: str) -> int | None:
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.search(line)), None)


def _clean(line: str) -> str:
    return _CONTROL.sub("", line[: 4 * LINE])[:LINE].rstrip()
