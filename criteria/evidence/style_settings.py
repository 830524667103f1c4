"""How far the project's style settings depart from the defaults, and where its style is written down.

Text alone is read; settings that are programs (`eslint.config.js`) are counted as present and not read. A setting that
leaves nothing to check is named (A13): what the project silences, the baseline's own run still shows.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from criteria.census.apart import by_path
from criteria.documents.style_guide import StyleDocument, style_documents
from criteria.errors import UntrustedInputError
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_toml, load_yaml

KIND = "style_settings"
LIMIT = 256 * 1024

_SECTION = re.compile(r"^\[(?:tool:)?([\w .-]{1,60})\]", re.M)
_CODE = re.compile(r"\b[A-Z]{1,5}\d{0,5}\b|[a-z]{3,30}(?:-[a-z]{2,30}){1,6}")
_EVERYTHING = frozenset(("*", "**", ".", "./", "**/*", "*.py", "src", "/", "**/*.py", "*.*"))


@attrs.frozen
class Setting:
    """One checker as one file configures it.

    `departures` counts what is turned off or bent: ignored rules, ignores per file, a longer line, a changed scheme.
    `emptied`: why nothing is left to check; None where something is. `custom`: the style is the project's own.
    """

    tool: str
    path: str
    ignored: int = 0
    per_file: int = 0
    excluded: int = 0
    line_length: int | None = None
    departures: int = 0
    emptied: str | None = None
    custom: bool = False


@attrs.frozen
class StyleSettings:
    settings: tuple[Setting, ...]  # by path and tool
    documents: tuple[StyleDocument, ...]
    unread: tuple[str, ...]  # settings that could not be parsed

    @property
    def departures(self) -> int:
        return sum(setting.departures for setting in self.settings)

    @property
    def custom(self) -> bool:
        return any(setting.custom for setting in self.settings)


def collect(snapshot: Snapshot) -> StyleSettings:
    settings: list[Setting] = []
    unread: list[str] = []
    for entry in snapshot.files():
        if entry.path.count("/") > 1 or not (entry.name in _NAMED or entry.name in _READERS):
            continue
        if by_path(entry.path):
            continue
        try:
            settings += _settings(snapshot, entry)
        except UntrustedInputError:
            unread.append(entry.path)
    documents = tuple(style_documents(snapshot))
    return StyleSettings(tuple(sorted(settings, key=lambda item: (item.path, item.tool))), documents, tuple(unread))


def _settings(snapshot: Snapshot, entry: Entry) -> Iterator[Setting]:
    if entry.name in _READERS:
        yield from _READERS[entry.name](snapshot.text(entry, LIMIT), entry.path)
    else:
        yield Setting(_NAMED[entry.name], entry.path)


def _pyproject(text: str, path: str) -> Iterator[Setting]:
    tool = _get(load_toml(text, path), "tool")
    if isinstance(ruff := _get(tool, "ruff"), dict):
        yield _ruff(ruff, path)
    for name in ("flake8", "pylint", "black", "isort", "yapf", "pycodestyle", "autopep8"):
        if isinstance(table := _get(tool, name), dict):
            yield _table(name, table, path)


def _ruff_file(text: str, path: str) -> Iterator[Setting]:
    yield _ruff(load_toml(text, path), path)


def _ruff(table: dict[str, Any], path: str) -> Setting:
    lint = {**table, **(_get(table, "lint") if isinstance(_get(table, "lint"), dict) else {})}
    select, ignore = _get(lint, "select"), [*_list(_get(lint, "ignore")), *_list(_get(lint, "extend-ignore"))]
    per_file = sum(
        len(_list(codes))
        for key in ("per-file-ignores", "extend-per-file-ignores")
        for codes in _values(_get(lint, key))
    )
    excluded = [*_list(_get(table, "exclude")), *_list(_get(table, "extend-exclude")), *_list(_get(lint, "exclude"))]
    emptied = (
        "its `select` is empty"
        if select == []
        else "it ignores every rule"
        if "ALL" in ignore
        else _covers_all(excluded)
    )
    everywhere = {
        str(name): codes for name, codes in _items(_get(lint, "per-file-ignores")) if str(name) in _EVERYTHING
    }
    if any("ALL" in _list(codes) for codes in everywhere.values()):
        emptied = emptied or "it ignores every rule in every file"
    length = _get(table, "line-length")
    return _setting("ruff", path, len(ignore), per_file, len(excluded), length, 88, emptied)


def _setting(
    tool: str,
    path: str,
    ignored: int,
    per_file: int,
    excluded: int,
    length: Any,
    default: int,
    emptied: str | None,
    bent: int = 0,
) -> Setting:
    length = length if isinstance(length, int) and not isinstance(length, bool) else None
    longer = int(length is not None and length > max(default, 120))
    return Setting(tool, path, ignored, per_file, excluded, length, ignored + per_file + longer + bent, emptied)


def _table(name: str, table: dict[str, Any], path: str) -> Setting:
    disabled = _list(_get(_get(table, "messages_control"), "disable")) or _list(
        _get(_get(table, "messages control"), "disable")
    )
    ignored = [
        *_list(_get(table, "ignore")),
        *_list(_get(table, "disable")),
        *disabled,
        *_list(_get(table, "extend-ignore")),
    ]
    excluded = [*_list(_get(table, "exclude")), *_list(_get(table, "extend_skip"))]
    if isinstance(_get(table, "exclude"), str):
        excluded = [str(_get(table, "exclude"))]
    bent = int(bool(_get(table, "skip-string-normalization")))
    length = _get(table, "line-length") or _get(table, "line_length") or _get(table, "max-line-length")
    emptied = "it disables everything" if "all" in ignored else _covers_all(excluded)
    return _setting(name, path, len(ignored), 0, len(excluded), length, 88, emptied, bent)


def _ini(text: str, path: str) -> Iterator[Setting]:
    """setup.cfg, tox.ini, .flake8, .pylintrc: sections of checkers."""
    starts = [(match.group(1).lower(), match.end()) for match in _SECTION.finditer(text)]
    for number, (name, start) in enumerate(starts):
        tool = {"messages control": "pylint", "master": "pylint", "main": "pylint", "format": "pylint"}.get(name, name)
        if tool not in _CHECKERS or (tool == "pylint" and "pylint" not in path and name != "pylint"):
            continue
        body = text[start : starts[number + 1][1] if number + 1 < len(starts) else len(text)]
        ignored = len(_codes(body, "ignore|extend-ignore|extend_ignore|disable"))
        per_file = len(_codes(body, "per-file-ignores|per_file_ignores"))
        excluded = re.split(r"[\s,]+", _value(body, "exclude|extend-exclude|ignore-paths"))
        length = _value(body, "max-line-length|max_line_length|column_limit|line_length")
        emptied = _covers_all([item for item in excluded if item]) or (
            "it disables everything" if _all_off(body) else None
        )
        yield _setting(
            tool,
            path,
            ignored,
            per_file,
            len([item for item in excluded if item]),
            int(length) if length.isdigit() else None,
            79,
            emptied,
        )


def _all_off(body: str) -> bool:
    return bool(re.search(r"^disable[ \t]{0,4}=[ \t]{0,4}all\b", body, re.M)) or bool(
        re.search(r"^select[ \t]{0,4}=[ \t]{0,4}$\n(?![ \t])", body, re.M)
    )


def _codes(body: str, names: str) -> list[str]:
    return _CODE.findall(_value(body, names))


def _value(body: str, names: str) -> str:
    """The value of a setting with its indented lines, comments left out."""
    match = re.search(
        rf"^(?:{names})[ \t]{{0,8}}[=:]([^\n]{{0,2000}}(?:\n[ \t]{{1,40}}[^\n]{{0,400}}|\n[ "
        rf"\t]*#[^\n]{{0,400}}){{0,300}})",
        body,
        re.M,
    )
    return "\n".join(line.split("#")[0] for line in match.group(1).split("\n")).strip() if match else ""


def _clang_format(text: str, path: str) -> Iterator[Setting]:
    """A style of its own where it is based on none."""
    options = [line for line in text.splitlines() if re.match(r"^[A-Z]\w{2,60}:", line)]
    based = any(line.startswith("BasedOnStyle:") for line in options)
    off = any(re.match(r"^DisableFormat:\s{0,4}true", line) for line in options)
    yield Setting("clang-format", path, departures=len(options) - based,
    emptied="it disables formatting" if off else None,
                  custom=not based or len(options) > 25)  # fmt: skip


def _yaml_rules(text: str, path: str) -> Iterator[Setting]:
    """RuboCop, yamllint, markdownlint: what is turned off."""
    data = load_yaml(text, path)
    rules = {
        **(data if isinstance(data, dict) else {}),
        **(_get(data, "rules") if isinstance(_get(data, "rules"), dict) else {}),
    }
    off = [
        name for name, value in rules.items() if value in (False, "disable", "off") or _get(value, "Enabled") is False
    ]
    emptied = "it turns every rule off" if rules.get("default") is False and len(rules) == 1 else None
    yield Setting(_NAMED[path.rpartition("/")[2]], path, ignored=len(off), departures=len(off), emptied=emptied)


def _relint(_: str, path: str) -> Iterator[Setting]:
    yield Setting("relint", path, custom=True)


def _covers_all(patterns: list[Any]) -> str | None:
    hit = next((str(pattern) for pattern in patterns if str(pattern).strip("'\"") in _EVERYTHING), None)
    return f"it excludes `{hit}`" if hit else None


_CHECKERS = frozenset(("flake8", "pycodestyle", "pep8", "pylint", "yapf", "style", "pydocstyle"))
_NAMED: Mapping[str, str] = {
    ".rubocop.yml": "RuboCop", ".yamllint": "yamllint", ".yamllint.yml": "yamllint", ".yamllint.yaml": "yamllint",
    ".markdownlint.yaml": "markdownlint", ".markdownlint.yml": "markdownlint", ".lintr": "lintr",
    ".JuliaFormatter.toml": "JuliaFormatter",
    "rustfmt.toml": "rustfmt", ".rustfmt.toml": "rustfmt", "fortitude.toml": "fortitude", ".fprettify.rc": "fprettify",
    "checkstyle.xml": "Checkstyle", ".scalafmt.conf": "scalafmt", ".eslintrc.json": "ESLint",
    "eslint.config.js": "ESLint",
    "eslint.config.mjs": "ESLint", ".eslintrc.js": "ESLint", ".prettierrc": "Prettier", ".clang-tidy": "clang-tidy",
    "uncrustify.cfg": "uncrustify",
}  # fmt: skip
_READERS: Mapping[str, Any] = {
    "pyproject.toml": _pyproject, "ruff.toml": _ruff_file, ".ruff.toml": _ruff_file, "setup.cfg": _ini, "tox.ini": _ini,
    ".flake8": _ini,
    ".pylintrc": _ini, "pylintrc": _ini, ".style.yapf": _ini, ".pycodestyle": _ini, ".clang-format": _clang_format,
    ".relint.yml": _relint,
    ".rubocop.yml": _yaml_rules, ".yamllint": _yaml_rules, ".yamllint.yml": _yaml_rules, ".yamllint.yaml": _yaml_rules,
    ".markdownlint.yaml": _yaml_rules, ".markdownlint.yml": _yaml_rules,
}  # fmt: skip


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None


def _list(data: Any) -> list[Any]:
    return (
        data
        if isinstance(data, list)
        else [part for part in re.split(r"[\s,]+", data) if part]
        if isinstance(data, str)
        else []
    )


def _items(data: Any) -> list[tuple[Any, Any]]:
    return list(data.items()) if isinstance(data, dict) else []


def _values(data: Any) -> list[Any]:
    return list(data.values()) if isinstance(data, dict) else []
