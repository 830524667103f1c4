"""`assay reproduce`: one cell of a report once more, here: the same commits, commands and seed, always run anew."""

import json
from pathlib import Path
from typing import Any

import attrs

from criteria.errors import UntrustedInputError
from criteria.untrusted import load_json
from master import output
from master.commands import run as run_command
from master.errors import UsageError
from workers.cell import ARCHES

MAX_REPORT = 256 * 2**20  # bytes


@attrs.frozen
class Options:
    """`cell`: its id. What is not said is taken from `report`."""

    cell: str
    report: Path | None
    source: str | None
    rev: str | None
    since: str | None
    image: str | None  # as the report names it, with its digest
    engine: str
    allow_host: bool
    config: Path | None
    test: str | None
    folder: Path


def reproduce(options: Options) -> int:
    """Runs the cell and says whether what came out is what the report says; the exit code is that of `assay run`."""
    reported: dict[str, Any] | None = None
    if options.report is not None:
        document = _document(options.report)
        reported = _cell(document, options.cell, options.report)
        options = _completed(options, document, reported)
    if options.source is None:
        raise UsageError("name what to run: --report FILE, or --source SOURCE with --rev COMMIT")
    arch = next((part for part in options.cell.split("/") if part in ARCHES), None)
    code, document = run_command.run_for_report(
        run_command.Options(
            source=options.source,
            rev=options.rev,
            engine=options.engine,
            allow_host=options.allow_host,
            arches=(arch,) if arch else (),
            cells=(options.cell,) if not options.cell.startswith("host/") else (),
            config=options.config,
            baseline=run_command.DEFAULT_BASELINE,
            form="text",
            file=None,
            folder=options.folder,
            fail_under="none",
            since=options.since,
            fresh=True,
            quiet=True,
        )
    )
    here = document["cells"][0] if document["cells"] else None
    for line in _told(options, here, reported):
        output.print_line(line)
    return code


def _told(options: Options, here: dict[str, Any] | None, reported: dict[str, Any] | None) -> list[str]:
    if here is None:
        return ["No cell was run."]
    lines = [f"{here['id']}: {here['status'].replace('_', ' ')}: {here['reason']}"]
    lines += [f"failed: {name}" for name in here["failed_tests"] if options.test in (None, name)]
    if options.test is not None and options.test not in here["failed_tests"]:
        lines.append(f"The test {options.test} did not fail here.")
    if options.image and here["image"] != options.image:
        lines.append(f"The image differs: {options.image} in the report, {here['image']} here.")
    if reported is not None:
        same = (reported["status"], reported["failed_tests"]) == (here["status"], here["failed_tests"])
        lines.append(
            "Reproduced: the same outcome, and the same tests failed." if same else _difference(reported, here)
        )
    return lines


def _difference(reported: dict[str, Any], here: dict[str, Any]) -> str:
    gone = [name for name in reported["failed_tests"] if name not in here["failed_tests"]]
    more = [name for name in here["failed_tests"] if name not in reported["failed_tests"]]
    parts = [f"reported {reported['status']}, here {here['status']}"]
    parts += [f"{len(gone)} reported failures did not happen here: {', '.join(gone[:5])}"] if gone else []
    parts += [f"{len(more)} tests failed only here: {', '.join(more[:5])}"] if more else []
    return f"Not reproduced: {'; '.join(parts)}."


def _completed(options: Options, document: dict[str, Any], cell: dict[str, Any]) -> Options:
    change = document.get("change")
    return attrs.evolve(
        options,
        source=options.source or document["source"],
        rev=options.rev or document["commit"],
        since=options.since or (change["base"] if change else None),
        image=options.image or cell["image"],
        engine=options.engine if options.engine != "auto" else cell["engine"].removesuffix("-bare"),
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = load_json(file.read(MAX_REPORT + 1), str(path), MAX_REPORT)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; name a report.json") from error
    except UntrustedInputError as error:
        raise UsageError(f"{path} is no report: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list) or "source" not in data:
        raise UsageError(f"{path} is no report of Assay; name a report.json")
    return data


def _cell(document: dict[str, Any], id_: str, path: Path) -> dict[str, Any]:
    cells = {cell["id"]: cell for cell in document["cells"]}
    if id_ not in cells:
        raise UsageError(f"{path} has no cell {json.dumps(id_)}; it has: {', '.join(cells) or 'none'}")
    found: dict[str, Any] = cells[id_]
    return found
