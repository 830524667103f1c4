"""A9: what a test asks of the code, told from what only looks like asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.census.assertions import asserting


def _one(body: str) -> int:
    return asserting(f"def test_it(tmp_path) -> None:\n    {body}\n".encode())


@pytest.mark.threat("A9")
@pytest.mark.parametrize(
    "body",
    ["pass", "assert True", "assert (True)", "assert 1", "assert 1 == 1", "assert x == x, 'same'", "assert not False",
     "assert 'sky'", "assert True  # for now", "self.assertTrue(True)", "self.assertEqual(1, 1)", "x = project(0, 0)",
     "# assert project(0, 0) == 1", "x = 1  # assert x == 2", "assert_it = 1"],
)  # fmt: skip
def test_what_cannot_fail_is_no_assertion(body: str) -> None:
    """Literals that are true, values compared with themselves, comments."""
    assert _one(body) == 0


@pytest.mark.parametrize(
    "body",
    ["assert project(0, 0) == 1", "assert x", "assert not x", "assert x == y", "assert 1 == x", "assert False",
     "self.assertEqual(x, 1)", "np.testing.assert_allclose(x, y)", "with pytest.raises(ValueError): f()",
     "check_result(x)", "if x: assert y", "x = 1; assert x == y", "expect(x).to_be(1)", "pytest.fail('no')",
     "assert x == x + 1", "assert (\n        x == y\n    )"],
)  # fmt: skip
def test_what_can_fail_is_an_assertion(body: str) -> None:
    """Statements, the calls of the common libraries, and helpers that say by their name that they check."""
    assert _one(body) == 1


def test_each_function_is_looked_at_by_itself() -> None:
    """The assertion of one does not speak for another; one on a single line counts."""
    text = b"def test_a(): assert a == b\ndef test_b(): pass\nclass T:\n    async def test_c(self):\n        assert c\n"
    assert asserting(text) == 2


def test_the_name_of_a_function_asserts_nothing() -> None:
    """`def test_check(x)` is no call of a check."""
    assert asserting(b"def test_check(x):\n    y = 1\n\n\ndef check(x):\n    return x\n") == 0


@given(st.binary(max_size=300))
def test_any_bytes_are_bytes(content: bytes) -> None:
    """Never more functions that assert than there are functions, and none where there is none."""
    assert asserting(content.replace(b"test", b"")) == 0
    text = b"def test_a():\n    " + content
    assert 0 <= asserting(text) <= text.count(b"test")
