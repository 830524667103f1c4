"""One page of the public network, at an address that somebody else wrote (T12).

Only https on its usual port, only addresses that were checked, each redirect checked likewise; no cookies, no
credentials, few bytes. The host's certificate is that of its name, whatever address is connected to.
"""

import contextlib
import re
import time
import urllib.request
from importlib.metadata import version

import attrs
import httpx2

from master.errors import MeasureError, UsageError
from master.sources.address import behind_proxy, public_addresses

HOPS = 5  # redirects that are followed
STEP = 10.0  # seconds without a sign
LARGEST = 2**20  # bytes that are read
TRIED = 3  # addresses of one host
PORT = 443
_MOVED = (301, 302, 303, 307, 308)
_READABLE = re.compile(r"text/|application/(?:xhtml\+xml|xml|json)\b", re.I)
# Generators of documentation leave such a page at the root, which sends the reader to the newest version.
_REFRESH = re.compile(r"<meta\b(?=[^<>]{0,300}http-equiv=[\"']?refresh\b)[^<>]{0,300}>", re.I)
_TARGET = re.compile(r"content=[\"']?[ ]{0,5}[0-5](?:\.[0-9])?[ ]{0,5}[;,][ ]{0,5}url=[\"']?([^\"'<> ]{1,500})", re.I)
_HEAD = 16 * 2**10  # characters in which such a page says so


class NotReadError(MeasureError):
    """Nothing was learned about the page; the message says why, as a clause about the address."""


@attrs.frozen
class Answer:
    """`text` is the body of a page that answers with the status 200; `whole` is False where it is longer."""

    status: int
    text: str
    whole: bool
    target: str | None = None  # where a redirect leads


def read(address: str, until: float) -> Answer:
    """What stands behind the address, after at most `HOPS` redirects, by `until` on the monotonic clock.

    Raises `NotReadError`, or an error of `httpx2` when the host cannot be reached.
    """
    url = httpx2.URL(address)
    for _ in range(HOPS + 1):
        answer = _asked(_checked(url), until)
        if answer.target is None:
            return answer
        url = url.join(answer.target)
    raise NotReadError(f"it redirects more than {HOPS} times")


def _checked(url: httpx2.URL) -> httpx2.URL:
    if url.scheme != "https" or url.port not in (None, PORT) or url.userinfo or not url.raw_host:
        raise NotReadError("it leads to an address that is no plain https address, which is not asked")
    return url


def _asked(url: httpx2.URL, until: float) -> Answer:
    host = url.raw_host.decode("ascii")
    try:
        addresses = public_addresses(host, PORT)
    except UsageError as error:
        raise NotReadError(f"{host} leads to an address inside a network, which is not asked") from error
    except MeasureError as error:
        raise NotReadError(f"the host {host} is not found") from error
    if not addresses:
        raise NotReadError(f"only a proxy knows the host {host}, so its address cannot be checked")
    *others, last = addresses[:TRIED]
    for address in others:
        with contextlib.suppress(httpx2.ConnectError, httpx2.ConnectTimeout):
            return _got(url, address, until)
    return _got(url, last, until)


def _got(url: httpx2.URL, address: str, until: float) -> Answer:
    """One request over a connection of its own, to the very address that was checked."""
    host = url.raw_host.decode("ascii")
    request = httpx2.Request(
        "GET",
        url.copy_with(host=address, fragment=None),
        headers={
            "Host": url.netloc.decode("ascii"),
            "User-Agent": f"assay/{version('assay-office')}",
            "Accept": "text/html, text/*;q=0.9",
            "Accept-Encoding": "identity",  # what is compressed could be far larger than what is read
            "Connection": "close",
        },
        extensions={"sni_hostname": host, "timeout": httpx2.Timeout(_left(until)).as_dict()},
    )
    with httpx2.HTTPTransport(proxy=_proxy(host)) as transport:
        answer = transport.handle_request(request)
        try:
            return _read(answer, until)
        finally:
            answer.close()


def _read(answer: httpx2.Response, until: float) -> Answer:
    if answer.status_code in _MOVED and "location" in answer.headers:
        return Answer(answer.status_code, "", True, answer.headers["location"])
    if answer.status_code != 200:
        return Answer(answer.status_code, "", True)
    kind, coding = answer.headers.get("content-type", "text/html"), answer.headers.get("content-encoding", "identity")
    if not _READABLE.match(kind) or coding != "identity":
        raise NotReadError(f"it answers with {kind[:60]} ({coding[:20]}), which is not read")
    body = bytearray()
    for block in answer.iter_raw():
        body += block
        _left(until)
        if len(body) > LARGEST:
            break
    # Names are made of letters that nearly all encodings share; a codec that a page names could be a slow one.
    text = bytes(body[:LARGEST]).decode("utf-8", errors="replace")
    return Answer(200, text, len(body) <= LARGEST, _refresh(text))


def _refresh(text: str) -> str | None:
    """Where a page sends its reader at once."""
    tag = _REFRESH.search(text[:_HEAD])
    target = _TARGET.search(tag.group()) if tag else None
    return target.group(1) if target else None


def _left(until: float) -> float:
    """Seconds that the next step may take."""
    left = until - time.monotonic()
    if left <= 0:
        raise NotReadError("it did not answer in time")
    return min(STEP, left)


def _proxy(host: str) -> str | None:
    """The proxy of the environment for this host. It is told the checked address, not the name."""
    if not behind_proxy(host):
        return None
    proxies = urllib.request.getproxies_environment()
    return proxies.get("https") or proxies.get("all")
