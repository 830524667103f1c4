"""Takes credentials out of text that others wrote and that we would show: messages of tools, logs (A28, L10).

Everything that has the form of a credential goes, real or example: here a needless gap costs nothing.
"""

import re

from criteria.credentials.finder import credentials
from criteria.credentials.formats import GATE

# A tool that warns of a password in the code quotes it.
_QUOTED = re.compile(r"(?i)(hard-?coded (?:password|secret|credential)s?[^:'\"\n]{0,60}: ?)(['\"])[^'\"\n]{1,2000}\2")
_QUOTES = re.compile(r"(?i)hard-?coded ")


def redacted(text: str) -> str:
    """The text with `[redacted GitHub token, sha256:…]` for each credential; linear, and the same when repeated."""
    if _QUOTES.search(text):
        text = _QUOTED.sub(r"\1[redacted password]", text)
    content = text.encode("utf-8", errors="surrogatepass")
    if not GATE.search(content):
        return text
    parts, at = [], 0
    for place in credentials(content):
        parts += [content[at : place.start], _mark(place.kind, place.digest).encode()]
        at = place.end
    return b"".join([*parts, content[at:]]).decode("utf-8", errors="surrogatepass")


def _mark(kind: str, digest: str) -> str:
    return f"[redacted {kind}{f', sha256:{digest}' if digest else ''}]"
