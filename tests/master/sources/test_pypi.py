"""Packages of an index: which file is meant, and that it is the one the index promised."""

import hashlib
import http.server
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.snapshot import Snapshot
from master.errors import MeasureError, UsageError
from master.sources import pypi
from master.sources.pypi import parse, resolve
from workers.pip_settings import PipSettings

Answer = tuple[int, dict[str, str], bytes]


def sdist(name: str, version: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        content = f"Name: {name}\nVersion: {version}\n".encode()
        member = tarfile.TarInfo(f"{name}-{version}/PKG-INFO")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@attrs.define
class Index:
    """An index of one package on this machine: file name to its bytes, and what is said about them."""

    url: str
    answers: dict[str, Answer]
    asked: list[str]

    def offer(self, project: str, contents: dict[str, bytes], marks: dict[str, str] | None = None) -> None:
        links = ""
        for name, data in contents.items():
            self.answers[f"/files/{name}"] = (200, {"Content-Type": "application/octet-stream"}, data)
            mark = (marks or {}).get(name, "#sha256=" + hashlib.sha256(data).hexdigest())
            href, _, more = mark.partition(" ")
            links += f'<a href="/files/{name}{href}" {more}>{name}</a>\n'
        self.answers[f"/simple/{project}/"] = (200, {"Content-Type": "text/html"}, links.encode())


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A web server on the loopback that gives the answers it was told, and pip set to use it alone."""
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    answers: dict[str, Answer] = {}
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers.get(self.path, (404, {"Content-Type": "text/html"}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(pypi, "pip_settings", lambda: PipSettings(indexes=(f"{url}/simple",)))
    yield Index(url, answers, asked)
    server.shutdown()
    server.server_close()


def test_named_version(index: Index, tmp_path: Path) -> None:
    """The version that is named, under whatever spelling of name and file, becomes one commit."""
    data = sdist("im", "2.0.0")
    index.offer("im", {"im-2.0.0.tar.gz": data, "im-2.1.0.tar.gz": sdist("im", "2.1.0")})
    resolved = resolve("pypi:IM==2.0", None, tmp_path / "state")
    assert resolved.label == "2.0.0"
    assert resolved.retrieval.location == "pypi:IM==2.0.0 im-2.0.0.tar.gz"
    assert resolved.retrieval.digest == "sha256:" + hashlib.sha256(data).hexdigest()
    assert (resolved.retrieval.how, resolved.retrieval.anonymous) == ("index", True)
    assert not resolved.retrieval.versioned
    assert [entry.path for entry in Snapshot(resolved.mirror, resolved.commit).entries] == ["PKG-INFO"]
    assert not [path for path in (tmp_path / "state").iterdir() if path.name.startswith("download")]


def test_newest_version(index: Index, tmp_path: Path) -> None:
    """Without a version the newest is meant that is neither a preview nor yanked."""
    index.offer(
        "p",
        {f"p-{version}.tar.gz": sdist("p", version) for version in ("1.9", "1.10", "1.11", "2.0rc1")},
        {"p-1.11.tar.gz": "#sha256=" + "0" * 64 + ' data-yanked="broken"'},
    )
    assert resolve("pypi:p", None, tmp_path / "state").label == "1.10"
    assert resolve("pypi:p==2.0rc1", None, tmp_path / "state").label == "2.0rc1"


def test_json_index(index: Index, tmp_path: Path) -> None:
    """The JSON form of an index is understood as well."""
    data = sdist("p", "1.0")
    index.offer("p", {"p-1.0.tar.gz": data})
    page = {
        "meta": {"api-version": "1.0"},
        "name": "p",
        "files": [
            {
                "filename": "p-1.0.tar.gz",
                "url": "/files/p-1.0.tar.gz",
                "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
            }
        ],
    }
    kind = {"Content-Type": "application/vnd.pypi.simple.v1+json"}
    index.answers["/simple/p/"] = (200, kind, json.dumps(page).encode())
    assert resolve("pypi:p", None, tmp_path / "state").label == "1.0"


@pytest.mark.threat("T31")
def test_other_bytes_are_refused(index: Index, tmp_path: Path) -> None:
    """A file that differs from the promised digest never becomes a commit."""
    index.offer("p", {"p-1.0.tar.gz": sdist("p", "1.0")}, {"p-1.0.tar.gz": "#sha256=" + "0" * 64})
    with pytest.raises(MeasureError, match="not what the index promises"):
        resolve("pypi:p", None, tmp_path / "state")
    assert not (tmp_path / "state/mirrors").exists()


@pytest.mark.threat("T31")
@pytest.mark.parametrize("mark", ["", "#md5=" + "0" * 32, "#sha256=zz"])
def test_no_promise_is_refused(index: Index, tmp_path: Path, mark: str) -> None:
    """Without a SHA-256 digest nothing is downloaded from a host."""
    index.offer("p", {"p-1.0.tar.gz": sdist("p", "1.0")}, {"p-1.0.tar.gz": mark})
    with pytest.raises(MeasureError, match="no SHA-256 digest"):
        resolve("pypi:p", None, tmp_path / "state")
    assert "/files/p-1.0.tar.gz" not in index.asked


@pytest.mark.threat("T07")
def test_endless_downloads_end(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A download stops at the cap, whatever length was announced."""
    monkeypatch.setattr(pypi, "LARGEST_ARCHIVE", 100)
    index.offer("p", {"p-1.0.tar.gz": bytes(10_000)})
    with pytest.raises(MeasureError, match="larger than"):
        resolve("pypi:p", None, tmp_path / "state")


@pytest.mark.threat("T12")
@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://example.org/p-1.0.tar.gz"])
def test_insecure_redirects_are_refused(index: Index, tmp_path: Path, target: str) -> None:
    """A redirect to a local file or to a host without TLS is not followed."""
    index.offer("p", {"p-1.0.tar.gz": sdist("p", "1.0")})
    index.answers["/files/p-1.0.tar.gz"] = (302, {"Location": target}, b"")
    with pytest.raises(MeasureError, match="without TLS"):
        resolve("pypi:p", None, tmp_path / "state")


@pytest.mark.threat("T12")
def test_local_files_of_a_remote_index_are_refused(index: Index, tmp_path: Path) -> None:
    """An index on the network cannot point at files of this machine."""
    page = b'<a href="file:///etc/p-1.0.tar.gz">p-1.0.tar.gz</a>'
    index.answers["/simple/p/"] = (200, {"Content-Type": "text/html"}, page)
    with pytest.raises(MeasureError, match="a file of this machine"):
        resolve("pypi:p", None, tmp_path / "state")


def test_wheels_only(index: Index, tmp_path: Path) -> None:
    """Built packages are no sources; an older version that has some is named, never taken instead."""
    index.offer("p", {"p-2.0-py3-none-any.whl": b"", "p-1.0.tar.gz": sdist("p", "1.0")})
    with pytest.raises(MeasureError, match=r"wheels\) only; the newest version with sources is pypi:p==1\.0"):
        resolve("pypi:p", None, tmp_path / "state")
    index.offer("q", {"q-2.0-py3-none-any.whl": b""})
    with pytest.raises(MeasureError, match="no version has sources"):
        resolve("pypi:q", None, tmp_path / "state")


def test_unknown_name_and_version(index: Index, tmp_path: Path) -> None:
    """What does not exist is said with what was asked, and with the versions nearest to it."""
    with pytest.raises(MeasureError, match="no package nothing is found"):
        resolve("pypi:nothing", None, tmp_path / "state")
    index.offer("p", {f"p-{number}.0.tar.gz": b"" for number in range(1, 10)})
    with pytest.raises(MeasureError, match=r"no p 4\.5; the nearest versions are 6\.0, 5\.0, 4\.0, 3\.0, 2\.0$"):
        resolve("pypi:p==4.5", None, tmp_path / "state")


def test_index_out_of_order(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that fails is not one that knows no such package."""
    index.answers["/simple/p/"] = (503, {"Content-Type": "text/html"}, b"")
    with pytest.raises(MeasureError, match="HTTP status 503"):
        resolve("pypi:p", None, tmp_path / "state")
    index.answers["/simple/p/"] = (200, {"Content-Type": "application/vnd.pypi.simple.v1+json"}, b"{")
    with pytest.raises(MeasureError, match="cannot be read"):
        resolve("pypi:p", None, tmp_path / "state")
    monkeypatch.setattr(pypi, "pip_settings", lambda: PipSettings(indexes=("http://127.0.0.1:1/simple",)))
    with pytest.raises(MeasureError, match=r"127\.0\.0\.1 cannot be reached"):
        resolve("pypi:p", None, tmp_path / "state")


def test_index_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be an index, without digests; then nothing is said about the network."""
    (tmp_path / "simple/p").mkdir(parents=True)
    (tmp_path / "p-1.0.tar.gz").write_bytes(sdist("p", "1.0"))
    (tmp_path / "simple/p/index.html").write_text('<a href="../../p-1.0.tar.gz">p-1.0.tar.gz</a>')
    for settings in (
        PipSettings(indexes=((tmp_path / "simple").as_uri(),)),
        PipSettings(indexes=(), find_links=(str(tmp_path),)),
    ):
        monkeypatch.setattr(pypi, "pip_settings", lambda settings=settings: settings)
        resolved = resolve("pypi:p", None, tmp_path / "state")
        assert (resolved.label, resolved.retrieval.anonymous) == ("1.0", None)


def test_credentials_of_an_index(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needed a password was not read anonymously, and the password is not told."""
    index.offer("p", {"p-1.0.tar.gz": sdist("p", "1.0")})
    secret = index.url.replace("http://", "http://ada:s3cret@") + "/simple"
    monkeypatch.setattr(pypi, "pip_settings", lambda: PipSettings(indexes=(secret,)))
    resolved = resolve("pypi:p", None, tmp_path / "state")
    assert resolved.retrieval.anonymous is False
    assert "s3cret" not in str(resolved)


def test_no_place_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip set to use no index leaves nothing to do."""
    monkeypatch.setattr(pypi, "pip_settings", lambda: PipSettings(indexes=()))
    with pytest.raises(UsageError, match="no-index"):
        resolve("pypi:p", None, tmp_path / "state")


def test_certificates_that_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong path of certificates is a mistake in the configuration."""
    monkeypatch.setattr(pypi, "pip_settings", lambda: PipSettings(certificates=str(tmp_path / "none.pem")))
    with pytest.raises(UsageError, match=r"none\.pem"):
        resolve("pypi:p", None, tmp_path / "state")


@pytest.mark.threat("T08")
@given(st.text(max_size=60).map("pypi:".__add__))
def test_names_are_plain(text: str) -> None:
    """What passes is a package name and perhaps one version, nothing that could be part of a URL or a path."""
    try:
        name, version = parse(text)
    except UsageError:
        return
    assert not set(name + (version or "")) & set("/\\@:;#? \n")
    assert not name.startswith((".", "-"))


@pytest.mark.parametrize(
    "text", ["pypi:", "pypi:p>=1", "pypi:p[x]", "pypi:p==x.y", "pypi:p==", "pypi:../p", "pypi:p==1.*"]
)
def test_other_forms_are_refused(text: str) -> None:
    """Ranges, extras and broken versions are answered with the form that is accepted."""
    with pytest.raises(UsageError, match="pypi:"):
        parse(text)


def test_packages_have_no_revisions(tmp_path: Path) -> None:
    """A revision of a package is answered with how to name a version."""
    with pytest.raises(UsageError, match="NAME==VERSION"):
        resolve("pypi:p", "main", tmp_path)
