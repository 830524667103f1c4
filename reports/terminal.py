"""The report on a terminal: what it says, what to do, how to reproduce.

Foreign text enters as `Text`, never as markup.
"""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports import remarks, wording

MAX_STEPS = 5
MAX_ROWS = 20  # of one kind of remark
MAX_NEW = 10  # findings that a change brought
MAX_IDS = 6  # rules in a line
_HANGING = 2  # columns: the width of the symbol and the blank that a paragraph begins with

_STYLES = {
    "pass": "green",
    "passed": "green",
    "fail": "red",
    "failed": "red",
    "not_assessed": "yellow",
    "infrastructure": "yellow",
    "passed_on_retry": "yellow",
    "suspicious": "yellow",
    "attested": "yellow",
    "not_applicable": "dim",
}
_LEVEL_STYLES = {"gold": "bold yellow", "silver": "bold white", "bronze": "bold dark_orange3", "none": "bold"}

Document = Mapping[str, Any]


def print_report(document: Document, console: Console) -> None:
    """The whole report in at most the console's width; only the lines to copy may be longer."""
    _print_change(document, console)
    _print_head(document, console)
    _print_criteria(document, console)
    _print_remarks(document, console)
    _print_cells(document, console)
    _print_steps(document, console)
    _print_reproduce(document, console)
    _print_unknowns(document, console)
    _say(console, Text("\nAll about one rule: assay assess SOURCE --explain ID", "dim"))


def _print_change(document: Document, console: Console) -> None:
    change = document["change"]
    if change is None:
        return
    style = {"passed": "bold green", "failed": "bold red"}.get(change["gate"], "bold yellow")
    _say(console, Text(change["sentence"], style))
    _say(console, Text(f"Compared with {remarks.base_name(document)}; the level below is for information.", "dim"))
    for row in (*remarks.tests_rows(document), *remarks.change_rows(document))[:MAX_ROWS]:
        _say(console, Text(row), indent=2)
    for cell, state, names, total in remarks.tests_lists(document):
        if state in ("regression", "new failure", "vanished", "flaky"):
            more = f" … and {total - MAX_NEW} more" if total > MAX_NEW else ""
            for name in names[:MAX_NEW]:
                _say(console, Text(f"{state}: {_cut(name, 200)} ({cell})"), indent=2)
            if more:
                _say(console, Text(f"{more} in the full report.", "dim"), indent=2)
    new = [finding for one in change["findings"] for finding in one["new"]]
    for finding in new[:MAX_NEW]:
        _say(
            console, Text(f"new: {wording.place(finding)} {finding['rule']} {_cut(finding['message'], 160)}"), indent=2
        )
    if len(new) > MAX_NEW:
        _say(console, Text(f"… and {len(new) - MAX_NEW} more in the full report.", "dim"), indent=2)
    console.print()


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
    """A line for each criterion; below it what decides it and is not met. The rest is counted."""
    _section(console, "Criteria")
    criteria = document["criteria"]
    widths = [max((cell_len(_cut(one[key], 40)) for one in criteria), default=0) for key in ("id", "title")]
    for criterion in criteria:
        line = _verdict(criterion["verdict"], wording.SYMBOLS, {})
        for key, width in zip(("id", "title"), widths, strict=True):
            line.append(" " + set_cell_size(_cut(criterion[key], 40), width), "bold")
        line.append(f"  {wording.WORDS[criterion['verdict']]:<14} ", _STYLES[criterion["verdict"]])
        line.append(wording.counts_sentence(criterion), "dim")
        _say(console, line)
        _print_open_rules(criterion, console)


def _print_open_rules(criterion: Mapping[str, Any], console: Console) -> None:
    """Failures and what is excepted with their reasons; what is unknown by its id, for the reasons follow below."""
    rules = wording.open_rules(criterion)
    for rule in rules:
        if rule["verdict"] != "not_assessed":
            line = _verdict(rule["verdict"], wording.SYMBOLS, {})
            line.append(f" {rule['id']}", "bold")
            own = remarks.raised_sentence(rule)
            line.append(f" {rule['title']}: {_cut(rule['reason'], 240)}{f' (own limit: {own})' if own else ''}")
            _say(console, line, indent=4)
    unknown = [rule for rule in rules if rule["verdict"] == "not_assessed"]
    if unknown:
        line = _verdict("not_assessed", wording.SYMBOLS, {})
        line.append(f" {_ids(unknown)}")
        _say(console, line, indent=4)


def _print_remarks(document: Document, console: Console) -> None:
    for title, lines in (
        ("Waivers and attestations", remarks.exceptions_sentences(document)),
        ("Limits of the project itself", remarks.raised_sentences(document)),
        *((f"Also judged: {title}", lines) for title, lines in remarks.also_rows(document)),
        ("Baselines without effect", (document["also"] or {}).get("notes", ())),
    ):
        if not lines:
            continue
        _section(console, title)
        for line in lines[:MAX_ROWS]:
            _say(console, Text(_cut(line, 300)))
        if len(lines) > MAX_ROWS:
            _say(console, Text(f"… and {len(lines) - MAX_ROWS} more in the full report.", "dim"))


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
        if cell["integrity"]:
            state.append(f"\n{_cut(cell['integrity'][0], 120)}")
        table.add_row(
            Text(wording.cell_name(cell)),
            state,
            Text(wording.tests_sentence(cell) + wording.cell_remark(cell)),
            Text(wording.coverage_word(cell)),
            Text(wording.isolation_word(cell)),
        )
    console.print(table)
    for sentence in wording.isolation_sentences(document):
        _say(console, Text(sentence, "dim"))


def _print_steps(document: Document, console: Console) -> None:
    """One line each; why it fails stands above, with its criterion."""
    steps = document["next"]
    if not steps:
        return
    _section(console, "What to fix first")
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        line = Text(f"{number}. ")
        line.append(step["id"], "bold")
        line.append(f" {_cut(step['fix'] or step['reason'], 200)}")
        if note := wording.step_note(step):
            line.append(f" ({note})", "dim")
        _say(console, line)
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
    """By reason: what one missing thing keeps from being assessed is one line."""
    groups = wording.unknown_groups(document)
    if not groups:
        return
    _section(console, "Not assessed")
    for reason, rules in groups[:MAX_ROWS]:
        line = Text("? ", _STYLES["not_assessed"])
        line.append(f"{_ids(rules)}:", "bold")
        line.append(f" {_cut(reason, 300)}")
        _say(console, line)
    if len(groups) > MAX_ROWS:
        more = sum(len(rules) for _, rules in groups[MAX_ROWS:])
        _say(console, Text(f"… and {more} more rules in the full report.", "dim"))


def _ids(rules: list[Mapping[str, Any]]) -> str:
    ids = [str(rule["id"]) for rule in rules]
    return ", ".join(ids[:MAX_IDS]) + (f" and {len(ids) - MAX_IDS} more" if len(ids) > MAX_IDS else "")


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _verdict(key: str, symbols: Mapping[str, str], words: Mapping[str, str]) -> Text:
    """The symbol, and the word where one is wanted."""
    return Text(
        f"{symbols.get(key, '?')} {words[key]}" if key in words else symbols.get(key, "?"), _STYLES.get(key, "")
    )


def _section(console: Console, title: str) -> None:
    console.print()
    _say(console, Text(title, "bold underline"))


def _say(console: Console, text: Text, indent: int = 0) -> None:
    """One paragraph; what does not fit its first line hangs below it, so that the next paragraph is seen to begin."""
    text.overflow = "fold"
    room = console.width - indent
    hanging = 0 if cell_len(text.plain) <= room else min(_HANGING, room - 1)
    lines = text.wrap(console, room - hanging) if hanging > 0 else [text]
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(Padding(line, (0, 0, 0, indent + (hanging if number else 0)), expand=False))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
