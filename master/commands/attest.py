"""`assay attest`: make a key pair, and sign a statement about one rule that no machine can measure."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from criteria import attestation
from criteria import baseline as baselines
from criteria.attestation import Statement
from criteria.record import nearest
from master import output
from master.errors import MeasureError, UsageError
from master.pipeline import resolved_snapshot
from master.terms import MAX_KEY_BYTES

LONGEST = 2000  # characters of a statement


@attrs.frozen
class Options:
    rule: str
    statement: str
    by: str
    role: str
    subject: str
    rev: str | None
    every_commit: bool
    expires: str
    key: Path
    file: Path | None
    baseline: str
    offline: bool


def key(name: str) -> int:
    """Two files: NAME.key, which nobody else can read, and NAME.pub, which is for those who shall trust it."""
    from criteria import envelope

    private, public = envelope.new_key_pair()
    _create(Path(f"{name}.key"), private, 0o600)
    _create(Path(f"{name}.pub"), public, 0o644)
    id_ = envelope.public_key(public, f"{name}.pub").keyid
    output.say(f"{name}.key signs, keep it to yourself; {name}.pub is for those who trust you. Key id: {id_}")
    return 0


def sign(options: Options) -> int:
    """A signed envelope, to the file or to stdout."""
    from criteria import envelope

    today = datetime.now(UTC).date()
    baseline = baselines.load(options.baseline)
    rules = {rule.id: rule for rule in baseline.rules()}
    if options.rule not in rules:
        raise UsageError(f"{baseline.ref.id} has no rule {options.rule!r}; {nearest(options.rule, rules)}")
    expires = _expiry(options.expires, today)
    text, name, role = (_text(key, getattr(options, key)) for key in ("statement", "by", "role"))
    output.check_file(options.file)
    try:
        by = envelope.signer(_bytes(options.key), str(options.key))
    except envelope.KeyFileError as error:
        raise UsageError(str(error)) from error
    project, commit = _subject(options)
    statement = Statement(options.rule, baseline.ref.id, project, commit, text, name, role, today, expires)
    content = envelope.sealed(statement, by)
    if options.file is not None:
        output.write_whole(options.file, content)
    else:
        sys.stdout.buffer.write(content)
    if not rules[options.rule].accepts_attestation:
        output.say(f"{baseline.ref.id} accepts no statement for {options.rule}: it will be shown and not count as met")
    return 0


def _subject(options: Options) -> tuple[str | None, str | None]:
    """Project and commit that the statement is about."""
    resolved, snapshot = resolved_snapshot(options.subject, options.rev, offline=options.offline)
    project = attestation.identity_of(resolved.retrieval.location)
    if not options.every_commit:
        return project, snapshot.commit
    if project is None:
        raise UsageError(f"{options.subject} names no project that could be told from others; leave --every-commit out")
    return project, None


def _expiry(text: str, today: date) -> date:
    try:
        expires = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--expires {text!r} is no date such as {today}") from None
    if not today <= expires <= today + attestation.LIFETIME:
        raise UsageError(f"--expires {expires} must be from {today} on and within a year")
    return expires


def _text(name: str, value: str) -> str:
    if not value.strip() or len(value) > LONGEST:
        raise UsageError(f"--{name} must be a text of at most {LONGEST} characters")
    return value.strip()


def _create(path: Path, content: bytes, mode: int) -> None:
    """A new file; one that exists is left alone, for a lost key cannot be had again."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise UsageError(f"{path} exists already; choose another name") from None
    except OSError as error:
        raise MeasureError(f"cannot write {path}: {error.strerror}") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_KEY_BYTES)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
