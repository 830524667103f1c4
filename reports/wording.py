"""The words, symbols and sentences that every format for people shares.

Verdicts are told by word and symbol, not by colour alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]

WORDS = {
    "pass": "pass",
    "fail": "fail",
    "not_applicable": "not applicable",
    "not_assessed": "not assessed",
    "attested": "attested",
}
SYMBOLS = {"pass": "✓", "fail": "✗", "not_applicable": "–", "not_assessed": "?", "attested": "§"}
CELL_WORDS = {
    "passed": "passed",
    "passed_on_retry": "passed on retry",
    "failed": "failed",
    "not_assessed": "not assessed",
    "infrastructure": "infra error",
    "suspicious": "passed, does not fit",
}
CELL_SYMBOLS = {
    "passed": "✓",
    "passed_on_retry": "↻",
    "failed": "✗",
    "not_assessed": "?",
    "infrastructure": "!",
    "suspicious": "?",
}
STRENGTHS = {
    "E0": "claimed",
    "E1": "present",
    "E2": "well-formed",
    "E3": "consistent with another source",
    "E4": "executed by us",
    "E5": "reproduced",
}


def name(document: Document) -> str:
    """What the report is of, in one line: the source and, where it does not name it already, the label."""
    source, label = str(document["source"]), document["label"]
    return source if not label or label in source else f"{source} {label}"


def level_word(document: Document) -> str:
    if not document["baseline"]["levels"]:
        return "judged"
    return "no level" if document["level"] == "none" else str(document["level"])


def range_sentence(document: Document) -> str:
    """What is proven and what is possible, never one without the other, and what would be proven without waivers."""
    level, possible = document["level"], document["level_possible"]
    if not document["baseline"]["levels"]:
        return "This baseline has no levels; it is told by its shares."
    if level == "none":
        if possible == "none":
            return "No level is reached, and no unknown could change that."
        return f"At least no level, at most {possible}: some rules could not be assessed or proven strongly enough."
    unwaived = waived_level_sentence(document)
    if level == possible:
        top = level == document["baseline"]["levels"][-1]
        return f"{level.capitalize()} is proven{'' if top else '; no unknown could raise it'}.{unwaived}"
    return (
        f"At least {level}, at most {possible}: some rules could not be assessed or proven strongly enough.{unwaived}"
    )


def waived_level_sentence(document: Document) -> str:
    """What the level owes to waivers; empty where it owes them nothing."""
    if document["level_unwaived"] == document["level"]:
        return ""
    below = "no level" if document["level_unwaived"] == "none" else document["level_unwaived"]
    return f" It rests on waivers: without them it is {below}."


def bounds_sentence(document: Document) -> str:
    bounds = document["bounds"]
    if bounds is None:
        return "No rule applies here, so there is no share to tell."
    lower, upper, assessed = (percent(bounds[key]) for key in ("lower", "upper", "assessed"))
    least = f"{lower} of the applicable rules are met"
    if bounds["lower"] == bounds["upper"]:
        return f"{least}; {assessed} were assessed."
    return f"At least {least}, at most {upper}; {assessed} were assessed."


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; never rounded up to 100 or down to 0."""
    value = round(100 * share, 1)
    if value in (0, 100) and share not in (0, 1):
        value = 0.1 if value == 0 else 99.9
    return f"{value:g} %"


def cell_name(cell: Mapping[str, Any]) -> str:
    """The values of its axes."""
    return str(cell["id"]).replace("/", " · ")


def cell_state(cell: Mapping[str, Any]) -> str:
    """Its status; `infrastructure` where the fault is ours, `suspicious` where a green does not fit together."""
    if cell["fault"] == "infrastructure":
        return "infrastructure"
    return "suspicious" if cell["integrity"] and cell["status"].startswith("passed") else str(cell["status"])


def tests_sentence(cell: Mapping[str, Any]) -> str:
    tests = cell["tests"]
    if tests is None:
        return "tests not counted"
    parts = [f"{tests[key]} {key}" for key in ("failed", "errors", "skipped") if tests[key]]
    return ", ".join([f"{tests['passed']} of {tests['total']} passed", *parts])


def cell_remark(cell: Mapping[str, Any]) -> str:
    """What the numbers of the tests do not say: retries, a chosen subset, how far a selection came, an earlier run."""
    parts = []
    if cell["retried"]:
        parts.append(f"{cell['retried']} only on retry")
    if cell["subset"]:
        parts.append("a subset, for the architecture is emulated")
    if cell["reached"]:
        parts.append(reached_sentence(cell))
    if cell["earlier"]:
        parts.append(f"nothing changed since the run of {cell['earlier'][:10]}, which is cited")
    return "".join(f"\n{part}" for part in parts)


def reached_sentence(cell: Mapping[str, Any]) -> str:
    """How far the tests came that run in the order of their nearness to the change."""
    whole = [stratum["name"] for stratum in cell["reached"] if stratum["ran"] == stratum["files"]]
    rest = [stratum for stratum in cell["reached"] if stratum["ran"] < stratum["files"]]
    if not rest:
        return f"all test files ran, in {len(cell['reached'])} strata"
    done = f"complete: {', '.join(whole)}; " if whole else "no stratum complete; "
    return done + ", ".join(f"{stratum['name']} {stratum['ran']:,} of {stratum['files']:,} files" for stratum in rest)


def coverage_word(cell: Mapping[str, Any]) -> str:
    coverage = cell["coverage"]
    return f"{coverage['percent']:g} %" if coverage and coverage["percent"] is not None else "not measured"


def isolation_word(cell: Mapping[str, Any]) -> str:
    """The kind of isolation; the sentence that says what it means stands once, below the cells."""
    emulated = ", emulated" if cell["emulated"] else ""
    kind = str(cell["isolation"]).partition(":")[0]
    return f"{kind or 'never started'}{emulated}"


def isolation_sentences(document: Document) -> list[str]:
    """What each kind of isolation in the report means, once."""
    return list(dict.fromkeys(f"Isolation: {cell['isolation']}." for cell in document["cells"] if cell["isolation"]))


def date_word(document: Document) -> str:
    """The day of the commit; an archive carries no date that is its own."""
    retrieval = document["retrieval"]
    return "archive" if retrieval and not retrieval["versioned"] else str(document["commit_time"][:10])


def commit_sentence(document: Document) -> str:
    day = date_word(document)
    made = "made from a release archive" if day == "archive" else f"of {day}"
    return f"commit {short(document['commit'])} {made}"


def duration_word(seconds: float | None) -> str:
    """Seconds as people say them."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def cells_sentence(document: Document) -> str:
    """Partial data says so."""
    cells = document["cells"]
    if not cells:
        return "No cell was run, so nothing was built or tested."
    reported = sum(cell["status"] != "not_assessed" for cell in cells)
    failed = sum(cell["status"] == "failed" for cell in cells)
    verdict = f"{failed} failed" if failed else "none failed"
    if again := sum(cell["status"] == "passed_on_retry" for cell in cells):
        verdict += f", {again} passed only on retry"
    return f"{reported} of {len(cells)} cells reported; {verdict}."


def red_cells(document: Document) -> list[Mapping[str, Any]]:
    return [cell for cell in document["cells"] if cell["status"] == "failed"]


def unknowns(document: Document) -> list[Mapping[str, Any]]:
    """The rules about which nothing could be said, with the reason."""
    return [rule for rule in subcriteria(document) if rule["counts_as"] == "not_assessed"]


def unknown_groups(document: Document) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The same by reason, those that keep most from being decided first: one host that is away is one line."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for rule in unknowns(document):
        groups.setdefault(rule["reason"], []).append(rule)
    return sorted(groups.items(), key=lambda group: (-sum(rule["blocking"] for rule in group[1]), -len(group[1])))


def open_rules(criterion: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rules that decide a criterion and are not simply met: failures first, then what is unknown or excepted."""
    order = {"fail": 0, "not_assessed": 1, "attested": 2, "not_applicable": 3}
    rules = [rule for rule in criterion["subcriteria"] if rule["blocking"]]
    shown = [rule for rule in rules if rule["verdict"] in ("fail", "not_assessed", "attested") or rule["waiver"]]
    return sorted(shown, key=lambda rule: order.get(rule["verdict"], 3))


def counts_sentence(criterion: Mapping[str, Any]) -> str:
    """How the rules of a criterion stand: those that decide, then the rest."""
    rules = criterion["subcriteria"]
    deciding = [rule for rule in rules if rule["blocking"]]
    others = [rule for rule in rules if not rule["blocking"]]
    parts = [f"{_counted(deciding)}" if deciding else "no rule decides"]
    failed = sum(rule["verdict"] == "fail" for rule in others)
    more = f"{len(others)} more{f' ({failed} fail)' if failed else ''}" if others else ""
    return "; ".join(filter(None, [*parts, more]))


def _counted(rules: list[Mapping[str, Any]]) -> str:
    keys = [rule["verdict"] for rule in rules]
    return ", ".join(f"{keys.count(key)} {WORDS[key]}" for key in WORDS if key in keys)


def subcriteria(document: Document) -> Iterator[Mapping[str, Any]]:
    return (rule for criterion in document["criteria"] for rule in criterion["subcriteria"])


def place(finding: Mapping[str, Any]) -> str:
    """`path:line`, as editors understand it; empty where the finding has no place."""
    if not finding["path"]:
        return ""
    return f"{finding['path']}:{finding['line']}" if finding["line"] else str(finding["path"])


def step_note(step: Mapping[str, Any]) -> str:
    """`minutes · blocks bronze`."""
    return " · ".join(filter(None, (step["effort"], f"blocks {step['blocks']}" if step["blocks"] else "")))


def short(commit: str) -> str:
    return commit[:12]
