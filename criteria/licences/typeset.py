"""Text as a reader sees it: without marks that nobody sees, and without the markup of a web page."""

import html
import re

# Zero-width, soft-hyphen and direction marks, with which a word can be hidden from a search (A30).
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PAGE = re.compile(r"(?i)<(?:!doctype|html|body|head|p|br|div|pre|h[1-6])\b[^<>]{0,300}>")
_HIDDEN = re.compile(r"(?is)<!--.{0,100000}?-->|<(script|style)\b.{0,100000}?</\1>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")


def plain_text(text: str) -> str:
    """The same lines without invisible characters; of HTML the visible text."""
    text = _UNSEEN.sub("", text)
    if not _PAGE.search(text):
        return text
    text = _HIDDEN.sub(lambda match: "\n" * match.group().count("\n"), text)
    text = _TAG.sub(lambda match: " " + "\n" * match.group().count("\n"), text)
    return html.unescape(text)
