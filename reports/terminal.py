"""The report on a terminal: what it says, what to do, how to reproduce.

Foreign text enters as `Text`, never as markup.
"""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports import wording

MAX_STEPS = 5

_STYLES = {
    "pass": "green",
    "passed": "green",
    "fail": "red",
    "failed": "red",
    "not_assessed": "yellow",
    "infrastructure": "yellow",
    "attested": "yellow",
    "not_applicable": "dim",
}
_LEVEL_STYLES = {"gold": "bold yellow", "silver": "bold white", "bronze": "bold dark_orange3", "none": "bold"}

Document = Mapping[str, Any]


def print_report(document: Document, console: Console) -> None:
    """The whole report in at most the console's width; only the lines to copy may be longer."""
    _print_head(document, console)
    _print_criteria(document, console)
    _print_cells(document, console)
    _print_steps(document, console)
    _print_reproduce(document, console)
    _print_unknowns(document, console)


def _print_head(document: Document, console: Console) -> None:
    head = Text("Assay: ", "bold")
    head.append(wording.level_word(document), _LEVEL_STYLES[document["level"]])
    _say(console, head)
    _say(console, Text(wording.name(document)))
    baseline = document["baseline"]
    _say(console, Text(f"{wording.commit_sentence(document)}, judged by {baseline['id']} {baseline['version']}", "dim"))
    _say(console, Text(wording.range_sentence(document)))
    _say(console, Text(wording.bounds_sentence(document)))


def _print_criteria(document: Document, console: Console) -> None:
    table = _table("Criterion", "Title", "Verdict", "Why")
    for criterion in document["criteria"]:
        table.add_row(
            Text(criterion["id"]),
            Text(criterion["title"]),
            _verdict(criterion["verdict"], wording.SYMBOLS, wording.WORDS),
            Text(_cut(criterion["reason"], 160)),
        )
    _section(console, "Criteria")
    console.print(table)


def _print_cells(document: Document, console: Console) -> None:
    _section(console, "Cells")
    _say(console, Text(wording.cells_sentence(document)))
    if not document["cells"]:
        return
    table = _table("Cell", "Status", "Tests", "Coverage", "Isolation")
    for cell in document["cells"]:
        state = _verdict(wording.cell_state(cell), wording.CELL_SYMBOLS, wording.CELL_WORDS)
        if cell["phase"] and cell["status"] != "passed":
            state.append(f"\nin {_cut(cell['phase'], 40)}")
        table.add_row(
            Text(wording.cell_name(cell)),
            state,
            Text(wording.tests_sentence(cell)),
            Text(wording.coverage_word(cell)),
            Text(wording.isolation_word(cell)),
        )
    console.print(table)
    for sentence in wording.isolation_sentences(document):
        _say(console, Text(sentence, "dim"))


def _print_steps(document: Document, console: Console) -> None:
    steps = document["next"]
    if not steps:
        return
    _section(console, "What to fix first")
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        head = Text(f"{number}. ")
        head.append(step["id"], "bold")
        head.append(f" {step['title']}")
        if note := wording.step_note(step):
            head.append(f" ({note})", "dim")
        _say(console, head)
        _say(console, Text(_cut(step["reason"], 300)), indent=3)
        if step["fix"]:
            _say(console, Text(f"Fix: {step['fix']}"), indent=3)
    if len(steps) > MAX_STEPS:
        _say(console, Text(f"… and {len(steps) - MAX_STEPS} more in the full report.", "dim"))


def _print_reproduce(document: Document, console: Console) -> None:
    red = [cell for cell in wording.red_cells(document) if cell["reproduce"]]
    if not red:
        return
    _section(console, "Reproduce")
    for cell in red:
        _say(console, Text(f"{wording.cell_name(cell)}: {_cut(cell['reason'], 300)}"))
        # A line to copy is never broken by us.
        console.print(Text(f"$ {cell['reproduce']}", "bold"), soft_wrap=True)


def _print_unknowns(document: Document, console: Console) -> None:
    unknowns = wording.unknowns(document)
    if not unknowns:
        return
    _section(console, "Not assessed")
    for rule in unknowns:
        line = Text("? ", _STYLES["not_assessed"])
        line.append(rule["id"], "bold")
        line.append(f" {_cut(rule['reason'], 300)}")
        _say(console, line)


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _verdict(key: str, symbols: Mapping[str, str], words: Mapping[str, str]) -> Text:
    return Text(f"{symbols.get(key, '?')} {words.get(key, key)}", _STYLES.get(key, ""))


def _section(console: Console, title: str) -> None:
    console.print()
    _say(console, Text(title, "bold underline"))


def _say(console: Console, text: Text, indent: int = 0) -> None:
    text.overflow = "fold"
    console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
