"""What is asked over the network about the pages of a project, over real TLS to a host on this machine."""

import contextlib
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from network_fakes import answer_with

from criteria.evidence.web import Page
from master import page, web
from master.web import capture, visible

PUBLIC = "93.184.216.34"
HOST = "star-map.example.org"
NAMES = frozenset({"starmap"})
NOW = datetime(2024, 5, 1, 23, 59, tzinfo=UTC)
OWN = b"<html><head><title>Star Map</title></head><body>How to draw the sky.</body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
Answer = tuple[int, dict[str, str], bytes]


@attrs.define
class Site:
    """A host: what it answers by path, what it was asked, and where connections went."""

    answers: dict[str, Answer] = attrs.field(factory=dict)
    asked: list[dict[str, str]] = attrs.field(factory=list)
    connected: list[tuple[str, int]] = attrs.field(factory=list)

    def says(self, body: bytes, status: int = 200, **headers: str) -> Page:
        """What is captured of the address that gets this answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers["/"] = (status, HTML | named, body)
        return self.page()

    def page(self, address: str = f"https://{HOST}/") -> Page:
        return capture([address], NAMES, NOW).pages[address]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of the host's name, and of nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "host.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The public address leads to a server here; a connection to any other address fails and is noted."""
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    made = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append({**self.headers, "path": self.path})
            status, headers, body = made.answers.get(self.path, (404, HTML, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # the other side may have had enough
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def connect(address: tuple[str, int], timeout: float, **_: Any) -> socket.socket:
        made.connected.append(address)
        if address != (PUBLIC, 443):
            raise ConnectionRefusedError("not in this test")
        connection = socket.socket()
        connection.settimeout(timeout)
        connection.connect(("127.0.0.1", server.server_port))
        return connection

    answer_with(monkeypatch, PUBLIC)
    monkeypatch.setattr(socket, "create_connection", connect)
    yield made
    server.shutdown()
    server.server_close()


def lookups(monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> None:
    """A name server that decides at each question."""

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer(host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_a_page_that_names_the_project(site: Site) -> None:
    """It answers, by the address as it was written; the day of the capture stands beside it (V4)."""
    site.answers["/"] = (200, HTML, OWN)
    captured = capture([f"https://{HOST}"], NAMES, NOW)
    assert captured.date == "2024-05-01"
    assert captured.pages == {f"https://{HOST}": Page(True, True, "its text names the project")}
    (asked,) = site.asked
    assert asked["Host"] == HOST
    assert asked["User-Agent"].startswith("assay/")
    assert not {"Cookie", "Authorization", "Referer"} & set(asked)


@pytest.mark.parametrize(
    "body",
    [
        b"<title>Parked</title>" + b"This domain is for sale. " * 20,
        b"<script>star-map</script><style>.star-map {}</style><a href='/star-map'>" + b"Another project. " * 20,
        b"",
    ],
)
def test_a_page_that_names_it_nowhere_a_reader_sees(site: Site, body: bytes) -> None:
    """Scripts and addresses of links are not its text."""
    assert site.says(body) == Page(True, False, "its text does not name the project")


@pytest.mark.parametrize("status", [404, 410])
def test_no_such_page_is_a_definite_answer(site: Site, status: int) -> None:
    """Also where the page of the error names the project."""
    assert site.says(OWN, status) == Page(False, False, f"the HTTP status is {status}")


@pytest.mark.threat("A32")
@pytest.mark.parametrize("status", [204, 401, 403, 408, 429, 451, 500, 502, 503])
def test_other_statuses_say_nothing_about_the_project(site: Site, status: int) -> None:
    """A host that is out of order, or that refuses machines, is unknown."""
    assert site.says(b"", status) == Page(None, False, f"the HTTP status is {status}")


@pytest.mark.threat("A32")
def test_a_host_that_does_not_answer_is_unknown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name server, no connection, another's certificate, an answer that is none, and no answer in time."""
    site.answers["/"] = (200, HTML, OWN)
    assert site.page("https://other.example.org/").answers is None  # its certificate is that of another name
    assert "cannot be reached" in site.page("https://other.example.org/").reason
    with monkeypatch.context() as patch:
        answer_with(patch)
        assert site.page() == Page(None, False, f"the host {HOST} is not found")
    with monkeypatch.context() as patch:
        lookups(patch, lambda host: "93.184.216.35")
        assert site.page().answers is None
    assert site.says(b"", 302, Location="https://[x").answers is None


@pytest.mark.threat("A32", "T12")
def test_what_hangs_is_left_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server or a host that never comes to an end does not hold up the assessment."""
    ended = threading.Event()

    def hang(address: str, until: float) -> page.Answer:
        ended.wait()
        raise AssertionError

    monkeypatch.setattr(web, "ALL", 0.05)
    monkeypatch.setattr(web, "read", hang)
    assert site.page() == Page(None, False, "it did not answer in time")
    ended.set()


@pytest.mark.threat("A32")
def test_a_body_that_drips_ends_with_the_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block of it may come quickly enough."""
    site.answers["/"] = (200, HTML, bytes(1_000_000))
    clock = count()
    monkeypatch.setattr(page, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with pytest.raises(page.NotReadError, match="in time"):
        page.read(f"https://{HOST}/", 3)
    assert len(site.asked) == 1


@pytest.mark.threat("A32")
def test_no_threads_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is full asks nothing, and says so."""

    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert site.page() == Page(None, False, "this machine could not ask it")


@pytest.mark.threat("T12")
@pytest.mark.parametrize("inward", ["127.0.0.1", "169.254.169.254", "10.0.0.1"])
def test_a_redirect_inside_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch, inward: str) -> None:
    """A server that listens on this machine is never contacted, under a name of its own or as a bare address."""
    lookups(monkeypatch, lambda host: PUBLIC if host == HOST else inward)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        for target in (inward, "inside.example.org"):
            found = site.says(b"", 302, Location=f"https://{target}/")
            assert found == Page(None, False, f"{target} leads to an address inside a network, which is not asked")
            assert site.says(b"", 302, Location=f"https://{target}:{canary.getsockname()[1]}/").answers is None
            refresh = f'<meta http-equiv="refresh" content="0; url=https://{target}/">'
            assert site.says(refresh.encode()).answers is None
            assert site.page(f"https://{target}/").answers is None
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert set(site.connected) == {(PUBLIC, 443)}


@pytest.mark.threat("T12")
def test_a_name_server_that_changes_its_answer_gains_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to: the name is looked up once."""
    answers = iter([PUBLIC, *["127.0.0.1"] * 9])
    lookups(monkeypatch, lambda host: next(answers))
    assert site.says(OWN).names_project
    assert site.connected == [(PUBLIC, 443)]
    assert site.page().answers is None
    assert site.connected == [(PUBLIC, 443)]


@pytest.mark.threat("T12")
@pytest.mark.parametrize(
    "target", [f"http://{HOST}/", f"https://{HOST}:22/", f"https://ada:secret@{HOST}/", "file:///etc/passwd", "data:,x"]
)
def test_only_plain_https_is_followed(site: Site, target: str) -> None:
    """No other scheme, no other port, no credentials: in a redirect or as the address itself."""
    found = site.says(b"", 301, Location=target)
    assert found == Page(None, False, "it leads to an address that is no plain https address, which is not asked")
    assert len(site.asked) == 1
    assert all(answer.answers is None for answer in capture([target], NAMES, NOW).pages.values())
    assert len(site.asked) == 1


def test_redirects_are_followed_without_cookies(site: Site) -> None:
    """Five of them, also those that a page of a generator makes; each is a request of its own."""
    site.answers["/"] = (302, {"Location": "/1", "Set-Cookie": "who=you"}, b"")
    site.answers["/1"] = (200, HTML, b'<!-- made --><meta http-equiv="refresh" content="0; url=./stable/"/>')
    site.answers["/stable/"] = (200, HTML, OWN)
    assert site.page().names_project
    assert [asked["path"] for asked in site.asked] == ["/", "/1", "/stable/"]
    assert not any("Cookie" in asked for asked in site.asked)


@pytest.mark.threat("T12")
def test_redirects_end(site: Site) -> None:
    """A circle is not walked for ever."""
    assert site.says(b"", 302, Location="/") == Page(None, False, "it redirects more than 5 times")
    assert len(site.asked) == 6


@pytest.mark.threat("T07")
def test_a_huge_body_is_read_to_the_cap(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the cap counts; what may stand behind it is unknown."""
    monkeypatch.setattr(page, "LARGEST", 2**16)
    assert site.says(OWN + b" word" * 10**6).names_project
    found = site.says(b" word" * 10**6 + OWN)
    assert (found.answers, found.names_project) == (None, False)
    assert "no more is read" in found.reason


@pytest.mark.parametrize(
    "headers", [{"Content_Type": "application/pdf"}, {"Content_Type": "image/png"}, {"Content_Encoding": "gzip"}]
)
def test_content_that_is_not_read_is_unknown(site: Site, headers: dict[str, str]) -> None:
    """A manual as PDF may be the right one; what is compressed against our wish may be of any size."""
    found = site.says(OWN, **headers)
    assert (found.answers, found.names_project) == (None, False)
    assert "which is not read" in found.reason


def test_a_page_made_by_scripts_is_unknown(site: Site) -> None:
    """Nothing of a page is run."""
    found = site.says(b"<title>App</title><div id=app></div><script src=app.js></script>")
    assert found == Page(None, False, "its text is made by scripts, which are not run")


def test_few_addresses_are_asked(site: Site) -> None:
    """Five, each once, and none without TLS."""
    addresses = [f"http://{HOST}/", *(f"https://{HOST}/{number}" for number in (0, 0, 1, 2, 3, 4, 5, 6))]
    captured = capture(addresses, NAMES, NOW)
    assert list(captured.pages) == [f"https://{HOST}/{number}" for number in range(5)]
    assert len(site.asked) == 5
    assert capture([], NAMES, NOW).pages == {}


@pytest.mark.threat("T12")
def test_a_proxy_is_told_the_checked_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a host that only the proxy knows is not asked."""
    monkeypatch.setenv("https_proxy", "http://proxy.example.net:3128")
    assert site.page().answers is None
    assert site.connected == [("proxy.example.net", 3128)]
    answer_with(monkeypatch)
    assert "only a proxy knows" in site.page().reason
    assert len(site.connected) == 1


@pytest.mark.threat("T40")
def test_odd_pages_are_read_to_their_end() -> None:
    """Openings without end, by the hundred thousand, and letters that change their length."""
    for odd in ("<script" * 150_000, "<style>" * 150_000, "<" * 10**6, "&" * 10**6, "<meta " * 170_000):
        visible(odd)
        page._refresh(odd)
    assert visible("\u0130<SCRIPT>x</Script >Star<b>Map</b>&nbsp;y").split() == ["\u0130", "Star", "Map", "y"]
