"""A recipe written down as `.assay.yml`, with a comment for each key. What is written here, `assay_file` reads back."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import yaml

from criteria.printable import printable
from workers.cell import Recipe

WIDTH = 100  # characters of a comment
COMMENTS: Mapping[str, str] = {
    "matrix": "The axes; their product is the cells. An architecture that is not named here: all the machine can run.",
    "system": "Debian packages that are installed before the build.",
    "build": "Commands that build, with network.",
    "test": "Commands that test, without network.",
    "after_test": "Commands behind the tests; they always run and never decide.",
    "emulated": "What differs where the architecture is emulated.",
    "retry": "How often tests that failed run again; one that passes then has passed on retry, and is not green.",
    "seed": "The seed of everything random: $ASSAY_SEED.",
    "reads": "The files and folders that decide the result.",
    "select": "The test files, in the order of their nearness to a change, until the time is used up.",
    "cache": "What is kept from one build to the next.",
    "baselines": "Baselines that are judged beside the one that was asked for.",
    "results": "Where the test commands leave what can be counted; below the source tree or $ASSAY_RESULTS.",
    "limits": "What one cell may use; the policy of the machine caps it.",
    "environment": "Variables for every command.",
}


class _Dumper(yaml.SafeDumper):
    """Without anchors, which are not accepted when the file is read."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def written(recipe: Recipe) -> str:
    """The file that means this recipe; how it came about stands in comments on top."""
    parts = [_top(recipe), "version: 1\n"]
    parts += [f"{_comment(COMMENTS[key])}{_dumped({key: value})}" for key, value in _data(recipe)]
    return "\n".join(parts)


def _top(recipe: Recipe) -> str:
    lines = [_comment("How Assay builds and tests this repository. `assay config schema` explains every key.")]
    if recipe.reasons:
        lines.append(_comment("Found out from the repository:"))
        lines += [_comment(printable(reason, 300), "- ") for reason in recipe.reasons]
    if not (recipe.build or recipe.test or recipe.select):
        lines.append(_comment("Write the commands, such as build: make and test: make check."))
    return "".join(lines)


def _comment(text: str, bullet: str = "") -> str:
    first, rest = f"# {bullet}", f"# {' ' * len(bullet)}"
    wrapped = textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)
    return "".join(f"{line}\n" for line in wrapped)


def _dumped(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=2**20
    )
    return text


def _data(recipe: Recipe) -> Iterator[tuple[str, Any]]:
    """The keys whose values are not those of a file that leaves them out."""
    plain = Recipe()
    matrix = {
        "image": list(recipe.images) if recipe.images != plain.images else None,
        "arch": list(recipe.arches),
        "python": list(recipe.pythons),
        "axes": {name: list(values) for name, values in recipe.axes.items()},
        "exclude": [dict(entry) for entry in recipe.exclude],
    }
    values: dict[str, Any] = {
        "matrix": _said(matrix),
        "system": list(recipe.system),
        "build": list(recipe.build),
        "test": list(recipe.test),
        "after_test": list(recipe.after_test),
        "emulated": {"test": list(recipe.emulated_test)} if recipe.emulated_test else None,
        "retry": recipe.retry,
        "seed": recipe.seed,
        "reads": list(recipe.reads),
        "select": _selection(recipe),
        "baselines": list(recipe.baselines),
        "results": _said({kind: list(paths) for kind, paths in attrs.asdict(recipe.results).items()}),
        "limits": _changed(recipe.limits, plain.limits),
        "environment": dict(recipe.environment),
    }
    yield from _said(values).items()
    if recipe.caches != plain.caches:  # an empty list says something here: nothing is kept
        yield "cache", list(recipe.caches)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _selection(recipe: Recipe) -> dict[str, Any] | None:
    if recipe.select is None:
        return None
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in attrs.asdict(recipe.select).items()
    }


def _changed(value: Any, plain: Any) -> dict[str, Any]:
    named = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
    return {name: item for name, item in named if item != getattr(plain, name)}
