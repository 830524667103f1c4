"""The numbers that deprecations name."""

import pytest

from criteria.changes.deprecations import Deprecation, deprecations
from criteria.changes.source_lines import read_lines

TEXT = '''
def f(x):
    """
        sage: deprecation(1, "in an example")
    """
    deprecation(2, "text")
    deprecation_cython(
        3,
        "text")
    deprecation(issue_number=4, message="text")
    # deprecation(5, "in a comment")
    deprecation(number, "text 6")
g = deprecated_function_alias(7, f)
lazy_import('sage.x', 'y',
            deprecation=8)
lazy_import('sage.x', 'z', deprecation=(9, "why"))
deprecated_callable_import(10, 'sage.x', globals(), locals(), ['a'])
@rename_keyword(deprecation=11, old='new')
def deprecation(issue_number, message): return deprecation_of(12)
'''


def test_numbers_are_found_where_they_stand() -> None:
    """In calls and keywords, on a line of their own too; not in strings, comments and examples."""
    found = deprecations(read_lines(TEXT, "Python").code)
    assert [one.number for one in found] == [2, 3, 4, 7, 8, 9, 10, 11]
    assert found[1] == Deprecation(8, "deprecation_cython", 3)
    assert {one.name for one in found} == {
        "deprecation", "deprecation_cython", "deprecated_function_alias", "deprecated_callable_import",
    }  # fmt: skip


def test_without_the_word_nothing_is_looked_for() -> None:
    assert deprecations(["x = 1"]) == ()


@pytest.mark.threat("A24")
@pytest.mark.parametrize("unit", ["deprecation(\n", "deprecation=(", "deprecation( ", "deprecation"])
def test_a_hostile_text_ends(unit: str) -> None:
    assert deprecations((unit * 50_000).split("\n")) == ()
