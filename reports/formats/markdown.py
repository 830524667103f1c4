"""Markdown for a pull request or a wiki: first the verdict, then what to do, then how to reproduce.

Text from outside is escaped so that it renders as itself: no mention, no link, no HTML, no table cell of its own
(T15, T39). The whole stays below what forges accept in one comment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reports import remarks, wording
from reports.visible import visible

MEDIA_TYPE = "text/markdown; charset=utf-8"
SUFFIX = ".md"

MARKER = "<!-- assay-report -->"  # by which the one comment is found again
MAX_BYTES = 60_000  # forges cut or refuse at 65,536
MAX_FINDINGS = 10  # per rule; the full report has more
MAX_STEPS = 5
MAX_ROWS = 20  # of one kind of remark
MAX_ROW = 400  # characters of one

_CUT = "This report was cut here because it is too long for a comment; the full report has the rest."

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$^#!@])")
_MARKS_AT_START = re.compile(r"^([-+=.:]|\d+(?=[.)]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAK = "&#8203;"  # a zero-width space, known to end a mention or a link without being seen
# What forges turn into mentions, references and links: @name #1 !1 %1 ~1 $1 &1, GH-1, ://, www. and mail addresses.
_LIVE = re.compile(r"(?:[@#!%~$&](?=\w)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)|\bmailto:|\bjavascript:)", re.IGNORECASE)

Document = Mapping[str, Any]


def render(document: dict[str, Any]) -> bytes:
    """Whole blocks as long as they fit, the most important first; a cut is told."""
    kept, size = [], 0
    for block in _blocks(document):
        size += len(block.encode()) + 2
        if size > MAX_BYTES:
            kept.append(_CUT)
            break
        kept.append(block)
    return ("\n\n".join([*kept, MARKER]) + "\n").encode()


def escape(text: str) -> str:
    """The text as Markdown that renders as the text."""
    live = "".join(f"{part}\0" for part in _split_live(text)).removesuffix("\0")
    entities = "".join(_ENTITIES.get(letter, letter) for letter in live)
    escaped = _SPECIAL.sub(r"\\\1", entities)
    return _MARKS_AT_START.sub(_escape_start, escaped).replace("\0", _BREAK)


def code(text: str) -> str:
    """The text as a code span that nothing inside can close."""
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{space}{text}{space}{fence}"


def code_in_cell(text: str) -> str:
    """As `code`, inside a table: there a bar ends the cell even in a code span."""
    return code(text).replace("|", "\\|")


def code_block(text: str, language: str = "") -> str:
    """The text as a fenced block with a fence longer than any inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def _split_live(text: str) -> list[str]:
    """The text cut right behind each character that could start something live."""
    cuts = [0, *(match.end() for match in _LIVE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def _escape_start(match: re.Match[str]) -> str:
    mark = match.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def _blocks(document: Document) -> Iterator[str]:
    yield from _change(document)
    yield _head(document)
    yield from _steps(document)
    yield from _reproduce(document)
    yield from _cells(document)
    yield _criteria(document)
    yield from _remarks(document)
    failed = [rule for rule in wording.subcriteria(document) if rule["verdict"] == "fail"]
    yield from (_failed(rule) for rule in failed if rule["blocking"])
    others = [rule for rule in failed if not rule["blocking"]]
    if others:
        lines = [f"- {code(rule['id'])} {escape(rule['title'])}: {escape(rule['reason'])}" for rule in others]
        yield "\n".join(["### Failed, but does not block\n", *lines])
    yield from _unknowns(document)
    yield _about(document)


def _change(document: Document) -> Iterator[str]:
    """What a reviewer of the change needs first: whether it may pass, and what it brought."""
    change = document["change"]
    if change is None:
        return
    word = {"passed": "nothing got worse", "failed": "this change makes something worse"}.get(
        change["gate"], "not known"
    )
    told = (*remarks.tests_rows(document), *remarks.change_rows(document))[:MAX_ROWS]
    rows = "".join(f"\n- {escape(visible(row, MAX_ROW))}" for row in told)
    base = f"Compared with {escape(remarks.base_name(document))}; the level is for information."
    yield f"## Assay: {word}\n\n{escape(change['sentence'])} {base}{chr(10) if rows else ''}{rows}"
    for title, key in (("New findings", "new"), ("Healed findings", "healed")):
        found = [finding for one in change["findings"] for finding in one[key]]
        total = sum(one[f"{key}_total"] for one in change["findings"] if one[key])
        if found:
            lines = [_finding(finding) for finding in found[:MAX_FINDINGS]]
            more = [f"- and {total - len(lines)} more"] if total > len(lines) else []
            yield "\n".join([f"### {title}\n", *lines, *more])


def _head(document: Document) -> str:
    level = wording.level_word(document)
    of = f"{escape(wording.name(document))}, commit {code(wording.short(document['commit']))}"
    return f"## Assay: {level} — {of}\n\n{wording.range_sentence(document)} {wording.bounds_sentence(document)}"


def _remarks(document: Document) -> Iterator[str]:
    for title, lines in (
        ("Waivers and attestations", remarks.exceptions_sentences(document)),
        ("Limits of the project itself", remarks.raised_sentences(document)),
        *((f"Also judged: {escape(title)}", lines) for title, lines in remarks.also_rows(document)),
        ("Baselines without effect", (document["also"] or {}).get("notes", ())),
    ):
        if lines:
            more = [f"- and {len(lines) - MAX_ROWS} more"] if len(lines) > MAX_ROWS else []
            shown = (visible(line, MAX_ROW) for line in lines[:MAX_ROWS])
            yield "\n".join([f"### {title}\n", *(f"- {escape(line)}" for line in shown), *more])


def _steps(document: Document) -> Iterator[str]:
    steps = document["next"]
    if not steps:
        return
    yield "### What to fix first"
    lines = []
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        note = wording.step_note(step)
        lines.append(
            f"{number}. {code(step['id'])} {escape(step['title'])}{f' ({escape(note)})' if note else ''}: "
            f"{escape(step['reason'])}" + (f"  \n   Fix: {escape(step['fix'])}" if step["fix"] else "")
        )
    if len(steps) > MAX_STEPS:
        lines.append(f"\nand {len(steps) - MAX_STEPS} more below.")
    yield "\n".join(lines)


def _reproduce(document: Document) -> Iterator[str]:
    red = [cell for cell in wording.red_cells(document) if cell["reproduce"]]
    if red:
        yield "### How to reproduce"
    for cell in red:
        yield f"{code(wording.cell_name(cell))}: {escape(cell['reason'])}\n\n{code_block(cell['reproduce'], 'sh')}"


def _cells(document: Document) -> Iterator[str]:
    yield f"### Cells\n\n{wording.cells_sentence(document)}"
    if not document["cells"]:
        return
    rows = [
        (
            code_in_cell(wording.cell_name(cell)),
            _state(cell),
            escape("; ".join([wording.tests_sentence(cell), *wording.cell_remark(cell).split("\n")[1:]])),
            wording.coverage_word(cell),
            escape(wording.isolation_word(cell)),
        )
        for cell in document["cells"]
    ]
    yield _table(("Cell", "Status", "Tests", "Coverage", "Isolation"), rows)
    yield from (escape(sentence) for sentence in wording.isolation_sentences(document))


def _state(cell: Mapping[str, Any]) -> str:
    state = wording.cell_state(cell)
    where = f" in {escape(cell['phase'])}" if cell["phase"] and cell["status"] != "passed" else ""
    return f"{wording.CELL_SYMBOLS[state]} {wording.CELL_WORDS[state]}{where}"


def _criteria(document: Document) -> str:
    rows = [
        (
            code_in_cell(criterion["id"]),
            escape(criterion["title"]),
            f"{wording.SYMBOLS[criterion['verdict']]} {wording.WORDS[criterion['verdict']]}",
            escape(criterion["reason"]),
        )
        for criterion in document["criteria"]
    ]
    return "### Criteria\n\n" + _table(("Id", "Criterion", "Verdict", "Why"), rows)


def _failed(rule: Mapping[str, Any]) -> str:
    lines = [f"{code(rule['id'])} {escape(rule['title'])} ({rule['requirement']}): {escape(rule['reason'])}"]
    if rule["required"] or rule["found"]:
        lines.append(f"\nRequired: {escape(rule['required'] or '–')}. Found: {escape(rule['found'] or '–')}.")
    if own := remarks.raised_sentence(rule):
        lines.append(f"\nThe project's own limit: {escape(own)}.")
    findings = rule["findings"][:MAX_FINDINGS]
    if findings:
        lines.append("")
    lines += [_finding(finding) for finding in findings]
    if rule["findings_total"] > len(findings) > 0:
        lines.append(f"- and {rule['findings_total'] - len(findings)} more")
    if rule["waiver"]:
        lines.append(
            f"\n{rule['waiver']['findings_total']} findings do not count: {escape(rule['waiver']['sentence'])}"
        )
    return "\n".join(lines)


def _finding(finding: Mapping[str, Any]) -> str:
    where = wording.place(finding)
    new = "new: " if finding["state"] == "new" else ""
    return f"- {new}{f'{code(where)}: ' if where else ''}{escape(finding['message'])}"


def _unknowns(document: Document) -> Iterator[str]:
    groups = wording.unknown_groups(document)
    if groups:
        yield "### Not assessed"
        yield "\n".join(
            f"- {', '.join(code(rule['id']) for rule in rules)}: {escape(reason)}" for reason, rules in groups
        )


def _about(document: Document) -> str:
    baseline = document["baseline"]
    made = f", made {document['run']['time']}" if document["run"] else ""
    return (
        f"Baseline {code(baseline['id'])} {escape(baseline['version'])} ({code(baseline['digest'])}); "
        f"tree {code(document['swhids']['dir'])}; commit of {document['commit_time']}{made}."
    )


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = [f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows)])
