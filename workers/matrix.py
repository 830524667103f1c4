"""Axes become cells: the product of images, architectures, Pythons and a project's own axes, less what is
excluded, under a cap.

Every point of the product is either a cell or stands in `Expansion.excluded` with a sentence.
"""

import difflib
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from workers.caches.tools import TOOLS
from workers.cell import ARCHES, Cell, Limits, Recipe
from workers.emulation import host_arch
from workers.environment import check_environment
from workers.errors import MatrixError
from workers.packages import check_packages

AXES = ("image", "arch", "python")
MAX_AXES = 8
MAX_RETRIES = 5
CACHES = tuple(TOOLS)
_AXIS = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,40}\Z")


class AxisError(MatrixError):
    """A value of the matrix does not fit; `key` leads to it, e.g. ("matrix", "image") or ("limits", "pids")."""

    def __init__(self, message: str, *key: str | int) -> None:
        super().__init__(message)
        self.key = key


@attrs.frozen
class Policy:
    """What this machine allows, whatever a repository asks for."""

    max_cells: int = 64
    arches: tuple[str, ...] = ARCHES
    limits: Limits = attrs.field(factory=Limits)  # the most that a cell may use


@attrs.frozen
class Point:
    """One point of the product, whether it becomes a cell or not."""

    image: str
    arch: str
    python: str
    own: tuple[tuple[str, str], ...] = ()  # the project's own axes: name and value

    @property
    def id(self) -> str:
        return "/".join((self.image, self.arch, f"py{self.python}", *(value for _, value in self.own)))

    def values(self) -> dict[str, str]:
        """Every axis of this point, by name."""
        return {"image": self.image, "arch": self.arch, "python": self.python, **dict(self.own)}


@attrs.frozen
class Excluded:
    """A point that is no cell, and the sentence that says why."""

    point: Point
    reason: str


@attrs.frozen
class Expansion:
    """The cells in the order of the axes, the points left out, and what was changed on the way (`notes`)."""

    cells: tuple[Cell, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    notes: tuple[str, ...] = ()


def expand(recipe: Recipe, *, offered: Mapping[str, str], policy: Policy, native: str | None = None) -> Expansion:
    """The cells that a recipe means on a machine that offers these images (name -> its Python, e.g. "3.11").

    `native`: the architecture that is not emulated, by default this one.

    Raises MatrixError when the matrix names what nobody offers, leaves no cell or more than `policy.max_cells`.
    """
    points = _points(recipe, offered)
    _check_exclusions(recipe, points)
    reasons = {point: _why_not(point, recipe, offered, policy) for point in points}
    chosen = [point for point in points if reasons[point] is None]
    if not chosen:
        raise AxisError("no cell is left: " + "; ".join(itertools.islice(filter(None, reasons.values()), 3)), "matrix")
    if len(chosen) > policy.max_cells:
        sizes = ", ".join(f"{axis} {len({point.values()[axis] for point in points})}" for axis in points[0].values())
        raise AxisError(
            f"the matrix means {len(chosen)} cells, more than the {policy.max_cells} allowed here (values: {sizes}); "
            "shorten an axis or exclude points",
            "matrix",
        )
    limits, notes = _capped(recipe.limits, policy.limits)
    return Expansion(
        cells=_cells(recipe, chosen, limits, native or host_arch()),
        excluded=tuple(Excluded(point, reason) for point, reason in reasons.items() if reason is not None),
        notes=notes,
    )


def _cells(recipe: Recipe, points: Iterable[Point], limits: Limits, native: str) -> tuple[Cell, ...]:
    system, environment = check_packages(recipe.system), check_environment(recipe.environment)
    fewer = {point for point in points if point.arch != native} if recipe.emulated_test else set()
    return tuple(
        Cell(
            id=point.id,
            image=point.image,
            arch=point.arch,
            python=point.python,
            system=system,
            build=recipe.build,
            test=recipe.emulated_test if point in fewer else recipe.test,
            after_test=recipe.after_test,
            results=recipe.results,
            limits=limits,
            environment=environment,
            axes=dict(point.own),
            subset=point in fewer,
            retry=min(recipe.retry, MAX_RETRIES),
            seed=recipe.seed,
            caches=tuple(name for name in CACHES if name in recipe.caches),
            select=None if point in fewer else recipe.select,
        )
        for point in points
    )


def _points(recipe: Recipe, offered: Mapping[str, str]) -> list[Point]:
    """The product of the axes, each value once, every value known."""
    images = _axis("image", recipe.images, tuple(offered))
    arches = _axis("arch", recipe.arches or ARCHES[:1], ARCHES)
    own = _own_axes(recipe.axes)
    if not recipe.pythons:  # the interpreter of each image
        return [
            Point(image, arch, offered[image], rest) for image, arch, rest in itertools.product(images, arches, own)
        ]
    pythons = _axis("python", recipe.pythons, tuple(dict.fromkeys(offered.values())))
    for python in pythons:
        if all(offered[image] != python for image in images):
            having = _listed(image for image, version in offered.items() if version == python)
            raise AxisError(
                f"no image of the matrix has Python {python}, but {having} has; add it to the images",
                "matrix",
                "python",
            )
    return [Point(*point) for point in itertools.product(images, arches, pythons, own)]


def _own_axes(axes: Mapping[str, tuple[str, ...]]) -> list[tuple[tuple[str, str], ...]]:
    """The product of the project's own axes; a value becomes part of a name, so it is a plain word."""
    if len(axes) > MAX_AXES:
        raise AxisError(f"{len(axes)} axes are more than {MAX_AXES}", "matrix", "axes")
    for name, values in axes.items():
        if not _AXIS.match(name) or name in AXES:
            raise AxisError(
                f"{_shown(name)} cannot be the name of an axis: write lower case letters, digits and '_',"
                f" and not {_listed(AXES)}", "matrix", "axes", name
            )  # fmt: skip
        if not values:
            raise AxisError(f"the axis {name} is empty; name at least one value", "matrix", "axes", name)
        for value in values:
            if not _VALUE.match(value):
                raise AxisError(
                    f"{_shown(value)} cannot be a value of the axis {name}: write letters, digits, '.', '_', '+'"
                    " and '-', beginning with a letter or digit", "matrix", "axes", name
                )  # fmt: skip
    named = [[(name, value) for value in dict.fromkeys(values)] for name, values in axes.items()]
    return [tuple(point) for point in itertools.product(*named)]


def _axis(axis: str, values: Iterable[str], known: tuple[str, ...]) -> list[str]:
    unique = list(dict.fromkeys(values))
    if not unique:
        raise AxisError(f"the axis {axis} is empty; name at least one of {_listed(known)}", "matrix", axis)
    for value in unique:
        if value not in known:
            raise AxisError(f"unknown {axis} {_shown(value)}; offered: {_offer(value, known)}", "matrix", axis)
    return unique


def _check_exclusions(recipe: Recipe, points: list[Point]) -> None:
    for index, entry in enumerate(recipe.exclude):
        key = ("matrix", "exclude", index)
        if not entry:
            raise AxisError("an exclusion names at least one axis", *key)
        known = (*AXES, *recipe.axes)
        for axis in entry:
            if axis not in known:
                raise AxisError(f"unknown axis {_shown(axis)} in an exclusion; there are {_offer(axis, known)}", *key)
        if not any(_matches(entry, point) for point in points):
            raise AxisError(f"the exclusion {_entry(entry)} matches no cell; {_nearest(entry, points)}", *key)


def _nearest(entry: Mapping[str, str], points: list[Point]) -> str:
    for axis, value in entry.items():
        known = tuple(dict.fromkeys(point.values()[axis] for point in points))
        if value not in known:
            return f"the matrix has {axis} {_offer(value, known)}"
    best = max(points, key=lambda point: sum(point.values()[axis] == value for axis, value in entry.items()))
    return f"the nearest is {best.id}"


def _why_not(point: Point, recipe: Recipe, offered: Mapping[str, str], policy: Policy) -> str | None:
    if point.python != offered[point.image]:
        return f"{point.id} is left out: the image {point.image} has Python {offered[point.image]}"
    if point.arch not in policy.arches:
        allowed = _listed(policy.arches)
        return f"{point.id} is left out: this machine allows {allowed} only"
    entry = next((entry for entry in recipe.exclude if _matches(entry, point)), None)
    return f"{point.id} is left out: excluded by {_entry(entry)}" if entry is not None else None


def _matches(entry: Mapping[str, str], point: Point) -> bool:
    values = point.values()
    return all(values[axis] == value for axis, value in entry.items())


def _capped(asked: Limits, most: Limits) -> tuple[Limits, tuple[str, ...]]:
    changes: dict[str, Any] = {}
    notes = []
    for field in attrs.fields(Limits):
        wanted, cap = getattr(asked, field.name), getattr(most, field.name)
        if not wanted > 0:  # NaN is not greater either
            raise AxisError(f"limits: {field.name} is {wanted}; it must be more than 0", "limits", field.name)
        if wanted > cap:
            changes[field.name] = cap
            notes.append(f"{field.name} is {cap}: {wanted} was asked for, and this machine allows no more")
    return attrs.evolve(asked, **changes), tuple(notes)


def _offer(value: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(value[:100], known, n=1, cutoff=0.5)
    return _listed(known) + (f"; did you mean {near[0]!r}?" if near else "")


def _entry(entry: Mapping[str, str]) -> str:
    return ", ".join(f"{axis}: {_shown(value)}" for axis, value in entry.items())


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "nothing"


def _shown(value: str) -> str:
    return ascii(value if len(value) <= 60 else value[:60] + "...")
