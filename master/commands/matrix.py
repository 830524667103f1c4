"""`assay matrix`: which cells a source means on this machine, and why. Nothing of the source is run."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from criteria.printable import printable
from criteria.snapshot import Snapshot
from master.errors import UsageError
from master.plan.explained_plan import explained
from master.plan.plan import plan
from master.sources.all_sources import resolve
from master.state import state_folder
from workers.cell import ARCHES
from workers.emulation import host_arch, runnable_arches
from workers.images.recipe import offered_pythons
from workers.matrix import Policy

FORMATS = ("text", "json")
MAX_TEXT = 300  # characters of a sentence or command in the table


@attrs.frozen
class Options:
    """`arches`: instead of those of the recipe. `form`: one of FORMATS."""

    source: str
    rev: str | None = None
    config: Path | None = None
    arches: tuple[str, ...] = ()
    form: str = "text"
    offline: bool = False


def expand(options: Options) -> int:
    """Print the cells, the points that are none, and the reason of each decision. Raises UsageError, MatrixError."""
    if options.form not in FORMATS:
        raise UsageError(f"no format is called {options.form!r}; there are: {', '.join(FORMATS)}")
    for arch in options.arches:
        if arch not in ARCHES:
            raise UsageError(f"no architecture is called {arch!r}; there are: {', '.join(ARCHES)}")
    resolved = resolve(options.source, options.rev, state_folder(), offline=options.offline)
    snapshot = Snapshot(resolved.mirror, resolved.commit)
    planned = plan(
        snapshot,
        config=options.config,
        arches=options.arches or None,
        runnable=runnable_arches(),
        offered=offered_pythons(),
        policy=Policy(),
    )
    data = explained(
        planned,
        source=options.source,
        commit=snapshot.commit,
        arches_given=bool(options.arches),
        native=host_arch(),
    )
    if options.form == "json":
        sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=True) + "\n")
    else:
        _print(data, Console(highlight=False))
    return 0


def _print(data: dict[str, Any], console: Console) -> None:
    origin = "found out from the repository" if data["origin"] == "detected" else f"from {data['origin']}"
    console.print(_text(f"{data['source']} at {data['commit'][:12]}, {origin}: {len(data['cells'])} cells"))
    if data["cells"]:
        console.print(_table(data["cells"]))
    for cell in data["cells"]:
        _list(console, f"Why {cell['id']}", cell["reasons"])
    _list(console, "Left out", (item["reason"] for item in data["excluded"]))
    recipe = data["recipe"]
    _list(console, "Debian packages", [", ".join(recipe["system"])] if recipe["system"] else [])
    _list(console, "Build", recipe["build"])
    _list(console, "Test", recipe["test"])
    _list(console, "Decisions", data["reasons"])
    _list(console, "Changed by the policy of this machine", data["notes"])


def _table(cells: list[dict[str, Any]]) -> Table:
    own = list(dict.fromkeys(name for cell in cells for name in cell["axes"]))
    table = Table(box=None)
    for title in ("cell", "image", "arch", "python", *own, "runs"):
        table.add_column(_text(title), overflow="fold")
    for cell in cells:
        runs = "emulated" if cell["emulated"] else "native"
        values = [
            cell["id"],
            cell["image"],
            cell["arch"],
            cell["python"],
            *(cell["axes"].get(name, "") for name in own),
        ]
        table.add_row(*map(_text, values), runs + (", fewer tests" if cell["subset"] else ""))
    return table


def _list(console: Console, title: str, lines: Iterable[str]) -> None:
    shown = list(lines)
    if shown:
        console.print()
        console.print(_text(title), style="bold")
        for line in shown:
            item = Table.grid(padding=(0, 1))
            item.add_column(no_wrap=True)
            item.add_column(overflow="fold")
            item.add_row("-", _text(line))
            console.print(Padding(item, (0, 0, 0, 1)))


def _text(text: str) -> Text:
    """Foreign words as they are, never as markup, without control characters."""
    return Text(printable(text, MAX_TEXT))
