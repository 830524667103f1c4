"""Text as a reader sees it: without marks that nobody sees, and without the markup of a web page."""

import html
import re

# Zero-width, soft-hyphen and direction marks, with which a word can be hidden from a search (A30).
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PAGE = re.compile(r"(?i)<(?:!doctype|html|body|head|p|br|div|pre|h[1-6])\b[^<>]{0,300}>")
_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")


def plain_text(text: str) -> str:
    """The same lines without invisible characters; of HTML the visible text."""
    text = _UNSEEN.sub("", text)
    if not _PAGE.search(text):
        return text
    for begin, end in _HIDDEN:
        text = _without(text, begin, end)
    text = _TAG.sub(lambda match: " " + "\n" * match.group().count("\n"), text)
    return html.unescape(text)


def _without(text: str, begin: str, end: str) -> str:
    """Without what lies between the marks, in one pass; its line ends stay. What is never closed is shown."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    kept, at = [], 0
    while (start := lowered.find(begin, at)) >= 0 and (stop := lowered.find(end, start)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop + len(end)
    return "".join(kept) + text[at:]
