"""What proves that a match is a credential in use and no example of its form: one function for each family."""

import re

from criteria.credentials.keys import is_private_key, is_putty_key
from criteria.credentials.samples import from_base64, has_base62_checksum, is_password, is_random, json_from_base64

Match = re.Match[bytes]
AROUND = 300  # bytes before and after a match in which its companion is looked for


def random(match: Match) -> bool:
    return is_random(match["secret"])


def checked(match: Match) -> bool:
    return has_base62_checksum(match["secret"].rpartition(b"_")[2])


def _around(match: Match) -> bytes:
    return match.string[max(0, match.start() - AROUND) : match.end() + AROUND]


_AWS_ID = re.compile(rb"(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z2-7]{16}(?![A-Za-z0-9])")
_AWS_NAME = re.compile(rb"secret_?access_?key['\"]?[ \t]{0,8}(?:=|:|=>|,)[ \t]{0,8}['\"]?$", re.I)
_HEX = re.compile(rb"^[0-9a-f]+$")


def aws(match: Match) -> bool:
    """A name before it, or a key id near it; a digest in hex or a path is no key."""
    secret = match["secret"]
    if _HEX.match(secret):
        return False
    named = _AWS_NAME.search(match.string[max(0, match.start() - 60) : match.start()])
    return (named is not None or _near_aws_id(match)) and is_random(secret, 4.2)


def _near_aws_id(match: Match) -> bool:
    return any(is_random(found[0], 2.8) for found in _AWS_ID.finditer(_around(match)))


def pypi(match: Match) -> bool:
    """A macaroon of version 2 whose first field is the place it is for."""
    token = from_base64(match["secret"].partition(b"-")[2], url=True)
    return token is not None and token[:2] == b"\x02\x01" and b"pypi." in token[3 : 3 + token[2]]


# What the tokens of services claim; the payload of a tutorial says hello.
_CLAIMS = frozenset(("exp", "iat", "nbf", "iss", "sub", "aud", "jti", "scope", "email", "uid", "role", "client_id"))
_JWT_SAMPLES = (b"1234567890", b"John Doe", b"example", b'"joe"')


def web_token(match: Match) -> bool:
    header, payload, _ = match["secret"].split(b".")
    head, body = json_from_base64(header), json_from_base64(payload)
    if head is None or body is None or not isinstance(head.get("alg"), str) or head["alg"].lower() == "none":
        return False
    if _CLAIMS.isdisjoint(body):
        return False
    claimed = from_base64(payload, url=True) or b""
    return not any(sample in claimed for sample in _JWT_SAMPLES)


_AZURITE = b"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


def azure(match: Match) -> bool:
    return match["secret"] != _AZURITE and is_random(match["secret"], 4)  # the emulator's key is the same everywhere


def twilio(match: Match) -> bool:
    near = _around(match)
    return b"wilio" in near.replace(b"TWILIO", b"twilio") and is_random(match["secret"], 3)


_TWILIO_ACCOUNT = re.compile(rb"(?<![A-Za-z0-9])AC[0-9a-f]{32}(?![A-Za-z0-9])")


def twilio_token(match: Match) -> bool:
    """Any digest has its form; it is one beside the id of an account."""
    return _TWILIO_ACCOUNT.search(_around(match)) is not None and twilio(match)


def private_key(match: Match) -> bool:
    return is_private_key(match["label"], match["secret"])


def putty(match: Match) -> bool:
    return b"PuTTY-User-Key-File-" in match.string[max(0, match.start() - 3000) : match.start()] and is_putty_key(
        match["secret"]
    )


_SCHEME = re.compile(
    rb"(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|oracle|clickhouse|couchdb|ftps?|sftp|ssh|ldaps?"
    rb"|smtps?|https?)(?:\+[a-z0-9]{1,12})?$"
)
_LOCAL_HOST = re.compile(
    rb"^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|host\.docker|\[::1|[^.]{1,200}$)|\bexample\b"
    rb"|\.(?:test|invalid|local|localhost)$"
    rb"|^(?:my|your|some|db|the)?-?_?(?:host|server|domain|site|url)(?:name)?\b",
    re.I,
)


def url(match: Match) -> bool:
    """A password for a host that others can reach."""
    scheme = match.string[max(0, match.start() - 30) : match.start()]
    secret = match["secret"]
    return (
        _SCHEME.search(scheme) is not None
        and not _LOCAL_HOST.search(match["host"])
        and secret.lower() != match["user"].lower()
        and is_password(secret)
    )
