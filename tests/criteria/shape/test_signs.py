import pytest

from criteria.shape import signs


@pytest.mark.parametrize(
    "text",
    [
        b"int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) {",
        b"import atheris\n",
        b"func FuzzParse(f *testing.F) {",
        b"fuzz_target!(|data: &[u8]| {",
    ],
)
def test_a_definition_is_a_target_and_its_name_in_a_string_is_none(text: bytes) -> None:
    assert signs.is_fuzzed(text)
    assert not signs.is_fuzzed(b'x = "' + text.partition(b"(")[0].strip() + b'"')


@pytest.mark.parametrize(
    "text",
    [
        b"a == approx(b)",
        b"np.isclose(a, b)",
        b"EXPECT_NEAR(a, b, 1e-9)",
        b"abs(a - b) < tol",
        b"@test a \xe2\x89\x88 b",
    ],
)
def test_comparisons_with_a_tolerance_are_counted(text: bytes) -> None:
    assert signs.comparisons(text + b"\n" + text) == 2
    assert signs.comparisons(b"assert a == b") == 0


def test_laws_tolerances_of_doctests_and_warnings() -> None:
    assert signs.has_laws(b"from hypothesis import given\n")
    assert signs.doctest_tolerances(b"    sage: f(1)  # abs tol 1e-9\n") == 1
    assert signs.warns(b"CFLAGS = -Wall\n")
    assert not signs.warns(b"name-Wallet\n")
