"""Every single test of every cell as files: JSON lines, and JUnit XML with a suite per cell. Written as streams."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import attrs

from reports.visible import visible, without_secrets

JSON_LINES, JUNIT = "tests.jsonl", "tests.xml"
_ELEMENT = {"failed": "failure", "error": "error", "skipped": "skipped"}

Record = Mapping[str, Any]  # id, outcome and what else is known: see `docs/reference/report.md`


@attrs.frozen
class CellTests:
    """The tests of a cell; `counts` are those of the report: total, failed, errors, skipped."""

    cell: str
    counts: Mapping[str, int]
    records: Iterable[Record]


def write(folder: Path, cells: Iterable[CellTests]) -> dict[str, Path]:
    """Both files, below `folder`, by the names under which they are published."""
    cells = list(cells)
    paths = {name: folder / name for name in (JSON_LINES, JUNIT)}
    with paths[JSON_LINES].open("w", encoding="utf-8") as lines, paths[JUNIT].open("w", encoding="utf-8") as junit:
        junit.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="assay">\n')
        for cell in cells:
            junit.write(_suite(cell))
            for record in cell.records:
                shown = {key: _shown(value) for key, value in record.items()}
                lines.write(json.dumps({"cell": visible(cell.cell), **shown}, ensure_ascii=False) + "\n")
                junit.write(_case(shown))
            junit.write("</testsuite>\n")
        junit.write("</testsuites>\n")
    return paths


def _suite(cell: CellTests) -> str:
    counts = cell.counts
    return (
        f'<testsuite name={quoteattr(visible(cell.cell))} tests="{counts["total"]}" failures="{counts["failed"]}"'
        f' errors="{counts["errors"]}" skipped="{counts["skipped"]}">\n'
    )


def _case(record: Record) -> str:
    """A test that passed on retry is no failure to a reader of JUnit, and its retries are told all the same."""
    classname, _, name = str(record["id"]).rpartition("::")
    if record.get("ordinal") is not None:
        name = f"{name} #{record['ordinal']}"
    start = f'<testcase classname={quoteattr(classname)} name={quoteattr(name)} time="{record.get("duration_s", 0)}"'
    if record.get("file"):
        start += f" file={quoteattr(str(record['file']))}"
    outcomes = [record["outcome"], *record.get("retries", ())]
    bad = [outcome for outcome in outcomes if outcome in ("failed", "error")]
    message = quoteattr(str(record.get("message", "")))
    if len(bad) == len(outcomes) or (outcomes == ["skipped"]):
        return f"{start}><{_ELEMENT[outcomes[0]]} message={message}/></testcase>\n"
    if bad:
        return f"{start}><flakyFailure message={message} type={quoteattr(' '.join(outcomes))}/></testcase>\n"
    return f"{start}/>\n"


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return visible(str(without_secrets(value)))
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value
