"""Foreign text inside our own sentences: file names, tags, titles and versions that may hold anything (A21, A27)."""


def printable(text: str, limit: int = 200) -> str:
    """The text on one line; control characters, bidi marks and bytes that are no UTF-8 are shown as escapes."""
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text[:limit]
    )
    return shown + ("…" if len(text) > limit else "")
