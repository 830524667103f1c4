"""Which bytes are a program or an archive: by their signature, never by their name alone."""

import re
from collections.abc import Iterator

ARCHIVES = ("zip archive", "Python wheel", "Python egg", "Java archive", "tar archive", "7z archive", "RAR archive")

_MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_PYC = re.compile(r"\.py[co]$", re.I)
_TAR = re.compile(r"\.(?:tar(?:\.\w{2,4})?|tgz|tbz2?|txz|spkg|crate|gem)$", re.I)
_ZIP_NAMES = ((".whl", "Python wheel"), (".egg", "Python egg"), (".jar", "Java archive"), (".war", "Java archive"))
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"(\xb5/\xfd")
_ENTRY, _NAME_LENGTH, _NAME_AT = b"PK\x01\x02", 28, 46  # of a zip file's directory
_RUNS = re.compile(rb"\.(?:py|pyc|so|dll|dylib|exe|class|jar|js|sh|bat|ps1|whl|pl|rb|vbs)$", re.I)
_MOST_MEMBERS = 20_000


def binary_format(content: bytes, path: str) -> str | None:
    """The name of the format, None for anything else."""
    return _program(content, path) or _archive(content, path.lower())


def holds_programs(format_: str, content: bytes) -> bool:
    """A program is one; an archive holds some when its directory names one. What lies in a packed tar is not seen."""
    if format_ not in ARCHIVES:
        return True
    if format_ in ("Python wheel", "Python egg", "Java archive"):
        return True
    if format_ != "zip archive":
        return False
    return any(number >= _MOST_MEMBERS or _RUNS.search(name) for number, name in enumerate(_members(content)))


def _members(content: bytes) -> Iterator[bytes]:
    """The names in the directory of a zip file, read without unpacking anything."""
    at = content.find(_ENTRY)
    while at >= 0:
        length = int.from_bytes(content[at + _NAME_LENGTH : at + _NAME_LENGTH + 2], "little")
        yield content[at + _NAME_AT : at + _NAME_AT + min(length, 1000)]
        at = content.find(_ENTRY, at + _NAME_AT)


def _program(content: bytes, path: str) -> str | None:
    head = content[:8]
    if head.startswith(b"\x7fELF"):
        return "ELF program"
    if head.startswith(b"MZ") and _is_pe(content):
        return "Windows program"
    if head[:4] in _MACH_O and len(content) > 32:
        return "Mach-O program"
    if head.startswith(b"\xca\xfe\xba\xbe") and len(content) > 32:
        # The same four bytes begin a universal Mach-O file, where the number of architectures follows.
        return "Mach-O program" if int.from_bytes(head[4:8], "big") < 30 else "Java class"
    if head == b"\0asm\x01\0\0\0":
        return "WebAssembly program"
    if head.startswith(b"!<arch>\n"):
        return "static library"
    if head.startswith((b"BC\xc0\xde", b"dex\n03")):
        return "compiled code"
    if head[2:4] == b"\r\n" and _PYC.search(path):
        return "compiled Python"
    return None


def _is_pe(content: bytes) -> bool:
    at = int.from_bytes(content[0x3C:0x40], "little")
    return len(content) > 0x40 and content[at : at + 4] == b"PE\0\0"


def _archive(content: bytes, path: str) -> str | None:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((format_ for suffix, format_ in _ZIP_NAMES if path.endswith(suffix)), "zip archive")
    if content.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z archive"
    if content.startswith(b"Rar!\x1a\x07"):
        return "RAR archive"
    if content[257:262] == b"ustar" or (content.startswith(_COMPRESSED) and _TAR.search(path)):
        return "tar archive"
    return None
