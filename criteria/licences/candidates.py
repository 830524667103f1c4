"""Which files of a tree may hold the licence of the project, or terms that change it: by name and place alone."""

import re

from criteria.census.apart import VENDORED, by_path
from criteria.census.kinds import in_test_folder
from criteria.snapshot import SYMLINK, Entry

LICENCE, TERMS, README, NOTICE = "licence", "terms", "readme", "notice"

_NAME = re.compile(
    r"(?i)^(?:un)?licen[cs]es?(?:[._-][^/]{0,80})?$|^copying(?:[._-][^/]{0,80})?$|^[\w.+-]{1,60}[-_.]licen[cs]e(?:\.\w{2,4})?$"
)
_HINT = re.compile(r"(?i)licen|copying")  # quick, for the many names that are neither
_MAIN = re.compile(
    r"(?i)^(?:(?:un)?licen[cs]e|copying(?:[._-](?:lesser|lib|affero))?)(?:\.(?:txt|md|rst|markdown|adoc|html?))?$"
)
# A text called by the name of its licence is looked at in the root only.
_BY_LICENCE = re.compile(
    r"(?i)^(?:(?:gnu-?)?[al]?gpl|mit|bsd|apache|mpl|epl|eupl|cecill|isc|cc0|cc-by|artistic|bsl|unlicense)"
    r"(?:[-_.]?v?\d{1,2}(?:\.\d)?)?(?:[-_](?:only|or-later|clause|new|simplified)){0,2}(?:\.(?:txt|md|rst))?$"
)
_TERMS = re.compile(
    r"(?i)^(?:terms|eula|addendum|rider|restrictions?|conditions|usage[-_ ]?(?:policy|terms|restrictions?)"
    r"|commons[-_ ]?clause"
    r"|(?:acceptable|permitted)[-_ ]use)(?:[._-][^/]{0,60})?$"
)
_NOTICES = re.compile(
    r"(?i)^(?:notices?|third[-_ ]?party[^/]{0,60}|licen[cs]es?[-_. ]bundled[^/]{0,20})$|^notices?\.\w{2,4}$"
)
_OWN_NOTICE = re.compile(r"(?i)^notices?(?:\.(?:txt|md|rst))?$")
_NO_TEXT = re.compile(
    r"(?i)\.(?:pyx?|pyc|pxd|ipynb|sh|bash|bat|js|mjs|jsx|ts|tsx|css|c|cc|cpp|h|hpp|java|kt|go|rs|rb|pl|php|json|ya?ml|xml"
    r"|toml|cfg|ini|in|csv|svg|png|jpe?g|gif|pdf|about|spdx)$"
)
_README = re.compile(r"(?i)^read[-_ ]?me(?:\.(?:md|rst|txt|markdown|adoc|org))?$")
_FOLDERS = frozenset(("LICENSES", "LICENSE", "LICENCE", "COPYING"))
# Terms of something else: another offer, other people's code, other works.
_ASIDE = re.compile(
    r"(?i)commercial|enterprise|proprietary|third|contrib|\bcla\b|data|docs?\b|documentation|media|font|logo|trademark"
)


def role_of(entry: Entry) -> str | None:
    """What the entry may be by its name; None for every other file. Vendored and fixture files are none (A34)."""
    name, root = entry.name, not entry.folder
    if not root and not in_root(entry) and not _HINT.search(name):
        return None
    if not (entry.is_file or entry.mode == SYMLINK):
        return None
    if root and _README.match(name):
        return README
    if root and _OWN_NOTICE.match(name):
        return NOTICE
    if _NO_TEXT.search(name):
        return None
    if in_root(entry) and entry.folder:
        return LICENCE
    if root and (_BY_LICENCE.match(name) or _TERMS.match(name)):
        return TERMS if _TERMS.match(name) else LICENCE
    return LICENCE if _NAME.match(name) and (root or _is_own(entry)) else None


def _is_own(entry: Entry) -> bool:
    return by_path(entry.path) is None and not in_test_folder(entry.folder.split("/"))


def in_root(entry: Entry) -> bool:
    """The root itself, or a folder in it that takes the place of the file; LICENSES is that of REUSE."""
    return not entry.folder or entry.folder in _FOLDERS


def is_main(entry: Entry) -> bool:
    """Whether the name says that the file holds the licence of the whole."""
    return not entry.folder and _MAIN.match(entry.name) is not None


def is_notice(name: str) -> bool:
    return _NOTICES.match(name) is not None


def is_licence_name(name: str) -> bool:
    """Whether a file of this name, wherever it lies, states a licence for what lies beside it."""
    return _NAME.match(name) is not None and not _NO_TEXT.search(name)


def speaks_of_something_else(name: str) -> bool:
    return _ASIDE.search(name) is not None


def is_vendored(path: str) -> bool:
    return (by_path(path) or "").startswith(VENDORED)
