"""Private keys: whether the text between the markers really decodes to one."""

import re

from criteria.credentials.samples import from_base64

_ESCAPED_BREAK = re.compile(rb"\\+[nrt]")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_ARMOR_CHECKSUM = re.compile(rb"=[A-Za-z0-9+/]{4}\s{0,8}$")
_HEADERS = re.compile(rb"(?:[A-Za-z-]{1,30}: [^\n]{0,200}\n){1,6}\r?\n?")
_SHORTEST = 32  # bytes of the shortest real key: Ed25519 has 48 in PKCS #8


def is_private_key(label: bytes, body: bytes) -> bool:
    """`label` is what stands after BEGIN, `body` the text up to the next dash."""
    headers = _HEADERS.search(_ESCAPED_BREAK.sub(b"\n", body[:1500]).lstrip())
    encrypted = headers is not None and b"ENCRYPTED" in headers[0]
    text = _ESCAPED_BREAK.sub(b"\n", body)
    if headers is not None:
        text = text.replace(headers[0], b"", 1)
    if b"PGP" in label:
        text = _ARMOR_CHECKSUM.sub(b"", text.rstrip())
    data = from_base64(_NO_BASE64.sub(b"", text))
    if data is None or len(data) < _SHORTEST or len(set(data)) < 16:
        return False
    if b"PGP" in label:
        return data[0] in (0x94, 0x95, 0x96, 0x97, 0xC5)  # a secret-key packet, old or new form
    if b"OPENSSH" in label:
        return data.startswith(b"openssh-key-v1\0")
    return encrypted or _is_der_sequence(data)


def is_putty_key(body: bytes) -> bool:
    data = from_base64(_NO_BASE64.sub(b"", body))
    return data is not None and len(data) >= _SHORTEST


def _is_der_sequence(data: bytes) -> bool:
    """An ASN.1 sequence whose own length is that of the data."""
    if data[0] != 0x30:
        return False
    if data[1] < 0x80:
        return data[1] + 2 == len(data)
    size = data[1] & 0x7F
    return 1 <= size <= 3 and int.from_bytes(data[2 : 2 + size], "big") + 2 + size == len(data)
