"""Docker's low-level API, scripted: it records every call and answers, or fails, as a test says."""

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docker.errors import APIError, NotFound

Answer = Callable[..., Any]


class Response:
    """As much of an HTTP response as Docker's errors look at."""

    def __init__(self, status: int) -> None:
        self.status_code = status
        self.reason = "scripted"
        self.url = "http+docker://scripted"


def api_error(status: int, words: str) -> APIError:
    kind = NotFound if status == 404 else APIError
    return kind(words, response=Response(status), explanation=words)


class ScriptedApi:
    """`answers` maps the name of a call to an exception to raise, a function to call, or a value to return."""

    def __init__(self, **answers: Any) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self._made = 0
        self._answers: dict[str, Any] = {
            "create_host_config": lambda **options: options,
            "create_container": self._next_container,
            "exec_create": {"Id": "exec"},
            "exec_start": lambda *_, **__: iter(()),
            "exec_inspect": {"ExitCode": 0},
            "inspect_container": {"State": {}},
            "containers": [],
            "volumes": {"Volumes": []},
            **answers,
        }

    def _next_container(self, *_: Any, **__: Any) -> dict[str, str]:
        self._made += 1
        return {"Id": f"container-{self._made}"}

    def __getattr__(self, name: str) -> Answer:
        def call(*args: Any, **more: Any) -> Any:
            self.calls.append((name, args, more))
            answer = self._answers.get(name)
            if isinstance(answer, Exception):
                raise answer
            return answer(*args, **more) if callable(answer) else answer

        return call

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.calls]

    def of(self, name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """The arguments of every call of that name."""
        return [(args, more) for called, args, more in self.calls if called == name]


class ScriptedClient:
    """A client around the scripted API."""

    def __init__(self, api: ScriptedApi) -> None:
        self.api = api


def tar_stream(*members: tuple[tarfile.TarInfo, bytes]) -> Iterator[bytes]:
    """What the engine streams for a path: a tar archive, in chunks."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    return chunked(held.getvalue())


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def chunked(data: bytes, size: int = 4096) -> Iterator[bytes]:
    chunks: Iterable[bytes] = (data[at : at + size] for at in range(0, len(data), size))
    yield from chunks
