"""Which cache a build may read and which it writes: a pure function of who asks (T30)."""

import hashlib
import json

import attrs

from workers.cell import Limits

MAIN = "main"
FORMAT = 1  # raise it when the form of what is kept changes
SHARE = 4  # of the work directory, one part in four
CEILING_MB = 4096


@attrs.frozen
class Owner:
    """Whose build it is. `change` is the number or branch of a change, or empty for the main line.

    The main line is the default branch of a registered project, and what a user builds on the own machine.
    """

    project: str  # sha256 of the project's id
    change: str = ""


@attrs.frozen
class CacheSpec:
    """The cache of one build: `key` is its own, `seed` is what it begins as a copy of while it has none."""

    key: str  # sha256, hexadecimal
    seed: str | None
    limit_mb: int
    about: str  # for people


def cache_spec(owner: Owner, arch: str, image: str, limits: Limits) -> CacheSpec:
    """One cache per project, architecture, image (name and digest) and class of trust.

    Every change is a class of its own. A change's spec names the cache of the main line as its seed, which is only
    ever copied; no spec names the cache of a change but that change's own.
    """
    own = cache_key(owner, arch, image)
    seed = cache_key(Owner(owner.project), arch, image) if owner.change else None
    trust = f"change {owner.change}" if owner.change else "main line"
    about = f"{image.partition('@')[0]}, {trust}"[:200]
    return CacheSpec(own, seed, limit_mb(limits), "".join(letter if letter.isprintable() else "?" for letter in about))


def cache_key(owner: Owner, arch: str, image: str) -> str:
    trust = ["change", owner.change] if owner.change else [MAIN]
    said = {"format": FORMAT, "project": owner.project, "arch": arch, "image": image, "trust": trust}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def limit_mb(limits: Limits) -> int:
    """How large the cache of such a cell may become, MB: it lies in the work directory, so a share of that."""
    return max(1, min(CEILING_MB, int(limits.disk_mb) // SHARE))
