"""The plan of a request: whose recipe counts, and the cells it means on this machine.

A file that the user names counts before the repository's own .assay.yml, and that before detection. Whoever wrote
it, images, architectures and limits are those the machine offers and its policy allows (T22, T23).
"""

from collections.abc import Mapping
from pathlib import Path

import attrs

from criteria.baseline import shipped
from criteria.errors import BaselineError
from criteria.marked_yaml import MAX_BYTES
from criteria.snapshot import Snapshot
from master.plan import assay_file
from master.plan.detect import detect
from master.plan.errors import ConfigurationError
from workers.cell import Cell, Recipe
from workers.errors import MatrixError
from workers.matrix import AxisError, Expansion, Policy, expand


@attrs.frozen
class Plan:
    """`cells` is empty when there is nothing to run; the recipe's reasons then say why."""

    recipe: Recipe
    expansion: Expansion

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.expansion.cells


@attrs.frozen
class _Text:
    """A configuration as it was read, and how messages call it."""

    name: str
    content: bytes


def plan(
    snapshot: Snapshot,
    *,
    config: Path | None,
    arches: tuple[str, ...] | None,
    offered: Mapping[str, str],
    policy: Policy,
    runnable: tuple[str, ...] = ("amd64",),
) -> Plan:
    """What is run for this commit.

    `config`: a file of the user's own, instead of the repository's. `arches`: instead of the recipe's.
    `runnable`: the architectures of a recipe that names none, usually all this machine can run.
    `offered`: the Python of each image. Raises ConfigurationError with FILE:LINE for what a file says, MatrixError
    for what else cannot be.
    """
    text = _from_user(config) if config is not None else _from_repository(snapshot)
    recipe = _recipe(snapshot, text, offered)
    if arches is not None:
        recipe = _with_arches(recipe, arches)
    elif not recipe.arches:
        recipe = attrs.evolve(recipe, arches=runnable)
    expansion = _expanded(recipe, text, offered, policy, arches_given=arches is not None)
    if not (recipe.build or recipe.test or recipe.select):
        expansion = attrs.evolve(expansion, cells=(), notes=(*expansion.notes, "no cell runs: there are no commands"))
    return Plan(recipe, expansion)


def check_file(
    config: Path, *, offered: Mapping[str, str], policy: Policy, runnable: tuple[str, ...] = ("amd64",)
) -> Expansion:
    """The cells that a file means by itself; raises ConfigurationError with FILE:LINE for what is wrong in it."""
    text = _from_user(config)
    recipe = assay_file.read(text.content, text.name)
    for name in recipe.baselines:
        try:
            shipped(name)
        except BaselineError as error:
            line = assay_file.line_of(text.content, text.name, ("baselines",))
            raise ConfigurationError([f"{text.name}:{line}: baselines: {error}"]) from error
    if not recipe.arches:
        recipe = attrs.evolve(recipe, arches=runnable)
    return _expanded(recipe, text, offered, policy, arches_given=False)


def _recipe(snapshot: Snapshot, text: _Text | None, offered: Mapping[str, str]) -> Recipe:
    if text is None:
        return detect(snapshot, offered=offered)
    recipe = assay_file.read(text.content, text.name)
    return recipe if recipe.build or recipe.test or recipe.select else _completed(recipe, detect(snapshot))


def _completed(written: Recipe, found: Recipe) -> Recipe:
    """A file without commands leaves building and testing to detection; all it says otherwise counts."""
    return attrs.evolve(
        written,
        system=tuple(dict.fromkeys((*found.system, *written.system))),
        build=found.build,
        test=found.test,
        after_test=found.after_test,
        results=attrs.evolve(
            written.results,
            junit=written.results.junit or found.results.junit,
            coverage=written.results.coverage or found.results.coverage,
            tests=written.results.tests or found.results.tests,
        ),
        environment={**found.environment, **written.environment},
        reasons=(f"{written.origin} names no commands; they were found out from the repository", *found.reasons),
    )


def _expanded(
    recipe: Recipe, text: _Text | None, offered: Mapping[str, str], policy: Policy, *, arches_given: bool
) -> Expansion:
    try:
        return expand(recipe, offered=offered, policy=policy)
    except AxisError as error:
        if text is None or (arches_given and error.key == ("matrix", "arch")):
            raise
        line = assay_file.line_of(text.content, text.name, error.key)
        raise ConfigurationError([f"{text.name}:{line}: {error}"]) from error
    except MatrixError as error:
        if text is None:
            raise
        raise ConfigurationError([f"{text.name}:1: {error}"]) from error


def _with_arches(recipe: Recipe, arches: tuple[str, ...]) -> Recipe:
    """Exclusions that speak of an architecture which is no longer asked for go with it."""
    dropped = set(recipe.arches) - set(arches)
    return attrs.evolve(
        recipe,
        arches=arches,
        exclude=tuple(entry for entry in recipe.exclude if entry.get("arch") not in dropped),
        reasons=(*recipe.reasons, f"the architectures are those of the request: {', '.join(arches)}"),
    )


def _from_user(config: Path) -> _Text:
    try:
        with config.open("rb") as file:
            return _Text(str(config), file.read(MAX_BYTES + 1))
    except OSError as error:
        raise ConfigurationError([f"{config}: cannot be read: {error.strerror or error}"]) from error


def _from_repository(snapshot: Snapshot) -> _Text | None:
    names = [name for name in assay_file.NAMES if name in snapshot.by_path]
    if len(names) > 1:
        raise ConfigurationError([f"{names[1]}:1: there is also {names[0]}; keep one of the two"])
    if not names:
        return None
    entry = snapshot.by_path[names[0]]
    if not entry.is_file:
        raise ConfigurationError([f"{entry.path}:1: it is a link or a submodule; write a regular file"])
    return _Text(entry.path, snapshot.read(entry, MAX_BYTES + 1))
