"""Which packages Python files import, by a linear look at their lines; nothing is parsed or run.

An import below `try:` is one that the file can do without, so it asks for nothing.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from packaging.utils import canonicalize_name

from criteria.snapshot import Snapshot

MAX_FILES = 3000
MAX_TEXT = 64 * 2**10  # characters of one file
# Lines that import, and lines that open a block; between two of them nothing matters.
_LINE = re.compile(
    r"^([ \t]*)(import|from|try|except|else|elif|finally|def|class|if|for|while|with|async|match|case)\b([^\n]*)",
    re.MULTILINE,
)
_NAME = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)")
_STILL_TRY = ("except", "else", "finally")

# The name that is imported is not always the name that is installed.
DISTRIBUTIONS_OF = {
    "attr": ("attrs",),
    "bs4": ("beautifulsoup4",),
    "configobj": ("configobj",),
    "crypto": ("pycryptodome", "pycrypto"),
    "cv2": ("opencv-python", "opencv-python-headless"),
    "dateutil": ("python-dateutil",),
    "docx": ("python-docx",),
    "dotenv": ("python-dotenv",),
    "git": ("gitpython",),
    "github": ("pygithub",),
    "ipython": ("ipython",),
    "jose": ("python-jose",),
    "jwt": ("pyjwt",),
    "magic": ("python-magic",),
    "mpl_toolkits": ("matplotlib",),
    "mysqldb": ("mysqlclient",),
    "nacl": ("pynacl",),
    "openssl": ("pyopenssl",),
    "osgeo": ("gdal",),
    "pil": ("pillow",),
    "pkg_resources": ("setuptools",),
    "psycopg2": ("psycopg2", "psycopg2-binary"),
    "serial": ("pyserial",),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn",),
    "socks": ("pysocks",),
    "usb": ("pyusb",),
    "yaml": ("pyyaml",),
    "zmq": ("pyzmq",),
}


def imported(text: str) -> Iterator[str]:
    """Top-level names of modules that this source text cannot do without."""
    guard: int | None = None  # the indentation of the `try` we are below
    for match in _LINE.finditer(text[:MAX_TEXT]):
        indent, word, rest = len(match.group(1).expandtabs()), match.group(2), match.group(3)
        if guard is not None and (indent < guard or (indent == guard and word not in _STILL_TRY)):
            guard = None
        if word == "try" and guard is None:
            guard = indent
        if guard is None:
            yield from _modules(word, rest)


def _modules(word: str, rest: str) -> Iterator[str]:
    if word == "from" and (match := _NAME.match(rest)):
        yield match.group(1)
    if word == "import":
        for part in rest.partition("#")[0].split(","):
            if match := _NAME.match(part):
                yield match.group(1)


def distributions(modules: Iterable[str]) -> frozenset[str]:
    """Normalised names of distributions that may bring these modules."""
    names: set[str] = set()
    for module in modules:
        plain = canonicalize_name(module)
        names |= {plain, f"python-{plain}", f"{plain}-python", f"py{plain}"}
        names.update(DISTRIBUTIONS_OF.get(module.lower(), ()))
    return frozenset(names)


def imported_distributions(snapshot: Snapshot) -> frozenset[str]:
    """Normalised names of distributions that may bring what any Python file of the repository imports."""
    contents = {entry.id: entry for entry in snapshot.files() if entry.name.endswith(".py")}
    texts = (snapshot.text(entry, MAX_TEXT) for entry in itertools.islice(contents.values(), MAX_FILES) if entry.size)
    return distributions({name for text in texts for name in imported(text)})
