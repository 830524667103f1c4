"""Files that programs keep passwords in: which they are, and where the passwords stand."""

import re
from collections.abc import Iterator, Mapping

import attrs

from criteria.credentials.samples import is_password


@attrs.frozen
class PasswordFile:
    """`pattern` finds passwords by the group `secret`; `kind` is the sentence's name for one."""

    kind: str
    pattern: re.Pattern[bytes]


_LINE_END = rb"[^\S\n]*$"
_NETRC = PasswordFile(
    "password in a netrc file",
    re.compile(rb"\bpassword\s{1,20}(?P<secret>\S{1,200})", re.I),
)
_PYPIRC = PasswordFile(
    "password in a .pypirc file",
    re.compile(rb"^[ \t]{0,20}password[ \t]{0,8}[=:][ \t]{0,8}(?P<secret>\S{1,1200})" + _LINE_END, re.M | re.I),
)
_NPMRC = PasswordFile(
    "token in an .npmrc file",
    re.compile(rb":_(?:authToken|password|auth)[ \t]{0,8}=[ \t]{0,8}[\"']?(?P<secret>[^\s\"']{1,1200})", re.M),
)
_DOCKER = PasswordFile(
    "registry login in a Docker configuration",
    re.compile(rb"\"auth\"[ \t]{0,8}:[ \t]{0,8}\"(?P<secret>[A-Za-z0-9+/=]{8,1200})\""),
)
_PGPASS = PasswordFile(
    "password in a .pgpass file",
    re.compile(
        rb"^[^#:\n]{1,200}:[^:\n]{1,20}:[^:\n]{1,200}:[^:\n]{1,200}:(?P<secret>[^:\s]{1,200})" + _LINE_END, re.M
    ),
)

FILES: Mapping[str, PasswordFile] = {
    ".netrc": _NETRC,
    "_netrc": _NETRC,
    "netrc": _NETRC,
    ".pypirc": _PYPIRC,
    ".npmrc": _NPMRC,
    ".dockercfg": _DOCKER,
    ".dockerconfigjson": _DOCKER,
    "config.json": _DOCKER,
    ".pgpass": _PGPASS,
}


def passwords_in(name: str, content: bytes) -> Iterator[tuple[str, re.Match[bytes]]]:
    """The kind and the match of each password that the file called `name` keeps."""
    file = FILES.get(name.lower())
    if file is None or len(content) > 2**20:
        return
    for match in file.pattern.finditer(content):
        if is_password(match["secret"]):
            yield file.kind, match
