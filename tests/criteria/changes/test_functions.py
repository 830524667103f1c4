"""Functions and their examples, counted as SageMath's own coverage counts them."""

import ast
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.changes.functions import Function, functions
from criteria.changes.source_lines import read_lines

TEXT = '''
def plain(x):
    """
    Say something.

    EXAMPLES::

        sage: plain(1)
    """
    def inner():
        pass
    return x


class Map:
    """
        sage: Map()
    """

    def __init__(self, sky=(1,
                 2)):
        """No example."""
        self.sky = [
    1,
        ]

    @property
    def size(self): return 1

    async def load(self):
        # a comment
        r"""
        >>> load()
        """

    def __new__(cls):
        return 1


@overload
def many(x: int): ...
def many(x):
    "In single quotes."
    return "sage: 1"


cpdef list fast(int x) except *:
    """
    TESTS: see pytest
    """
    return []

cdef int hidden(int x):
    return x
'''


def _read(text: str = TEXT, language: str = "Cython") -> dict[str, Function]:
    return {one.name: one for one in functions(read_lines(text, language))}


def test_def_and_cpdef_count_and_nothing_inside_them() -> None:
    """Nor __new__, nor what only declares a type, nor cdef; methods are qualified."""
    assert list(_read()) == ["plain", "Map.__init__", "Map.size", "Map.load", "many", "fast"]


def test_an_example_is_a_prompt_in_the_docstring() -> None:
    """A string elsewhere is none; a mention of pytest counts, as SageMath has it."""
    read = _read()
    assert {name for name, one in read.items() if one.tested} == {"plain", "Map.load", "fast"}
    assert {name for name, one in read.items() if one.documented} == {*read} - {"Map.size"}


def test_the_body_is_the_code_behind_signature_and_docstring() -> None:
    """A bracket that is open holds the function together, whatever its lines are indented by."""
    lines = TEXT.split("\n")
    init = _read()["Map.__init__"]
    assert [lines[line - 1].strip() for line in init.body] == ["self.sky = [", "1,", "]"]
    assert lines[init.line - 1].strip().startswith("def __init__")
    assert _read()["Map.size"].body == ()
    assert _read()["plain"].last == 12


LIBRARY = sorted(Path(tokenize.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_the_functions_are_those_that_python_finds(path: Path) -> None:
    """On the standard library: names, lines and docstrings, but for what stands inside functions and compound lines."""
    text = path.read_text(encoding="utf-8", errors="replace")
    found = {(one.name, one.line): one.documented for one in functions(read_lines(text, "Python"))}
    known = dict(_known(ast.parse(text), ""))
    assert {key for key in known if key not in found} == set()
    assert {key for key in found if key not in known} == set()
    wrong = [key for key in known if known[key] is not None and found[key] != known[key]]
    assert not wrong


def _known(tree: ast.AST, prefix: str):  # type: ignore[no-untyped-def]
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = {ast.unparse(one).rpartition(".")[2] for one in node.decorator_list}
            if node.name not in ("__new__", "__dealloc__", "_") and "overload" not in names:
                # A docstring on the line of the signature is not read.
                inline = node.body[0].lineno == node.lineno
                yield (prefix + node.name, node.lineno), None if inline else _has_docstring(node)
        elif isinstance(node, ast.ClassDef):
            yield from _known(node, f"{prefix}{node.name}.")
        else:
            yield from _known(node, prefix)


def _has_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(node, clean=False) is not None


@given(st.text(alphabet="def clas():\n\t @'\"x=[", max_size=300))
def test_any_text_has_functions_in_order_within_it(text: str) -> None:
    """Whatever is open at the end: lines lie in the text, and begin in order."""
    found = functions(read_lines(text, "Python"))
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert all(1 <= one.line <= one.last <= text.count("\n") + 1 for one in found)


@pytest.mark.threat("A24")
@pytest.mark.parametrize(
    "text", ["def f(" * 50_000, "def f():\n" * 50_000, "".join(" " * n + "class C:\n" for n in range(600))]
)
def test_a_hostile_text_ends(text: str) -> None:
    """Signatures without end, and definitions as deep as they like."""
    functions(read_lines(text, "Python"))
