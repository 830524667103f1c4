"""Which cache belongs to whom: no two classes of trust share one, and a change only copies from the main line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.caches.spec import CEILING_MB, Owner, cache_key, cache_spec, limit_mb
from workers.cell import Limits

PROJECT, IMAGE = "p" * 64, "assay/debian-12:amd64-0123@sha256:aa"
owners = st.builds(Owner, project=st.text(max_size=8), change=st.text(max_size=8))
places = st.tuples(owners, st.sampled_from(["amd64", "arm64"]), st.text(max_size=8))


@pytest.mark.threat("T30")
@given(places, places)
def test_one_key_is_one_owner_on_one_image(one: tuple[Owner, str, str], other: tuple[Owner, str, str]) -> None:
    """Two builds have one cache only when project, change, architecture and image are the same."""
    assert (cache_key(*one) == cache_key(*other)) is (one == other)


@pytest.mark.threat("T30")
@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_a_change_writes_nowhere_but_to_its_own(change: str, other: str) -> None:
    """Whatever a change is called, "main" included, its key is no other's; it begins from the main line's alone."""
    main = cache_spec(Owner(PROJECT), "amd64", IMAGE, Limits())
    spec = cache_spec(Owner(PROJECT, change), "amd64", IMAGE, Limits())
    assert main.seed is None
    assert spec.seed == main.key
    assert spec.key != main.key
    assert (spec.key == cache_spec(Owner(PROJECT, other), "amd64", IMAGE, Limits()).key) is (change == other)


def test_another_image_is_another_cache() -> None:
    """An image that was made anew under its old name has another digest, and so another cache."""
    again = IMAGE.replace("sha256:aa", "sha256:bb")
    assert cache_key(Owner(PROJECT), "amd64", IMAGE) != cache_key(Owner(PROJECT), "amd64", again)


@given(st.integers(-5, 10**9))
def test_the_limit_is_a_share_of_the_work_directory(disk_mb: int) -> None:
    """Never more than a quarter of where it lies, never more than the ceiling, never nothing."""
    assert 1 <= limit_mb(Limits(disk_mb=disk_mb)) <= max(1, min(CEILING_MB, disk_mb // 4))


@pytest.mark.threat("T04")
@given(st.text())
def test_what_it_is_can_be_shown(change: str) -> None:
    """A change's name is its author's: no control character of it reaches a terminal."""
    about = cache_spec(Owner(PROJECT, change), "amd64", IMAGE, Limits()).about
    assert about.isprintable()
    assert len(about) <= 200
