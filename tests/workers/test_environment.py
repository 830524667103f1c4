"""Variables that a recipe may set, and those that belong to the cell."""

import pytest

from workers.environment import MAX_VALUE, RESERVED, RESERVED_PREFIXES, check_environment, variable_problem
from workers.errors import MatrixError
from workers.sandbox import environment


@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "_x", "LC_ALL", "PYTHONPATH", "SAGE_ROOT"])
def test_free_names(name: str) -> None:
    """Ordinary variables are left to the recipe, even empty or over several lines."""
    assert variable_problem(name, "") is None
    assert variable_problem(name, "a b\n'$(c)'\t") is None


@pytest.mark.threat("T23", "T25")
@pytest.mark.parametrize("name", [*RESERVED, *(f"{head}X" for head in RESERVED_PREFIXES)])
def test_reserved_names(name: str) -> None:
    """What belongs to the cell cannot be set, and the sentence says why."""
    problem = variable_problem(name, "x")
    assert problem is not None
    assert problem.startswith(f"{name} cannot be set: ")


def test_where_things_are_is_reserved() -> None:
    """The places that the sandbox sets are all reserved."""
    places = {name for name, value in environment("/place").items() if "/place" in value}
    assert {name for name in places if variable_problem(name, "x") is None} == set()


@pytest.mark.parametrize(
    ("name", "value"), [("1A", ""), ("A-B", ""), ("", ""), ("A\n", ""), ("A", "\0"), ("A", "\udc80")]
)
def test_no_variables(name: str, value: str) -> None:
    """Names and values that a process cannot have are refused in one line."""
    problem = variable_problem(name, value)
    assert problem
    assert "\n" not in problem


def test_caps() -> None:
    """Long values and many variables are refused."""
    assert variable_problem("A", "x" * MAX_VALUE) is None
    assert variable_problem("A", "x" * (MAX_VALUE + 1)) is not None
    with pytest.raises(MatrixError, match="101 variables are more than 100"):
        check_environment({f"A{number}": "" for number in range(101)})
