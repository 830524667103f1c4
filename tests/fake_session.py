"""A session and an engine that do what a test says, and remember what was asked of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from workers.engines.engine import Ended, Patience
from workers.log import CappedLog
from workers.pip_settings import CellAccess

ALONE = CellAccess({}, None, ())
Answer = Ended | Exception | Callable[[], Ended]


class FakeSession:
    """A cell in memory: `answers` by command, `files` by path; what was done is in `story`."""

    image, isolation, emulated, work = "assay/debian-12@sha256:aa", "a fake", False, "/work"

    def __init__(self, answers: Mapping[str, Answer], files: Mapping[str, bytes], machine: str) -> None:
        self.answers = answers
        self.files = dict(files)
        self._machine = machine
        self.failing = "\0"  # a command that has this in it fails
        self.story: list[str] = []
        self.environments: dict[str, dict[str, str]] = {}
        self.patience: dict[str, Patience] = {}

    def __enter__(self) -> "FakeSession":
        self._do("enter")
        return self

    def __exit__(self, *_: object) -> None:
        self.story.append("leave")

    def put(self, name: str, file: Path) -> None:
        self._do(f"put {name}")

    def end_build(self) -> None:
        self._do("end_build")

    def run(self, command: str, environment: Mapping[str, str], patience: Patience, log: CappedLog) -> Ended:
        self.environments[command] = dict(environment)
        self.patience[command] = patience
        if command == "uname -m":
            log.write(f"{self._machine}\n".encode())
        if "pip list" in command:
            log.write(b"numpy==2.0\nWarning: nothing\n")
        log.write(f"ran {command}\n".encode() if command in self.answers else b"")
        return self._do(command)

    def fetch(self, path: str, limit: int) -> bytes | None:
        self.story.append(f"fetch {path}")
        content = self.files.get(path)
        return content if content is not None and len(content) <= limit else None

    def _do(self, what: str) -> Ended:
        self.story.append(what)
        if self.failing in what:
            return Ended(1)
        answer = self.answers.get(what, Ended(0))
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


class FakeEngine:
    """Hands out the one session."""

    name = "fake"

    def __init__(self, session: FakeSession | Exception) -> None:
        self._session = session

    def session(self, *_: object) -> FakeSession:
        if isinstance(self._session, Exception):
            raise self._session
        return self._session
