"""How well the methods of a Python class belong together: LCOM4, by the attributes of `self` that they share.

Two methods belong together where they use the same attribute or one calls the other; the number of groups is the
measure, and one is best. Methods that touch nothing of `self` are no groups of their own.
"""

import re
from collections.abc import Iterator

_CLASS = re.compile(rb"\n([ \t]{0,80})(?:cdef[ \t]{1,4})?class[ \t]{1,4}(\w{1,120})")
_METHOD = re.compile(
    rb"\n([ \t]{1,80})(?:async[ \t]{1,4})?c?p?def[ \t][^\n(=:]{0,120}?(\w{1,120})[ \t]{0,4}\([ \t]{0,4}self\b"
)
_USE = re.compile(rb"\bself\.(\w{1,120})")
MOST = 5000  # classes of one file


def cohesion(code: bytes) -> Iterator[tuple[str, int]]:
    """Name and LCOM4 of each class with two or more methods that use `self`."""
    starts = [(match.start(), len(match[1]), match[2]) for match in _CLASS.finditer(code)][:MOST]
    for number, (start, _, name) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(code)
        methods = list(_METHOD.finditer(code, start, end))
        uses = []
        for at, method in enumerate(methods):
            stop = methods[at + 1].start() if at + 1 < len(methods) else end
            used = set(_USE.findall(code, method.end(), stop))
            if used:
                uses.append(used | {method[2]})
        if len(uses) > 1:
            yield name.decode("ascii", "replace"), groups(uses)


def groups(sets: list[set[bytes]]) -> int:
    """How many groups are left when sets that share a member are joined; nearly linear in the members."""
    parent = list(range(len(sets)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    owner: dict[bytes, int] = {}
    for number, members in enumerate(sets):
        for member in members:
            if member in owner:
                parent[root(number)] = root(owner[member])
            else:
                owner[member] = number
    return len({root(number) for number in range(len(sets))})
