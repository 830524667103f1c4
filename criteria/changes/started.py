"""Whether a change can have a say in how the software starts."""

from criteria.census.kinds import BUILD, CODE, CONFIGURATION
from criteria.check import not_applicable
from criteria.evidence.change import Changeset
from criteria.model import Verdict

_STARTED = frozenset((CODE, BUILD, CONFIGURATION))


def no_start(rule: str, change: Changeset) -> Verdict | None:
    """A verdict where the change touches nothing that is started, else None; a file that is gone counts."""
    if change.truncated or change.deleted or any(file.kind in _STARTED for file in change.files):
        return None
    return not_applicable(f"{rule} speaks of the start; the change touches no code, build or configuration")
