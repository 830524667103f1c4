"""Where Assay keeps what must outlive a command on this machine: the user's state directory."""

import os
from pathlib import Path


def state_folder() -> Path:
    """`$ASSAY_STATE`, else `$XDG_STATE_HOME/assay`, else `~/.local/state/assay`."""
    if said := os.environ.get("ASSAY_STATE"):
        return Path(said)
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "assay"
