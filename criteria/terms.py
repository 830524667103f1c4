"""What may change how a verdict counts, beside evidence and baseline: only what is in force on the day."""

from datetime import date

import attrs

from criteria.attestation import Checked, Statement
from criteria.own_limits import OwnLimits
from criteria.waivers import Refused, Waiver


@attrs.frozen
class Terms:
    """Statements whose signature and standing were checked, waivers in force, limits the project set itself."""

    statements: tuple[Statement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    limits: OwnLimits = attrs.field(factory=OwnLimits)


PLAIN = Terms()


@attrs.frozen
class WaiversFrom:
    """The file that the waivers were read from: branch, commit and digest of its bytes."""

    branch: str
    commit: str
    digest: str


@attrs.frozen
class Considered:
    """Everything that was offered on a day: what is in force, and beside it what is not, with the reasons.

    `limits_file` is the name of the file that raises the bar. `note` says why waivers were not read.
    """

    today: date
    terms: Terms = PLAIN
    waivers_from: WaiversFrom | None = None
    refused: tuple[Refused, ...] = ()
    checked: tuple[Checked, ...] = ()
    limits_file: str | None = None
    note: str | None = None
