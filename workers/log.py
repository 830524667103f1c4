"""The log of one command: its beginning and its end are kept, the middle is counted (T04, F18)."""

from collections import deque

LINE_LIMIT = 4096  # bytes of one line that are kept


class CappedLog:
    """Bytes go in, at most `limit` bytes are kept: half from the beginning, half from the end."""

    def __init__(self, limit: int) -> None:
        self._half = max(1024, limit // 2)
        self._head: list[bytes] = []
        self._head_size = 0
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self._open = b""  # a line that has not ended yet
        self._open_cut = 0
        self.dropped = 0  # bytes

    def write(self, chunk: bytes) -> list[str]:
        """Add bytes; returns the lines that are complete now, as text."""
        lines = []
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            self._extend(part)
            lines.append(self._close_line())
        self._extend(rest)
        return lines

    def close(self) -> None:
        self.end()

    def end(self) -> str | None:
        """The last line, where it had no ending; None where there is none."""
        return self._close_line() if self._open or self._open_cut else None

    def text(self) -> str:
        """What was kept, with a sentence where something is missing."""
        note = [f"[... {self.dropped} bytes left out ...]"] if self.dropped else []
        lines = [line.decode(errors="replace") for line in self._head]
        lines += note + [line.decode(errors="replace") for line in self._tail]
        return "\n".join(lines) + ("\n" if lines else "")

    def _extend(self, part: bytes) -> None:
        room = LINE_LIMIT - len(self._open)
        self._open += part[:room]
        self._open_cut += max(0, len(part) - room)

    def _close_line(self) -> str:
        line = self._open.rstrip(b"\r") + (b" [line cut]" if self._open_cut else b"")
        self.dropped += self._open_cut
        self._open, self._open_cut = b"", 0
        self._keep(line)
        return line.decode(errors="replace")

    def _keep(self, line: bytes) -> None:
        size = len(line) + 1
        if not self._tail and self._head_size + size <= self._half:
            self._head.append(line)
            self._head_size += size
            return
        self._tail.append(line)
        self._tail_size += size
        while self._tail_size > self._half:
            gone = self._tail.popleft()
            self._tail_size -= len(gone) + 1
            self.dropped += len(gone) + 1
