"""The functions of a Python or Cython text, and which of them have an example that can be tested.

Counted as SageMath's own coverage counts them: `def` and `cpdef`, not what stands inside another function, and not
`__new__` and `__dealloc__`, which nobody can document.
"""

import re
from collections.abc import Iterator

import attrs

from criteria.changes.source_lines import STRING, SourceLines

_DEFINED = re.compile(
    r"(?P<indent>[ \t]*+)(?:async[ \t]++)?(?P<kind>def|cpdef|cdef[ \t]++class|class)\b(?P<rest>[^\n]*+)"
)
_NAME = re.compile(r"[ \t]*+(?:[\w.\[\], *]{0,120}[ \t*])??(?P<name>\w{1,200})[ \t]*+\(")
_CLASS = re.compile(r"[ \t]*+(?P<name>\w{1,200})")
_STATEMENT = re.compile(r"[ \t]*+(?:async[ \t]++def|def|class|cdef|cpdef|@)\b|[ \t]*+@")
_DECLARED = re.compile(r"[ \t]*+@(?:\w{1,60}\.){0,3}overload\b")
_BRACKET = re.compile(r"[()\[\]{}]")
_TESTED = re.compile(r"(?:^|\n)[ \t]*+(?:sage:|>>>) |pytest")
_EXEMPT = frozenset(("__dealloc__", "__new__", "_"))


@attrs.frozen
class Function:
    """A function or method. `name` is qualified by its classes; `line` and `last` count from 1.

    `body`: its lines of code after the signature; documentation, comments and blank lines are none.
    """

    name: str
    line: int
    last: int
    documented: bool
    tested: bool
    body: tuple[int, ...]


@attrs.define
class _Open:
    """A definition whose end was not seen yet."""

    indent: int
    name: str
    line: int
    function: bool
    signed: bool = False  # the signature is at its end
    docstring: int = 0  # the line on which it begins
    body: list[int] = attrs.field(factory=list)
    begun: bool = False  # a statement of the body was seen
    last: int = 0


def functions(source: SourceLines) -> list[Function]:
    """In the order in which they begin. Lines inside brackets never end a function."""
    found = sorted(_closed(source), key=lambda one: one.line)
    return [one for one in found if one.name.rpartition(".")[2] not in _EXEMPT]


def _closed(source: SourceLines) -> Iterator[Function]:
    """One pass over the code: a stack of what is open, by indentation."""
    stack: list[_Open] = []
    depth, declared = 0, False
    for number, code in enumerate(source.code, 1):
        bare = code.strip()
        if not bare:
            continue
        begins = _STATEMENT.match(code) is not None
        if depth > 0 and not begins:
            depth = _depth(bare, depth)
            _goes_on(stack, number, bare, depth)
            continue
        indent = len(code) - len(code.lstrip())
        while stack and indent <= stack[-1].indent:
            yield from _made(stack.pop(), source)
        if stack:
            stack[-1].last = number
        depth = _depth(bare, 0)
        opened = _opened(code, number, stack)
        if opened is None:
            declared = _DECLARED.match(code) is not None or (declared and bare.startswith("@"))
            _goes_on(stack, number, bare, depth)
        elif not declared or not opened.function:
            stack.append(opened)
            _goes_on(stack, number, bare, depth)
        else:
            declared = False
    while stack:
        yield from _made(stack.pop(), source)


def _opened(code: str, number: int, stack: list[_Open]) -> _Open | None:
    match = _DEFINED.match(code)
    if match is None or any(one.function for one in stack):
        return None
    function = match["kind"] in ("def", "cpdef")
    named = (_NAME if function else _CLASS).match(match["rest"])
    if named is None:
        return None
    name = f"{stack[-1].name}.{named['name']}" if stack else named["name"]
    return _Open(len(match["indent"]), name, number, function, last=number)


def _goes_on(stack: list[_Open], number: int, bare: str, depth: int) -> None:
    """One more line of what is open: its signature, its docstring, or its body."""
    if not stack:
        return
    top = stack[-1]
    top.last = number
    if not top.signed:
        top.signed = depth == 0
    elif not top.begun and bare.startswith(STRING):
        top.begun, top.docstring = True, number
    else:
        top.begun = True
        top.body.append(number)


def _depth(bare: str, depth: int) -> int:
    for bracket in _BRACKET.findall(bare):
        depth += 1 if bracket in "([{" else -1
    return max(0, depth)


def _made(one: _Open, source: SourceLines) -> Iterator[Function]:
    if not one.function:
        return
    block = source.block_at(one.docstring) if one.docstring else None
    tested = block is not None and _TESTED.search(block.text) is not None
    last = max(one.last, block.last if block else 0)
    yield Function(one.name, one.line, last, bool(one.docstring), tested, tuple(one.body))
