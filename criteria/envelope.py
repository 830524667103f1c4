"""Signed statements as files: an in-toto Statement in a DSSE envelope, signed with Ed25519.

Loaded only where statements are made or given, for it brings a cryptographic library along. Nothing in an envelope is
read before its signature was found to fit a key that the user trusts.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import Error
from securesystemslib.signer import CryptoSigner, Key, SSlibKey

from criteria.attestation import Checked, Standing, Statement
from criteria.errors import CriteriaError, UntrustedInputError
from criteria.untrusted import load_json

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:assay:attestation:1"
MAX_BYTES = 64 * 2**10
_MAX_SIGNATURES = 10
_LONGEST = 2000  # characters of a text
_PREDICATE = {"rule", "baseline", "project", "scope", "statement", "by", "issued", "expires"}


class KeyFileError(CriteriaError):
    """A file holds no key that we can use."""


def new_key_pair() -> tuple[bytes, bytes]:
    """A private and a public Ed25519 key, as PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_key(pem: bytes, name: str) -> Key:
    """The public key in a PEM file; `name` is how messages call it."""
    if b"PRIVATE KEY" in pem:
        raise KeyFileError(f"{name} is a private key; to trust it, name the file of its public half")
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{name} is no public key in PEM form") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(f"{name} is no Ed25519 key; make one with `assay attest key`")
    return SSlibKey.from_crypto(key)


def signer(pem: bytes, name: str) -> CryptoSigner:
    """What signs with the private key in a PEM file."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{name} is no private key in PEM form, or it is encrypted") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{name} is no Ed25519 key; make one with `assay attest key`")
    return CryptoSigner(key)


def sealed(statement: Statement, by: CryptoSigner) -> bytes:
    """The statement in a signed envelope, as JSON."""
    payload = json.dumps(_payload(statement), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    envelope.sign(by)
    return (json.dumps(envelope.to_dict(), sort_keys=True, indent=2) + "\n").encode()


def opened(content: bytes, trusted: Mapping[str, Key], origin: str) -> Statement | Checked:
    """The statement in an envelope whose signature fits a trusted key, else why there is none. Keys go by their id."""
    try:
        data = load_json(content, origin, MAX_BYTES)
        if len(data["signatures"]) > _MAX_SIGNATURES:
            return Checked(origin, Standing.MALFORMED, f"it has more than {_MAX_SIGNATURES} signatures")
        envelope = Envelope.from_dict(data)
    except UntrustedInputError as error:
        return Checked(origin, Standing.MALFORMED, str(error))
    except (KeyError, ValueError, TypeError, AttributeError, Error):
        return Checked(origin, Standing.MALFORMED, "it is no signed envelope")
    known = [trusted[id_] for id_ in envelope.signatures if id_ in trusted]
    if not known:
        return Checked(origin, Standing.WRONG_KEY, _foreign(envelope, trusted))
    try:
        fitting = envelope.verify(known, 1)
    except (ValueError, TypeError, AttributeError, Error):
        return Checked(origin, Standing.ALTERED, "its signature does not fit its content: it was altered or forged")
    try:
        return _statement(envelope, next(iter(fitting)))
    except (UntrustedInputError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return Checked(origin, Standing.MALFORMED, "what was signed is no statement that this Assay reads")


def _foreign(envelope: Envelope, trusted: Mapping[str, Key]) -> str:
    if not trusted:
        return "no key is trusted here; name one with --trust-key"
    ids = ", ".join(str(id_)[:12] for id_ in list(envelope.signatures)[:3]) or "none"
    return f"it is signed with key {ids}, which is none of the trusted keys"


def _payload(statement: Statement) -> dict[str, Any]:
    fields = attrs.asdict(statement)
    return {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": statement.project or "repository", "digest": _digest(statement.project, statement.commit)}
        ],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            **{key: fields[key] for key in ("rule", "baseline", "project")},
            "scope": "commit" if statement.commit else "project",
            "statement": statement.text,
            "by": {"name": statement.by, "role": statement.role},
            "issued": statement.issued.isoformat(),
            "expires": statement.expires.isoformat(),
        },
    }


def _digest(project: str | None, commit: str | None) -> dict[str, str]:
    """A commit by its id; a project, which has no bytes of its own, by its name."""
    return {"gitCommit": commit} if commit else {"sha256": hashlib.sha256((project or "").encode()).hexdigest()}


def _statement(envelope: Envelope, key: str) -> Statement:
    data = load_json(envelope.payload, "the payload", MAX_BYTES)
    predicate = data["predicate"]
    known = (data["_type"], data["predicateType"], envelope.payload_type)
    if known != (STATEMENT_TYPE, PREDICATE_TYPE, PAYLOAD_TYPE) or set(predicate) != _PREDICATE:
        raise ValueError("another kind of statement")
    (subject,) = data["subject"]
    project = None if predicate["project"] is None else _text(predicate["project"])
    commit = _text(subject["digest"]["gitCommit"]) if predicate["scope"] == "commit" else None
    if subject["digest"] != _digest(project, commit):
        raise ValueError("subject and predicate disagree")
    return Statement(
        rule=_text(predicate["rule"]),
        baseline=_text(predicate["baseline"]),
        project=project,
        commit=commit,
        text=_text(predicate["statement"]),
        by=_text(predicate["by"]["name"]),
        role=_text(predicate["by"]["role"]),
        issued=date.fromisoformat(_text(predicate["issued"])),
        expires=date.fromisoformat(_text(predicate["expires"])),
        key=key,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise ValueError("no text")
    return value
