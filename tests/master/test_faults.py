"""Faults of other machines, played by servers of this one: what git makes of them, and what we do."""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pygit2
import pytest
from repos import commit_tree

from master.git import OPTIONS, GitError, git
from master.sources import git_url
from master.sources.git_url import RepositoryUrl, UnreachableError

SMALL = "http.lowSpeedTime=1"  # the option of our own calls, with a shorter patience


class Host(ThreadingHTTPServer):
    """A git host over plain HTTP that stalls in the middle of a pack until it is told not to."""

    daemon_threads = True

    def __init__(self, repository: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.repository = repository
        self.stalls = True
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/project.git"


class _Answer(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        head = b"001e# service=git-upload-pack\n0000"
        said = self._upload_pack("--http-backend-info-refs")
        self._send("application/x-git-upload-pack-advertisement", head + said, len(head) + len(said))

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        said = self._upload_pack("--stateless-rpc", asked)
        stall = self.server.stalls and b"PACK" in said
        self._send(
            "application/x-git-upload-pack-result", said[: said.index(b"PACK") + 200] if stall else said, len(said)
        )
        if stall:
            self.server.over.wait(60)

    def _upload_pack(self, option: str, asked: bytes = b"") -> bytes:
        line = ["git", "upload-pack", "--stateless-rpc", option, str(self.server.repository)]
        return subprocess.run(
            line, input=asked, capture_output=True, check=False, env={"PATH": os.environ["PATH"]}
        ).stdout

    def _send(self, kind: str, body: bytes, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Tests say nothing."""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    commit_tree(tmp_path / "project", {f"file-{number}": os.urandom(2000).hex() for number in range(20)})
    with Host(tmp_path / "project") as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.over.set()
        server.shutdown()


def fetch(host: Host, mirror: Path) -> None:
    git(
        "fetch", "--quiet", host.url, "+refs/heads/*:refs/heads/*",
        repository=mirror, timeout=60, allow=("http",), options=(SMALL, "protocol.version=0"),
    )  # fmt: skip


@pytest.mark.threat("F15")
def test_a_host_that_stalls_in_the_middle_of_a_pack(host: Host, tmp_path: Path) -> None:
    """git gives it up by itself, long before our own limit; it counts as a fault that may pass; nothing half stays."""
    mirror = tmp_path / "mirror.git"
    pygit2.init_repository(str(mirror), bare=True)
    with pytest.raises(GitError) as caught:
        fetch(host, mirror)
    said = git_url._explained(RepositoryUrl("example.org", 443, "/a/b"), caught.value)
    assert isinstance(said, UnreachableError), caught.value.said
    assert "too slow" in caught.value.said
    assert list(pygit2.Repository(str(mirror)).references) == []
    host.stalls = False
    fetch(host, mirror)
    assert len(list(pygit2.Repository(str(mirror)).references)) == 1


@pytest.mark.threat("F15")
def test_every_call_gives_a_slow_host_up() -> None:
    """The limits stand in the one place where git is called from: bytes per second, and for how long."""
    settings = dict(option.partition("=")[::2] for option in OPTIONS)
    assert int(settings["http.lowSpeedLimit"]) > 0
    assert 0 < int(settings["http.lowSpeedTime"]) <= 60
