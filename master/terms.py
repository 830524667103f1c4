"""Collects the terms of a judgement: waivers of the default branch, limits of the project, statements of people.

What comes from a repository is read from its git objects. Statements and the keys that are trusted come from the user
and never from the assessed tree.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from criteria import attestation, own_limits, waivers
from criteria.attestation import About, Checked, Standing
from criteria.marked_yaml import MAX_BYTES
from criteria.own_limits import OwnLimits
from criteria.rules import Baseline
from criteria.snapshot import Snapshot
from criteria.terms import Considered, Terms, WaiversFrom
from criteria.waivers import Refused, WaiverFile
from master.errors import UsageError
from master.plan.assay_file import NAMES
from master.sources.source import Resolved

MAX_STATEMENTS = 200
MAX_KEY_BYTES = 16 * 2**10


@attrs.frozen
class Given:
    """Statements as the user gave them, file by file, and the keys that the user trusts, by their id."""

    statements: tuple[tuple[str, bytes], ...] = ()
    trusted: Mapping[str, Any] = attrs.field(factory=dict)


NOTHING = Given()


def given(files: tuple[Path, ...], keys: tuple[Path, ...]) -> Given:
    """Read what the user named, before anything long begins."""
    if not files and not keys:
        return NOTHING
    from criteria import envelope  # brings a cryptographic library along

    if len(files) > MAX_STATEMENTS:
        raise UsageError(f"{len(files)} attestations are more than the {MAX_STATEMENTS} that are read")
    trusted = {}
    for path in keys:
        try:
            key = envelope.public_key(_bytes(path, MAX_KEY_BYTES), str(path))
        except envelope.KeyFileError as error:
            raise UsageError(str(error)) from error
        trusted[key.keyid] = key
    return Given(tuple((str(path), _bytes(path, envelope.MAX_BYTES + 1)) for path in files), trusted)


def considered(resolved: Resolved, snapshot: Snapshot, baseline: Baseline, today: date, said: Given) -> Considered:
    """Everything that was offered for this snapshot, sorted into what is in force and what is not."""
    file, origin, note = _waivers(resolved, snapshot, today)
    checked = _checked(said, About(attestation.identity_of(resolved.retrieval.location), snapshot.commit,
                                   baseline.ref.id, today))  # fmt: skip
    name, limits = limits_of(snapshot, baseline)
    return Considered(
        today=today,
        terms=Terms(
            statements=tuple(one.statement for one in checked if one.standing is Standing.VALID and one.statement),
            waivers=file.waivers,
            limits=limits,
        ),
        waivers_from=origin,
        refused=file.refused,
        checked=checked,
        limits_file=name,
        note=note,
    )


def limits_of(snapshot: Snapshot, baseline: Baseline) -> tuple[str | None, OwnLimits]:
    """What the project asks of itself in the assessed tree, and the file that says so."""
    for name in NAMES:
        content = _file(snapshot, name, MAX_BYTES)
        if content is not None:
            limits = own_limits.read(content, baseline, name)
            return (name if limits else None), limits
    return None, OwnLimits()


def _waivers(resolved: Resolved, snapshot: Snapshot, today: date) -> tuple[WaiverFile, WaiversFrom | None, str | None]:
    if resolved.default is None:
        return WaiverFile(), None, _unread(resolved, snapshot)
    branch = resolved.default
    home = snapshot if branch.commit == snapshot.commit else Snapshot(resolved.mirror, branch.commit)
    there, here = (one.by_path.get(waivers.PATH) for one in (home, snapshot))
    differs = here is not None and (there is None or there.id != here.id)
    note = f"{waivers.PATH} differs from that of {branch.name}, whose waivers count" if differs else None
    if there is None:
        return WaiverFile(), None, note
    content = _file(home, waivers.PATH, waivers.MAX_BYTES)
    if content is None:
        return WaiverFile((), (Refused("", None, 1, f"{waivers.PATH} is no regular file"),)), None, note
    origin = WaiversFrom(branch.name, branch.commit, f"sha256:{hashlib.sha256(content).hexdigest()}")
    return waivers.read(content, today), origin, note


def _unread(resolved: Resolved, snapshot: Snapshot) -> str | None:
    """Said only where there is something that was not read."""
    if waivers.PATH not in snapshot.by_path:
        return None
    if not resolved.retrieval.versioned:
        return f"{waivers.PATH} was not read: waivers count on a default branch, and an archive has none"
    return (
        f"{waivers.PATH} was not read: waivers count on the default branch alone, and this clone does not tell which "
        "it is; fetch it, with `git fetch origin` and `git remote set-head origin --auto`"
    )


def _checked(said: Given, about: About) -> tuple[Checked, ...]:
    if not said.statements:
        return ()
    from criteria import envelope

    made = []
    for origin, content in said.statements:
        one = envelope.opened(content, said.trusted, origin)
        made.append(one if isinstance(one, Checked) else attestation.checked(one, about, origin))
    return tuple(made)


def _file(snapshot: Snapshot, path: str, limit: int) -> bytes | None:
    """The content of a regular file, one byte over the limit where it is longer; None where there is none."""
    entry = snapshot.by_path.get(path)
    return snapshot.read(entry, limit + 1) if entry is not None and entry.is_file else None


def _bytes(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
