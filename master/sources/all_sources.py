"""The list of source kinds, and the way from what the user names to a commit."""

from pathlib import Path

from master.errors import UsageError
from master.sources import archive, checkout, git_url, pypi
from master.sources.source import Resolved, SourceKind

SOURCES: dict[str, SourceKind] = {  # the first one that accepts the text is asked
    "index": pypi,
    "git": git_url,
    "archive": archive,
    "checkout": checkout,
}


def resolve(text: str, rev: str | None, state: Path, *, offline: bool = False) -> Resolved:
    """The commit that the text means, fetched into a mirror below `state`.

    `UsageError` when no kind accepts the text, or when it needs the network and `offline` forbids it.
    """
    kind = find_kind(text)
    if offline and kind.NEEDS_NETWORK:
        raise UsageError(
            f"{git_url.shown(text)} needs the network; leave out --offline, or name a folder or an archive"
        )
    return kind.resolve(text, rev or None, state)


def find_kind(text: str) -> SourceKind:
    """The kind that accepts this text."""
    for kind in SOURCES.values():
        if text and "\0" not in text and kind.accepts(text):
            return kind
    forms = "; ".join(kind.FORM for kind in SOURCES.values())
    raise UsageError(f"{git_url.shown(text) or 'an empty name'} is no source that Assay knows; name one of: {forms}")
