"""An envelope is opened with a trusted key or not at all; each way to be wrong has its own answer."""

import base64
import json
from datetime import date
from typing import Any

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope

from criteria import envelope
from criteria.attestation import Checked, Standing, Statement
from criteria.envelope import KeyFileError, new_key_pair, opened, public_key, sealed, signer

PRIVATE, PUBLIC = new_key_pair()
SIGNER, KEY = signer(PRIVATE, "a.key"), public_key(PUBLIC, "a.pub")
TRUSTED = {KEY.keyid: KEY}
ONE = Statement(
    "QC.Rev03", "eosc-software-4.1", "example.org/star/map", "c" * 40, "Reviews are neutral.", "Ada Example",
    "maintainer", date(2026, 11, 1), date(2027, 10, 31), KEY.keyid,
)  # fmt: skip


def standing(content: bytes, trusted: Any = None) -> Standing:
    made = opened(content, TRUSTED if trusted is None else trusted, "F")
    assert isinstance(made, Checked), "it was opened"
    return made.standing


@pytest.mark.parametrize("one", [ONE, attrs.evolve(ONE, commit=None), attrs.evolve(ONE, project=None)])
def test_what_was_sealed_can_be_opened(one: Statement) -> None:
    """With the public half of the key, as it was said."""
    assert opened(sealed(one, SIGNER), TRUSTED, "F") == one


@pytest.mark.threat("T20")
def test_another_key_opens_nothing() -> None:
    """Neither a stranger's signature nor a trusted key's id under it, nor without any trusted key."""
    other, _ = new_key_pair()
    foreign = sealed(ONE, signer(other, "b.key"))
    assert standing(foreign) is Standing.WRONG_KEY
    assert standing(sealed(ONE, SIGNER), {}) is Standing.WRONG_KEY
    data = json.loads(foreign)
    data["signatures"][0]["keyid"] = KEY.keyid
    assert standing(json.dumps(data).encode()) is Standing.ALTERED


@pytest.mark.threat("T20")
@settings(max_examples=60)
@given(st.data())
def test_a_changed_byte_is_an_altered_statement(data: st.DataObject) -> None:
    """Anywhere in payload, type or signature."""
    envelope_ = json.loads(sealed(ONE, SIGNER))
    part = data.draw(st.sampled_from(["payload", "payloadType", "sig"]))
    holder = envelope_["signatures"][0] if part == "sig" else envelope_
    raw = holder[part].encode() if part == "payloadType" else base64.b64decode(holder[part])
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
    holder[part] = changed.decode() if part == "payloadType" else base64.b64encode(changed).decode()
    assert standing(json.dumps(envelope_).encode()) is Standing.ALTERED


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 10_000, b"{" + b" " * 70_000,
     b'{"payload": 1, "payloadType": 2, "signatures": 3}',
     b'{"payload": "e30=", "payloadType": "x", "signatures": [{"keyid": [], "sig": "AA=="}]}',
     b'{"payload": "e30=", "payloadType": "x", "signatures": [1]}',
     json.dumps({"payload": "", "payloadType": "", "signatures": [{"keyid": "a", "sig": ""}] * 11}).encode()],
)  # fmt: skip
def test_what_is_no_envelope_is_malformed(content: bytes) -> None:
    """Whatever the bytes are, the answer is a sentence."""
    assert standing(content) is Standing.MALFORMED


def _changed(**changes: Any) -> bytes:
    """A statement of another shape, signed with the trusted key."""
    data = json.loads(base64.b64decode(json.loads(sealed(ONE, SIGNER))["payload"]))
    for path, value in changes.items():
        place = data
        *above, last = path.split("__")
        for part in above:
            place = place[part]
        place[last] = value
    made = Envelope(json.dumps(data).encode(), envelope.PAYLOAD_TYPE, {})
    made.sign(SIGNER)
    return json.dumps(made.to_dict()).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"_type": "x"}, {"predicateType": "x"}, {"subject": []}, {"predicate": None}, {"predicate__rule": 7},
        {"predicate__by": "Ada"}, {"predicate__issued": "soon"}, {"predicate__more": 1},
        {"predicate__statement": "x" * 2001}, {"predicate__statement": " "}, {"predicate__scope": "project"},
    ],
)  # fmt: skip
def test_a_signed_statement_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    """A trusted key vouches for the bytes, not for their meaning."""
    assert standing(_changed(**changes)) is Standing.MALFORMED


def test_only_ed25519_keys_are_keys() -> None:
    """Another kind, an encrypted one, the wrong half and no key at all are each refused with the file's name."""
    other = rsa.generate_private_key(65537, 2048)
    private = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for content, said in ((public, "no Ed25519 key"), (PRIVATE, "is a private key"), (b"x", "no public key")):
        with pytest.raises(KeyFileError, match=f"K.* {said}|K {said}"):
            public_key(content, "K")
    for content, said in ((private, "no Ed25519 key"), (PUBLIC, "no private key"), (b"", "no private key")):
        with pytest.raises(KeyFileError, match=f"K is {said}"):
            signer(content, "K")
