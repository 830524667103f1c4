"""What stands online behind the addresses that a project names: asked once, dated, and never a reason to stop (V4)."""

import contextlib
import re
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from datetime import datetime

import httpx2

from criteria.evidence.web import Page, Web
from criteria.metadata.project_name import names_any
from criteria.printable import printable
from master.page import LARGEST, STEP, Answer, NotReadError, read

MOST = 5  # addresses that are asked
ALL = 30.0  # seconds for all of them
GONE = (404, 410)
FEW = 20  # words: a page of scripts has hardly any of its own
_OPENING = re.compile(r"<(script|style)\b", re.I)
_CLOSING = {"script": re.compile(r"</script", re.I), "style": re.compile(r"</style", re.I)}
_MARKUP = re.compile(r"<[^<>]{0,5000}>|&[a-z0-9#]{1,10};", re.I)
_LATE = Page(None, False, "it did not answer in time")


def capture(addresses: Iterable[str], names: frozenset[str], now: datetime) -> Web:
    """Ask the first `MOST` https addresses at the same time; `names` are the folded names of the project.

    Never raises: what could not be learned is a page whose `answers` is None, with the reason.
    """
    asked = list(dict.fromkeys(address for address in addresses if address[:8].lower() == "https://"))[:MOST]
    until = time.monotonic() + ALL
    pages = [(address, _in_background(address, names, until)) for address in asked]
    return Web(now.date().isoformat(), {address: _waited(page, until) for address, page in pages})


def _in_background(address: str, names: frozenset[str], until: float) -> "Future[Page]":
    """A daemon thread: neither a name server that hangs nor a host that sends a byte now and then holds us up."""
    future: Future[Page] = Future()

    def work() -> None:
        future.set_result(_page(address, names, until))

    with contextlib.suppress(RuntimeError):  # no thread to be had: the page stays unknown
        threading.Thread(target=work, daemon=True).start()
        return future
    future.set_result(Page(None, False, "this machine could not ask it"))
    return future


def _waited(page: "Future[Page]", until: float) -> Page:
    try:
        return page.result(max(0.0, until - time.monotonic()))
    except TimeoutError:
        return _LATE


def _page(address: str, names: frozenset[str], until: float) -> Page:
    try:
        return _judged(read(address, until), names)
    except NotReadError as error:
        return Page(None, False, printable(str(error), 200))
    except httpx2.TimeoutException:
        return Page(None, False, f"it did not answer within {STEP:.0f} seconds")
    except Exception as error:  # whatever a library makes of what a host sends, it says nothing about the project
        return Page(None, False, f"it cannot be reached ({printable(str(error) or type(error).__name__, 150)})")


def _judged(answer: Answer, names: frozenset[str]) -> Page:
    if answer.status != 200:
        return Page(False if answer.status in GONE else None, False, f"the HTTP status is {answer.status}")
    seen = visible(answer.text)
    if names_any(seen, names):
        return Page(True, True, "its text names the project")
    if not answer.whole:
        return Page(None, False, f"its first {LARGEST // 2**20} MiB does not name the project, and no more is read")
    if len(seen.split()) < FEW and _OPENING.search(answer.text):
        return Page(None, False, "its text is made by scripts, which are not run")
    return Page(True, False, "its text does not name the project")


def visible(text: str) -> str:
    """What a reader sees of a page, title included: without scripts, styles, tags and what stands in them."""
    kept, at = [], 0
    while opening := _OPENING.search(text, at):
        kept.append(text[at : opening.start()])
        closing = _CLOSING[opening.group(1).lower()].search(text, opening.end())
        at = closing.start() if closing else len(text)
    kept.append(text[at:])
    return _MARKUP.sub(" ", " ".join(kept))
