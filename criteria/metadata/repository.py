"""Addresses of repositories, compared by their full origin and never by a name alone (A18)."""

import re

_ADDRESS = re.compile(
    r"^(?:git\+)?(?:(?:https?|ssh|git)://)?(?:[\w.-]{1,60}@)?(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?::\d{1,5})?[:/]"
    r"(?P<path>[^\s?#]{1,400})"
)
_PAGES = ("/-/", "/tree/", "/blob/", "/src/branch/", "/releases", "/issues")


def origin_of(address: str) -> str | None:
    """`host/owner/name` in lower case, however the address is written; None for what is no address of a repository."""
    found = _ADDRESS.match(address.strip())
    if found is None:
        return None
    path = found["path"]
    for page in _PAGES:
        path = path.partition(page)[0]
    parts = [part for part in path.strip("/").split("/") if part]
    if len(parts) < 2:
        return None
    host = found["host"].lower().removeprefix("www.")
    return "/".join([host, *parts]).lower().removesuffix(".git")


def is_web_address(value: str) -> bool:
    return re.match(r"^(?:git\+)?https?://[\w.-]{1,255}/\S{1,1000}$", value.strip()) is not None
