from hypothesis import given
from hypothesis import strategies as st

from criteria.shape.classes import cohesion, groups

SETS = st.lists(st.sets(st.binary(min_size=1, max_size=1), min_size=1, max_size=4), min_size=1, max_size=12)


@given(SETS)
def test_groups_do_not_depend_on_the_order(sets: list[set[bytes]]) -> None:
    assert groups(sets) == groups(sets[::-1])
    assert 1 <= groups(sets) <= len(sets)


def test_methods_that_share_or_call_belong_together() -> None:
    one = b"\nclass A:\n    def a(self):\n        return self.x\n    def b(self):\n        return self.x\n"
    call = b"\nclass A:\n    def a(self):\n        return self.b()\n    def b(self):\n        return self.y\n"
    two = b"\nclass A:\n    def a(self):\n        return self.x\n    def b(self):\n        return self.y\n"
    assert [list(cohesion(text)) for text in (one, call, two)] == [[("A", 1)], [("A", 1)], [("A", 2)]]
