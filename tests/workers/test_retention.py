"""What is removed: what is old or too much, never what is in use, never the ground under what stays."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from workers.retention import BASE, CACHE, DAY_S, GB, LAYER, Item, Keep, to_remove

NOW = 1_800_000_000.0
ages = st.floats(0, 100)  # days
sizes = st.integers(0, 12 * GB)


@st.composite
def machines(draw: st.DrawFn) -> list[Item]:
    """Bases, layers on them or on none that is here, and caches."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        found.append(_item(draw, f"base-{number}", BASE, None))
    grounds = st.sampled_from([None, *(item.name for item in found)])
    for number in range(draw(st.integers(0, 6))):
        found.append(_item(draw, f"layer-{number}", LAYER, draw(grounds)))
    for number in range(draw(st.integers(0, 4))):
        found.append(_item(draw, f"cache-{number}", CACHE, None))
    return draw(st.permutations(found))


def _item(draw: st.DrawFn, name: str, kind: str, stands_on: str | None) -> Item:
    return Item(name, kind, draw(sizes), NOW - draw(ages) * DAY_S, stands_on, draw(st.booleans()))


keeps = st.builds(Keep, days=st.floats(0, 100), gb=st.floats(0, 60))


def gone(items: list[Item], keep: Keep) -> list[Item]:
    return [removal.item for removal in to_remove(items, keep, NOW)]


def stuck(item: Item, staying: list[Item]) -> bool:
    return item.busy or any(other.stands_on == item.name for other in staying)


@given(machines(), keeps)
def test_what_is_in_use_stays(items: list[Item], keep: Keep) -> None:
    """Neither a busy item goes nor what it stands on, nor what anything stands on that stays."""
    removed = gone(items, keep)
    staying = [item for item in items if item not in removed]
    assert not any(stuck(item, staying) for item in removed)


@given(machines(), keeps)
def test_the_order_is_one_in_which_they_can_go(items: list[Item], keep: Keep) -> None:
    """At its turn, nothing stands on an item any more."""
    here = {item.name: item for item in items}
    for item in gone(items, keep):
        del here[item.name]
        assert all(other.stands_on != item.name for other in here.values())


@given(machines(), keeps)
def test_what_stays_is_young_and_fits(items: list[Item], keep: Keep) -> None:
    """Whatever stays beyond its days, or beyond the space, stays because it cannot go."""
    removed = gone(items, keep)
    staying = [item for item in items if item not in removed]
    for item in staying:
        assert (NOW - item.last_used) / DAY_S <= keep.days or stuck(item, staying)
    if sum(item.size for item in staying) > keep.gb * GB:
        assert all(stuck(item, staying) for item in staying)


@given(machines(), keeps)
def test_nothing_goes_without_need(items: list[Item], keep: Keep) -> None:
    """Each removal for space was needed when it came, each for age is of an item that is old enough."""
    left = sum(item.size for item in items)
    for removal in to_remove(items, keep, NOW):
        if removal.why.startswith("not used"):
            assert (NOW - removal.item.last_used) / DAY_S > keep.days
        else:
            assert left > keep.gb * GB
        left -= removal.item.size


@given(machines(), keeps)
def test_the_least_recently_used_goes_first_and_bases_last(items: list[Item], keep: Keep) -> None:
    """For space, an item goes before every other of its rank that was used later; a base only after all others."""
    removals = to_remove(items, keep, NOW)
    removed = [removal.item for removal in removals]
    for_space = [removal.item for removal in removals if not removal.why.startswith("not used")]
    for item in for_space:
        for other in items:
            if other in removed or other.busy:
                continue
            assert not (item.kind == BASE and other.kind != BASE)
            if (item.kind == BASE) == (other.kind == BASE) and other.last_used < item.last_used:
                assert stuck(other, [each for each in items if each not in removed])


@given(machines(), keeps)
def test_doing_it_twice_is_doing_it_once(items: list[Item], keep: Keep) -> None:
    """What a removal leaves needs none."""
    removed = gone(items, keep)
    assert gone([item for item in items if item not in removed], keep) == []


@given(machines(), keeps)
def test_the_order_of_the_list_decides_nothing(items: list[Item], keep: Keep) -> None:
    """The choice is the same however the items are listed."""
    assert gone(items, keep) == gone(items[::-1], keep)


def test_a_layer_and_its_base() -> None:
    """A base goes with the last layer on it, and stays with one that is in use; both say why they go."""
    base = Item("base", BASE, GB, NOW - 90 * DAY_S)
    layer = Item("layer", LAYER, GB, NOW - 40 * DAY_S, "base")
    assert gone([base, layer], Keep(30, 20)) == [layer, base]
    assert gone([base, attrs.evolve(layer, busy=True)], Keep(30, 0)) == []
    assert [removal.why for removal in to_remove([base, layer], Keep(30, 20), NOW)] == [
        "not used for 40 days",
        "not used for 90 days",
    ]
    assert "more than 1.5 GB" in to_remove([base, layer], Keep(100, 1.5), NOW)[0].why
