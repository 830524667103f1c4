"""`.assay.yml`: how a repository wants to be built and tested. Hostile until proved a Recipe (T16, T23, T25).

The keys are those of `assay-file-1.schema.json` and no others: nothing in this file can name options of a
container, volumes, networks or images of a registry.
"""

import difflib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

import attrs
import jsonschema

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import Document, Path, Problem, read_marked, said, shown
from master.plan.errors import ConfigurationError
from workers.cell import Limits, Recipe, Results, Selection
from workers.environment import variable_problem
from workers.packages import package_problem

NAMES = (".assay.yml", ".assay.yaml")
MAX_PROBLEMS = 50
RESULTS = "$ASSAY_RESULTS/"


def schema_text() -> str:
    """The JSON Schema of the file (Draft 2020-12), as it is published."""
    return (files("master.plan") / "assay-file-1.schema.json").read_text(encoding="utf-8")


@cache
def _schema() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(schema_text())
    return data


def read(text: str | bytes, name: str = NAMES[0]) -> Recipe:
    """The recipe that the file means; `name` is how messages call it.

    Raises ConfigurationError with every problem that was found, each with its line.
    """
    document = _document(text, name)
    problems = [*document.problems, *_problems(document)]
    if problems:
        raise ConfigurationError(_sentences(sorted(problems, key=lambda problem: problem.line), name))
    return _recipe(document.data, name)


def line_of(text: str | bytes, name: str, key: Path) -> int:
    """The line of a key or of the nearest part above it, for problems that only show later."""
    return _document(text, name).line(key)


def _document(text: str | bytes, name: str) -> Document:
    try:
        return read_marked(text, name)
    except UntrustedInputError as error:
        raise ConfigurationError(_sentences([said(error, name)], name)) from error


def _sentences(problems: list[Problem], name: str) -> list[str]:
    sentences = [f"{name}:{problem.line}: {problem.message}" for problem in problems[:MAX_PROBLEMS]]
    more = len(problems) - len(sentences)
    return [*sentences, f"{name}: {more} more problems are not listed"] if more else sentences


def _recipe(data: dict[str, Any], name: str) -> Recipe:
    matrix, results = data.get("matrix", {}), data.get("results", {})
    plain = Recipe()
    return attrs.evolve(
        plain,
        images=_texts(matrix.get("image")) or plain.images,
        arches=_texts(matrix.get("arch")) or plain.arches,
        pythons=_texts(matrix.get("python")),
        exclude=tuple(matrix.get("exclude", ())),
        system=_texts(data.get("system")),
        build=_texts(data.get("build")),
        test=_texts(data.get("test")),
        after_test=_texts(data.get("after_test")),
        results=Results(**{kind: _paths(results.get(kind)) for kind in ("junit", "coverage", "tests")}),
        axes={name: _texts(values) for name, values in matrix.get("axes", {}).items()},
        emulated_test=_texts(data.get("emulated", {}).get("test")),
        retry=int(data.get("retry", 0)),
        seed=int(data.get("seed", 0)),
        reads=_texts(data.get("reads")),
        select=_selection(data.get("select")),
        caches=tuple(data.get("cache", plain.caches)),
        baselines=_texts(data.get("baselines")),
        # A schema calls 4096.0 an integer too; a limit is a whole number where it can be one.
        limits=Limits(**{key: int(n) if n == int(n) else n for key, n in data.get("limits", {}).items()}),
        environment=dict(data.get("environment", {})),
        origin=name,
        reasons=(f"{name} says how to build and test",),
    )


def _selection(data: dict[str, Any] | None) -> Selection | None:
    if data is None:
        return None
    plain = Selection(files=_texts(data["files"]), command=data["command"])
    return attrs.evolve(
        plain,
        batch=int(data.get("batch", plain.batch)),
        budget_minutes=data.get("budget_minutes", plain.budget_minutes),
    )


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    """A text stands for a list of one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _paths(value: str | list[str] | None) -> tuple[str, ...]:
    """Both the tree and the folder of results are looked at, so the folder's name need not be said."""
    return tuple(path.removeprefix(RESULTS) for path in _texts(value))


def _problems(document: Document) -> Iterator[Problem]:
    if document.data is None:
        if not document.problems:
            yield Problem(1, "the file is empty; write at least a test command, such as 'test: pytest'")
        return
    validator = jsonschema.Draft202012Validator(_schema())
    for error in validator.iter_errors(document.data):
        for path, message in _said(error, tuple(error.absolute_path), document):
            if path not in document.unread:
                yield Problem(document.line(path), message)
    yield from _beyond_schema(document)


def _said(error: jsonschema.ValidationError, path: Path, document: Document) -> Iterator[tuple[Path, str]]:
    """What a validation error means to the author of the file."""
    where = _where(path)
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "additionalProperties":
            known = schema.get("properties", {})
            for key in value:
                if key not in known:
                    yield (*path, key), f"unknown key {shown(key)} in {where}; {_nearest(key, list(known))}"
        case "type":
            yield path, _wrong_type(where, path, wanted, document)
        case "const":
            yield path, f"{where} is {shown(str(value))}; this Assay reads version {wanted}"
        case "enum":
            yield path, f"{where} is {shown(str(value))}; {_nearest(str(value), list(wanted))}"
        case "minimum":
            yield path, f"{where} is {value}; it must not be less than {wanted}"
        case "exclusiveMinimum":
            yield path, f"{where} is {value}; it must be more than {wanted}"
        case "pattern" if "environment" in path:
            pass  # told with the other rules for names
        case "pattern" if path[:1] == ("select",):
            yield path, f"{where}: {shown(value)} lacks {{files}}, which stands for the names of the test files"
        case "required":
            missing = next(key for key in wanted if key not in value)
            yield path, f"{where} lacks {missing!r}; write it, or remove {where}"
        case "maximum":
            yield path, f"{where} is {value}; it must not be more than {wanted}"
        case "pattern":
            yield path, f"{where}: {shown(value)} is no Python version such as '3.11'"
        case "minLength" | "minItems" | "minProperties":
            yield path, f"{where} is empty; write a value or remove the key"
        case "maxLength" | "maxItems" | "maxProperties":
            yield path, f"{where} has {len(value)} parts, more than {wanted}"
        case _:
            yield path, f"{where} does not fit: {shown(error.message, 200)}"


def _wrong_type(where: str, path: Path, wanted: str | list[str], document: Document) -> str:
    expected = _EXPECTED[wanted if isinstance(wanted, str) else "strings"]
    raw, kind = document.raw.get(path), document.kinds.get(path)
    if raw is not None and kind is not None and "string" in wanted:
        return f"{where}: {shown(raw)} without quotes is a {kind} to YAML; write {shown(raw)} in quotes"
    if raw == "" or (raw is not None and kind is None and "string" in wanted):
        return f"{where} is empty; write {expected} or remove the key"
    return f"{where} must be {expected}"


_EXPECTED = {
    "string": "a text",
    "strings": "a text or a list of texts",
    "array": "a list",
    "object": "a mapping of keys to values",
    "integer": "a whole number",
    "number": "a number",
}


def _where(path: Path) -> str:
    if not path:
        return "the file"
    text = str(path[0]) if isinstance(path[0], str) else "the file"
    for part in path[1:]:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return shown(text, 120)


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key[:100], known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"the keys here are {', '.join(known)}"


def _beyond_schema(document: Document) -> Iterator[Problem]:
    """Rules that belong to the cell and that a schema cannot say."""
    data = document.data if isinstance(document.data, dict) else {}
    for path, name in _items(data, ("system",)):
        if problem := package_problem(name):
            yield Problem(document.line(path), f"system: {problem}")
    for kind in ("junit", "coverage", "tests"):
        for path, value in _items(data, ("results", kind)):
            if problem := _path_problem(value):
                yield Problem(document.line(path), f"results.{kind}: {shown(value)} {problem}")
    for path, value in _items(data, ("reads",)):
        if problem := _path_problem(value):
            yield Problem(document.line(path), f"reads: {shown(value)} {problem}")
    if "select" in data and "test" in data:
        yield Problem(document.line(("select",)), "select and test cannot both be there; select has the test command")
    environment = data.get("environment")
    for name, value in environment.items() if isinstance(environment, dict) else ():
        if problem := variable_problem(name, value if isinstance(value, str) else ""):
            yield Problem(document.line(("environment", name)), f"environment: {problem}")


def _items(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts at a path where a text or a list of texts may stand, each with its own path."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, list):
        yield from (((*path, index), item) for index, item in enumerate(data) if isinstance(item, str))


def _path_problem(value: str) -> str | None:
    path = PurePosixPath(value.removeprefix(RESULTS))
    if path.is_absolute() or ".." in path.parts or value.startswith(("-", "~")):
        return "leaves the source tree; write a path below it"
    return "is a pattern; name the file itself" if set("*?[$") & set(str(path)) else None
