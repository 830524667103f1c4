"""Writes the reference pages from the code: commands, criteria, the keys of `.assay.yml`, the keys of a report.

Run it with `make docs`. The pages hold no time and no path, so the same code always gives the same bytes.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer.main

from criteria import baseline as baselines
from criteria.catalogue import CHECKS
from criteria.rules import Baseline, Rule
from master.cli import app
from master.plan import assay_file
from reports.all_formats import FORMATS
from reports.schema import report_schema
from workers.cell import ARCHES
from workers.images.recipe import recipes

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Made by scripts/make_reference.py from the code; change the code, then run `make docs`. -->"


def pages() -> dict[str, str]:
    """File name -> text of every reference page."""
    made = {"cli.md": _cli(), "criteria.md": _criteria(), "configuration.md": _configuration(), "report.md": _report()}
    made["crosswalk.md"] = _crosswalk()
    return {name: "\n".join([NOTE, "", *lines]).rstrip() + "\n" for name, lines in made.items()}


def main() -> int:
    """Write every page into docs/reference."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")
    return 0


def _cli() -> Iterator[str]:
    root = typer.main.get_command(app)
    yield from ("# Commands", "", _prose(root.help), "")
    yield "Data goes to standard output, progress and prose to standard error."
    yield "An option that has a variable can be set in the environment; the command line wins."
    yield ""
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        yield from _command(("assay", name), command)
    yield from ("## Exit codes", "")
    codes = _prose(root.epilog).removeprefix("Exit codes: ").removesuffix(".").split(", ")
    yield from _table(("code", "meaning"), (code.split(" ", 1) for code in codes))


def _command(words: tuple[str, ...], command: Any) -> Iterator[str]:
    if hasattr(command, "commands"):
        yield from (f"## {' '.join(words)}", "", _prose(command.help), "")
        for name, below in command.commands.items():
            yield from _command((*words, name), below)
        return
    arguments = [one for one in command.params if not one.opts[0].startswith("-")]
    options = [one for one in command.params if one.opts[0].startswith("-") and one.name != "help"]
    usage = [*words, *(["[OPTIONS]"] if options else []), *(one.metavar or one.name.upper() for one in arguments)]
    yield from (f"{'#' * len(words)} {' '.join(words)}", "", _prose(command.help), "")
    yield from ("```text", " ".join(usage), "```", "")
    if arguments:
        yield from _table(("argument", "meaning"), ([f"`{one.metavar}`", one.help] for one in arguments))
    if options:
        yield from _table(("option", "meaning", "default", "variable"), map(_option, options))


def _option(option: Any) -> list[str]:
    names = ", ".join(f"`{name}`" for name in option.opts)
    default = "" if option.default in (None, False) else f"`{option.default}`"
    variable = f"`{option.envvar}`" if option.envvar else ""
    return [names, option.help, default, variable]


def _criteria() -> Iterator[str]:
    yield from ("# Criteria", "", "What Assay judges, rule by rule, in the words of the checks themselves.")
    yield from ("The rules that decide are explained in [Verdicts](../explanation/verdicts.md).", "")
    for name in baselines.names():
        yield from _baseline(baselines.load(name))


def _baseline(baseline: Baseline) -> Iterator[str]:
    yield from (f"## {baseline.title}", "", f"Name: `{baseline.ref.id}`. Source: {baseline.source}.", "")
    if not baseline.levels:
        yield from ("It has no levels; it is told by its shares.", "")
    yield from (
        ()
        if not baseline.levels
        else _table(
            ("level", "criteria that must hold", "least strength"),
            (
                [level.label, ", ".join(baseline.levels[level]), baseline.strengths[level].name]
                for level in sorted(baseline.levels)
            ),
        )
    )
    for criterion in baseline.criteria:
        yield from (f"### {criterion.id}: {criterion.title}", "")
        for rule in criterion.rules:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    check = CHECKS[rule.check]
    limits = ", ".join(f"{name} = {value}" for name, value in rule.parameters.items())
    least = ", ".join(f"{level.label}: {strength.name}" for level, strength in rule.minimum.items())
    yield from (f"#### {rule.id}: {rule.title or check.TITLE}", "")
    parts = (
        ("Asked as", f"{rule.requirement.value}; " + ("decides its criterion" if rule.blocking else "reported only")),
        ("Why", check.WHY),
        ("How it is judged", check.HOW),
        ("Limits", limits),
        ("Least strength", least),
        ("Evidence", ", ".join(check.NEEDS)),
        ("Attestation", "a signed statement of a person counts as met" if rule.accepts_attestation else ""),
        ("Weight", "" if rule.weight == 1 else f"{rule.weight:g}"),
        ("Group", rule.group or ""),
        ("Maturity", f"{rule.maturity} of 3" if rule.maturity else ""),
        ("The same as", ", ".join(rule.same_as)),
        ("How to fix", f"{check.FIX} ({check.EFFORT})"),
        ("Life cycle", check.LIFECYCLE),
    )
    yield from (f"- **{name}:** {_prose(text)}" for name, text in parts if text)
    yield ""


def _crosswalk() -> Iterator[str]:
    """One row for each question of more than one baseline, and what the baselines themselves name as the same."""
    shown = [name for name in baselines.names() if len(list(baselines.load(name).rules()))]
    asked: dict[tuple[str, str], dict[str, list[str]]] = {}
    for name in shown:
        for rule in baselines.load(name).rules():
            question = asked.setdefault((rule.check, json.dumps(rule.choices, sort_keys=True)), {})
            question.setdefault(name, []).append(rule.id)
    yield from (
        "# Crosswalk",
        "",
        "Questions that more than one baseline asks. One check answers each of them, from the",
    )
    yield from ("same evidence. [Crosswalk](../explanation/crosswalk.md) explains what counts as the same.", "")
    rows = [(check, CHECKS[check].TITLE, places) for (check, _), places in asked.items() if len(places) > 1]
    sharing = [name for name in shown if any(name in places for *_, places in rows)]
    yield from _table(
        ("check", "what it asks", *sharing),
        (
            [f"`{check}`", title, *(", ".join(places.get(name, ())) for name in sharing)]
            for check, title, places in rows
        ),
    )
    yield from (
        "## Named by the baselines",
        "",
        "Rules on the same subject, by another measure or limit.",
        "",
    )
    yield from _table(
        ("rule", "the same in"),
        (
            [f"{name}:{rule.id}", ", ".join(rule.same_as)]
            for name in shown
            for rule in baselines.load(name).rules()
            if rule.same_as
        ),
    )


def _configuration() -> Iterator[str]:
    schema = json.loads(assay_file.schema_text())
    yield from ("# Configuration", "", schema["description"], "")
    yield f"The file is called {' or '.join(f'`{name}`' for name in assay_file.NAMES)}. An unknown key is an error."
    yield from ("`assay config check` names every problem with its line; `assay config schema` prints the schema.", "")
    yield from _table(("key", "type", "default", "meaning"), _keys(schema, schema, ()))
    yield from ("## Images", "")
    yield from _table(
        ("image", "Debian", "Python"), ([f"`{one.name}`", one.suite, one.python] for one in recipes().values())
    )
    yield from (f"Architectures: {', '.join(f'`{arch}`' for arch in ARCHES)}.", "")


def _report() -> Iterator[str]:
    schema = report_schema()
    yield from (
        "# Report",
        "",
        schema["description"],
        "",
        "Formats of `--format`, and the key of each part of the JSON:",
    )
    yield ""
    yield from _table(
        ("format", "media type", "suffix"),
        ([f"`{name}`", form.MEDIA_TYPE, f"`{form.SUFFIX}`"] for name, form in FORMATS.items()),
    )
    yield from ("## The document", "")
    yield from _table(("key", "type", "meaning"), _without_default(_keys(schema, {}, ())))
    for name, part in schema["$defs"].items():
        yield from (f"## {name}", "", part.get("description", ""), "")
        if "properties" in part:
            yield from _table(("key", "type", "meaning"), _without_default(_keys(part, {}, ())))
        else:
            yield from (f"Type: {_type(part)}.", "")


def _keys(schema: Mapping[str, Any], root: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[list[str]]:
    """One row per key: name, type, default, meaning. Our own schemas, of known depth."""
    for name, part in schema.get("properties", {}).items():
        whole = {**_resolved(part, root), **part}
        default = f"`{json.dumps(whole['default'])}`" if "default" in whole else ""
        yield [f"`{'.'.join((*above, name))}`", _type(whole), default, whole.get("description", "")]
        yield from _keys(whole, root, (*above, name))
        yield from _keys(whole.get("items", {}), root, (*above, f"{name}[]"))
        for choice in whole.get("anyOf", ()):
            yield from _keys(choice, root, (*above, name))


def _resolved(part: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """What `$ref` leads to; without a root the name itself is told."""
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    found: Mapping[str, Any] = root.get("$defs", {}).get(name, {})
    return found


def _type(part: Mapping[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_type(one) for one in part["anyOf"])
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if "type" not in part:
        return str(part.get("$ref", "")).removeprefix("#/$defs/")
    kinds = part["type"] if isinstance(part["type"], list) else [part["type"]]
    said = " or ".join("list" if kind == "array" else kind for kind in kinds)
    items = _type(part["items"]) if kinds == ["array"] else ""
    return f"{said} of {items}" if items else said


def _without_default(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return ([name, kind, meaning] for name, kind, _, meaning in rows)


def _table(head: Sequence[str], rows: Any) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_prose(cell).replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _prose(text: str | None) -> str:
    return " ".join((text or "").split())


if __name__ == "__main__":
    sys.exit(main())
