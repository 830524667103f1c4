"""What tells a credential from a placeholder: words, entropy, checksums and encodings."""

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter
from typing import Any

# Long enough that chance does not write them: of four letters, one in some ten thousand tokens would hold one.
_PLACEHOLDER = re.compile(
    rb"example|sample|placeholder|dummy|change[_-]?me|your[_-]|[_-]your|redacted|insert|xxxxx|abcdefgh|abcd1234|12345678"
    rb"|00000000|\*\*\*|\.\.\.|(.)\1{6}",
    re.I,
)
_UNFILLED = re.compile(rb"[<>{}$%`\\()|*]|\.\.\.|^\[")
_PASSWORD_WORDS = re.compile(
    rb"^(?:my|your|the|some|a|new|old|db|user|super|top|very)?[_-]?(?:pass(?:word|wd|phrase)?|pw|pwd|secret|token|key"
    rb"|api[_-]?key|x-oauth-basic|admin|root|user(?:name)?|guest|postgres|mysql|mariadb|mongo(?:db)?|redis|rabbitmq|amqp|oauth2?"
    rb"|test(?:ing|er)?|demo|foo(?:bar)?|bar|baz|qux|none|null|undefined|hunter2|letmein|changeit|default|anonymous|github"
    rb"|gitlab|docker|private|public|sensitive|hidden|removed|todo|here|value|string|port|host)"
    rb"[_-]?(?:word|here|value|test|\d{1,4}|!)?$",
    re.I,
)
_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM_LENGTH = 6


def entropy(text: bytes) -> float:
    """Shannon entropy of the bytes, in bits per byte."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())


def is_random(text: bytes, bits: float = 3.3) -> bool:
    """Whether the text looks drawn by lot: varied, and nothing that people write where a credential would stand."""
    return entropy(text) >= bits and not _PLACEHOLDER.search(text)


def is_password(text: bytes) -> bool:
    """Whether a text in the place of a password is one, and no word, variable or ellipsis."""
    return (
        len(text) >= 6
        and not _UNFILLED.search(text)
        and not _PASSWORD_WORDS.match(text)
        and not _PLACEHOLDER.search(text)
        and entropy(text) >= 2.2
    )


def has_base62_checksum(text: bytes) -> bool:
    """GitHub's and npm's tokens end with the CRC-32 of what goes before, six digits to the base of 62."""
    body, given = text[:-_CHECKSUM_LENGTH], text[-_CHECKSUM_LENGTH:]
    number, digits = zlib.crc32(body), bytearray()
    while number:
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return bytes(digits[::-1]).rjust(_CHECKSUM_LENGTH, b"0") == given


def from_base64(text: bytes, *, url: bool = False) -> bytes | None:
    """The bytes behind base64 with or without its padding; None where it is none."""
    text = text.rstrip(b"=")
    alphabet = b"-_" if url else b"+/"
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=alphabet, validate=True)
    except (binascii.Error, ValueError):
        return None


def json_from_base64(text: bytes) -> dict[str, Any] | None:
    """The JSON object behind a part of a JSON Web Token; None where it is none."""
    decoded = from_base64(text, url=True)
    try:
        data = json.loads(decoded or b"")
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
