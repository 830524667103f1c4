"""`assay flakes`: the tests that ended in different ways with the same inputs, over time."""

import json
from collections import Counter

import attrs

from criteria.printable import printable
from master import output
from master.errors import UsageError
from master.ledger import Ledger
from master.state import state_folder

FORMS = ("text", "json")
VERSION = "1.0"


@attrs.frozen
class Options:
    """`cell`: only what happened in the cell of this id."""

    form: str
    cell: str | None = None


def flakes(options: Options) -> int:
    """The newest first; JSON lines of the ledger, or for people one line per test with how often and how it ended."""
    if options.form not in FORMS:
        raise UsageError(f"no format is called {options.form!r} here; there are: {', '.join(FORMS)}")
    ledger = Ledger(state_folder())
    try:
        found = [flake for flake in ledger.flakes() if options.cell in (None, flake.cell)]
    finally:
        ledger.close()
    if options.form == "json":
        data = {"schema_version": VERSION, "flakes": [attrs.asdict(flake) for flake in found]}
        output.print_line(json.dumps(data), whole=True)
        return 0
    times = Counter((flake.name, flake.cell) for flake in found)
    for name, cell in dict.fromkeys((flake.name, flake.cell) for flake in found):
        newest = next(flake for flake in found if (flake.name, flake.cell) == (name, cell))
        output.print_line(
            f"{printable(name)} ({cell}): {times[name, cell]} times, last on {newest.time[:10]}"
            f" with seed {newest.seed}: {newest.ends}"
        )
    output.say(
        f"{len(times)} tests are known to be flaky" if times else "No test is known to be flaky on this machine."
    )
    return 0
