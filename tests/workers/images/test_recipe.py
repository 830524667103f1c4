"""An image's name says everything that decides its content."""

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.cell import ARCHES
from workers.images import recipe as recipe_of
from workers.images.recipe import ImageRecipe, offered_pythons, recipes

BASE = ImageRecipe("debian-12", "bookworm", "3.11", "debian:bookworm-slim", ("bash", "gcc"))
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789+.-", min_size=2, max_size=10)


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(ImageRecipe)])
def test_every_field_is_in_the_digest(field: str) -> None:
    """Whatever of a recipe changes, the image gets another name."""
    value = ("bash", "g++") if field == "packages" else "other"
    assert attrs.evolve(BASE, **{field: value}).digest("amd64") != BASE.digest("amd64")


@given(st.lists(words, max_size=4), st.lists(words, max_size=4))
def test_architecture_and_packages_are_in_the_digest(one: list[str], other: list[str]) -> None:
    """Two images have one name only when architecture and added packages are the same, in whatever order."""
    assert BASE.digest("amd64", tuple(one)) != BASE.digest("arm64", tuple(one))
    same = sorted(one) == sorted(other)
    assert (BASE.digest("amd64", tuple(one)) == BASE.digest("amd64", tuple(other))) is same


def test_the_way_it_is_made_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the making changes, the number of its form changes every name."""
    before = BASE.digest("amd64")
    monkeypatch.setattr(recipe_of, "FORMAT", recipe_of.FORMAT + 1)
    assert BASE.digest("amd64") != before


@pytest.mark.threat("T31")
@pytest.mark.parametrize("name", recipes())
@pytest.mark.parametrize("arch", ARCHES)
def test_no_reference_moves(name: str, arch: str) -> None:
    """A reference ends in the digest of its content and names its architecture; no tag of ours ever moves."""
    reference = recipes()[name].reference(arch, ("make",))
    assert re.fullmatch(rf"assay/{re.escape(name)}:{arch}-[0-9a-f]{{16}}", reference)
    assert recipes()[name].digest(arch, ("make",)).startswith(reference[-16:])


def test_the_images_offered() -> None:
    """Each has its Python, a registry's base with a tag, and what every cell needs."""
    assert offered_pythons() == {name: recipe.python for name, recipe in recipes().items()}
    for recipe in recipes().values():
        assert ":" in recipe.registry
        assert {"bash", "python3", "python3-venv", "tar", "ca-certificates"} <= set(recipe.packages)
