"""Where Assay keeps what must outlive a command: the user's state directory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from master.errors import MeasureError
from workers.state import state_folder as state_folder  # the rule is one; workers on other machines know it too

if TYPE_CHECKING:
    from master.store import Store


def cache_file() -> Path | None:
    """What can be made again: `$ASSAY_CACHE`, else `assay/evidence.sqlite` below `$XDG_CACHE_HOME` or `~/.cache`.

    None, for no lasting memory at all, where `$ASSAY_CACHE` is `off`.
    """
    said = os.environ.get("ASSAY_CACHE")
    if said == "off":
        return None
    if said:
        return Path(said)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "assay" / "evidence.sqlite"


@contextmanager
def request_store() -> "Iterator[Store]":
    # Imported here, for `assay assess` stores nothing and starts a tenth of a second sooner.
    from sqlalchemy.exc import OperationalError

    from master.store import Store

    try:
        store = Store(state_folder() / "requests.sqlite")
        try:
            yield store
        finally:
            store.close()
    except OperationalError as error:
        raise MeasureError(f"nothing can be stored in {state_folder()}: {error.orig}; is the disk full?") from error
