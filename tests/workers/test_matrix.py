"""Axes become cells: each point is a cell or explained, in a stable order, never over the cap."""

import itertools

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.cell import ARCHES, Limits, Recipe
from workers.errors import MatrixError
from workers.matrix import AXES, AxisError, Expansion, Policy, expand

OFFERED = {"debian-12": "3.11", "debian-13": "3.13", "alpine": "3.13"}


def ids(expansion: Expansion) -> list[str]:
    return [cell.id for cell in expansion.cells]


def test_default_recipe() -> None:
    """A recipe that says nothing means one cell, with the interpreter of its image."""
    assert ids(expand(Recipe(), offered=OFFERED, policy=Policy())) == ["debian-12/amd64/py3.11"]


def test_order_of_the_axes() -> None:
    """Cells come in the order in which the axes name their values, the image outermost."""
    recipe = Recipe(images=("debian-13", "debian-12"), arches=("arm64", "amd64"))
    assert ids(expand(recipe, offered=OFFERED, policy=Policy())) == [
        "debian-13/arm64/py3.13",
        "debian-13/amd64/py3.13",
        "debian-12/arm64/py3.11",
        "debian-12/amd64/py3.11",
    ]


def test_cell_carries_the_recipe() -> None:
    """A cell holds everything that is needed to run it."""
    recipe = Recipe(
        system=("libgmp-dev",),
        build=("make",),
        test=("make check",),
        after_test=("true",),
        environment={"B": "2", "A": ""},
    )
    (cell,) = expand(recipe, offered=OFFERED, policy=Policy()).cells
    assert (cell.system, cell.build, cell.test, cell.after_test) == (
        ("libgmp-dev",),
        ("make",),
        ("make check",),
        ("true",),
    )
    assert list(cell.environment) == ["A", "B"]


def test_python_of_one_image_only() -> None:
    """A Python that one of several images lacks leaves out those points, with a sentence."""
    recipe = Recipe(images=("debian-12", "debian-13"), pythons=("3.11", "3.13"))
    expansion = expand(recipe, offered=OFFERED, policy=Policy())
    assert ids(expansion) == ["debian-12/amd64/py3.11", "debian-13/amd64/py3.13"]
    assert [left.reason for left in expansion.excluded] == [
        "debian-12/amd64/py3.13 is left out: the image debian-12 has Python 3.11",
        "debian-13/amd64/py3.11 is left out: the image debian-13 has Python 3.13",
    ]


@pytest.mark.threat("T31")
@pytest.mark.parametrize(
    ("recipe", "key", "words"),
    [
        (Recipe(images=("debain-12",)), "image", ["'debain-12'", "offered: debian-12, debian-13", "mean 'debian-12'"]),
        (Recipe(images=("registry.example/evil:latest",)), "image", ["unknown image", "offered"]),
        (Recipe(arches=("amd46",)), "arch", ["'amd46'", "amd64, arm64", "mean 'amd64'"]),
        (Recipe(pythons=("3.7",)), "python", ["'3.7'", "3.11, 3.13"]),
        (Recipe(pythons=("3.13",)), "python", ["Python 3.13", "debian-13, alpine has"]),
        (Recipe(images=()), "image", ["empty"]),
    ],
)
def test_unknown_value(recipe: Recipe, key: str, words: list[str]) -> None:
    """A value that nobody offers is an error that names what is offered and the nearest match."""
    with pytest.raises(AxisError) as caught:
        expand(recipe, offered=OFFERED, policy=Policy())
    assert caught.value.key == ("matrix", key)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_exclusion_by_any_axes() -> None:
    """An exclusion takes out every point that has all the values it names."""
    recipe = Recipe(
        images=("debian-12", "debian-13"),
        arches=("amd64", "arm64"),
        exclude=({"arch": "arm64", "image": "debian-12"}, {"python": "3.13", "arch": "amd64"}),
    )
    expansion = expand(recipe, offered=OFFERED, policy=Policy())
    assert ids(expansion) == ["debian-12/amd64/py3.11", "debian-13/arm64/py3.13"]
    assert expansion.excluded[0].reason == (
        "debian-12/arm64/py3.11 is left out: excluded by arch: 'arm64', image: 'debian-12'"
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"image": "debain-12"}, ["matches no cell", "did you mean 'debian-12'"]),
        ({"arch": "arm64"}, ["matches no cell", "the matrix has arch amd64"]),
        ({"image": "debian-12", "python": "3.13"}, ["the nearest is debian-12/amd64/py3.11"]),
        ({"imge": "debian-12"}, ["unknown axis 'imge'", "did you mean 'image'"]),
        ({}, ["at least one axis"]),
    ],
)
def test_exclusion_that_does_not_fit(entry: dict[str, str], words: list[str]) -> None:
    """An exclusion that matches nothing is an error with the nearest match, for it is a slip of the pen."""
    recipe = Recipe(images=("debian-12", "debian-13"), exclude=({"image": "debian-13"}, entry))
    with pytest.raises(AxisError) as caught:
        expand(recipe, offered=OFFERED, policy=Policy())
    assert caught.value.key == ("matrix", "exclude", 1)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_nothing_left() -> None:
    """A matrix without cells is an error that says what took them out."""
    with pytest.raises(MatrixError, match=r"no cell is left: .*excluded by arch: 'amd64'"):
        expand(Recipe(exclude=({"arch": "amd64"},)), offered=OFFERED, policy=Policy())


@pytest.mark.threat("T22")
def test_cap() -> None:
    """More cells than the policy allows are an error with the numbers."""
    recipe = Recipe(images=tuple(OFFERED), arches=ARCHES)
    assert len(expand(recipe, offered=OFFERED, policy=Policy(max_cells=6)).cells) == 6
    with pytest.raises(MatrixError, match=r"means 6 cells, more than the 5 .*image 3, arch 2, python 2"):
        expand(recipe, offered=OFFERED, policy=Policy(max_cells=5))


@pytest.mark.threat("T22", "T23")
def test_policy_caps_limits() -> None:
    """A limit above the policy is lowered to it, and a sentence says so; lower ones stay."""
    policy = Policy(limits=Limits(memory_mb=1000, test_minutes=5))
    recipe = Recipe(limits=Limits(memory_mb=9000, test_minutes=2.5, pids=10))
    expansion = expand(recipe, offered=OFFERED, policy=policy)
    assert expansion.cells[0].limits == Limits(memory_mb=1000, test_minutes=2.5, pids=10)
    assert expansion.notes == ("memory_mb is 1000: 9000 was asked for, and this machine allows no more",)


@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_limit_must_be_positive(value: float) -> None:
    """A limit that is no positive number is an error, not "without limit"."""
    with pytest.raises(AxisError, match=r"limits: test_minutes is .*; it must be more than 0"):
        expand(Recipe(limits=Limits(test_minutes=value)), offered=OFFERED, policy=Policy())


@pytest.mark.threat("T22")
def test_policy_caps_arches() -> None:
    """An architecture that the policy does not allow is left out with a sentence."""
    expansion = expand(Recipe(arches=ARCHES), offered=OFFERED, policy=Policy(arches=("amd64",)))
    assert ids(expansion) == ["debian-12/amd64/py3.11"]
    assert expansion.excluded[0].reason == "debian-12/arm64/py3.11 is left out: this machine allows amd64 only"


@pytest.mark.threat("T25")
@pytest.mark.parametrize("field", [{"system": ("--force-yes",)}, {"environment": {"LD_PRELOAD": "x.so"}}])
def test_hostile_recipe(field: dict[str, object]) -> None:
    """What would reach beyond the cell's own commands never becomes a cell, whoever made the recipe."""
    with pytest.raises(MatrixError):
        expand(attrs.evolve(Recipe(), **field), offered=OFFERED, policy=Policy())


values = {"image": st.sampled_from(sorted(OFFERED)), "arch": st.sampled_from(ARCHES)}
pythons = st.sampled_from(("3.11", "3.13"))
recipes = st.builds(
    Recipe,
    images=st.lists(values["image"], min_size=1, max_size=5).map(tuple),
    arches=st.lists(values["arch"], min_size=1, max_size=4).map(tuple),
    pythons=st.lists(pythons, max_size=3).map(tuple),
    exclude=st.lists(st.fixed_dictionaries({}, optional={**values, "python": pythons}).filter(bool), max_size=3).map(
        tuple
    ),
)
policies = st.builds(
    Policy,
    max_cells=st.integers(1, 12),
    arches=st.lists(values["arch"], min_size=1, max_size=2, unique=True).map(tuple),
)


@settings(deadline=None)
@given(recipes, policies)
def test_laws(recipe: Recipe, policy: Policy) -> None:
    """No duplicates, stable order, every point a cell or explained, never over the cap."""
    try:
        expansion = expand(recipe, offered=OFFERED, policy=policy)
    except MatrixError:
        return
    points = list(
        dict.fromkeys(
            (image, arch, python)
            for image, arch in itertools.product(recipe.images, recipe.arches)
            for python in recipe.pythons or (OFFERED[image],)
        )
    )
    cells = [tuple(getattr(cell, axis) for axis in AXES) for cell in expansion.cells]
    left = [tuple(getattr(gone.point, axis) for axis in AXES) for gone in expansion.excluded]
    assert sorted(cells + left) == sorted(points)
    assert [point for point in points if point in cells] == cells  # in the order of the axes
    assert 1 <= len(cells) <= policy.max_cells
    assert all(OFFERED[cell.image] == cell.python and cell.arch in policy.arches for cell in expansion.cells)
    assert not [
        cell for cell in expansion.cells for entry in recipe.exclude if entry.items() <= attrs.asdict(cell).items()
    ]
    assert all(gone.point.id in gone.reason for gone in expansion.excluded)
    assert expand(recipe, offered=OFFERED, policy=policy) == expansion
