"""A plan as data for showing: every cell, every point left out, and the reason of each decision."""

from collections.abc import Iterator
from typing import Any

import attrs

from master.plan.plan import Plan
from workers.cell import Cell, plain

SCHEMA_VERSION = "1"


def explained(plan: Plan, *, source: str, commit: str, arches_given: bool, native: str) -> dict[str, Any]:
    """The shape is `matrix-1.schema.json`. `native`: the architecture of this machine."""
    recipe = plain(plan.recipe)
    reasons = recipe.pop("reasons")
    return {
        "schema_version": SCHEMA_VERSION,
        "source": source,
        "commit": commit,
        "origin": recipe.pop("origin"),
        "reasons": list(reasons),
        "notes": list(plan.expansion.notes),
        "recipe": recipe,
        "cells": [_cell(cell, plan, arches_given, native) for cell in plan.cells],
        "excluded": [{"id": item.point.id, "reason": item.reason} for item in plan.expansion.excluded],
    }


def _cell(cell: Cell, plan: Plan, arches_given: bool, native: str) -> dict[str, Any]:
    return {
        "id": cell.id,
        "image": cell.image,
        "arch": cell.arch,
        "python": cell.python,
        "axes": dict(cell.axes),
        "emulated": cell.arch != native,
        "subset": cell.subset,
        "system": list(cell.system),
        "build": list(cell.build),
        "test": list(cell.test),
        "limits": attrs.asdict(cell.limits),
        "reasons": list(_why(cell, plan, arches_given, native)),
    }


def _why(cell: Cell, plan: Plan, arches_given: bool, native: str) -> Iterator[str]:
    """One sentence per axis, and what differs in this cell from the others."""
    recipe, origin = plan.recipe, plan.recipe.origin
    source = "detection" if origin == "detected" else origin
    yield f"{cell.image}: {'named by' if len(recipe.images) > 1 else 'the image of'} {source}"
    runs = "native" if cell.arch == native else "emulated"
    yield f"{cell.arch}: {_arch_from(origin, arches_given)}; it is {runs} here"
    yield f"Python {cell.python}: {f'named by {source}' if recipe.pythons else f'the one of {cell.image}'}"
    for name, value in cell.axes.items():
        yield f"{name} {value}: an axis of {source}; commands find it in $ASSAY_AXIS_{name.upper()}"
    if cell.subset:
        yield "fewer tests: the architecture is emulated, and emulated.test is run"


def _arch_from(origin: str, arches_given: bool) -> str:
    if arches_given:
        return "asked for on the command line"
    if origin == "detected":
        return "no architecture is named, and this machine can run it"
    return f"{origin} names it, or names none and this machine can run it"
