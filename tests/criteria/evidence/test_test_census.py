from pathlib import Path

import pytest
from raw_trees import raw_snapshot
from scans import scanned, scanned_snapshot

from criteria.evidence import test_census
from criteria.evidence.test_census import APART, BESIDE, TestCensus


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> TestCensus:
    return scanned(test_census, tmp_path / "r", files)


@pytest.mark.parametrize(
    ("path", "text", "functions"),
    [
        ("tests/test_a.py", "def test_a():\n    pass\n\nclass T:\n    async def test_b(self):\n        pass\n", 2),
        ("tests/a_test.go", "func TestA(t *testing.T) {\n}\n", 1),
        ("tests/a.test.ts", "test('a', () => {})\n  it('b', () => {})\n", 2),
        ("tests/a_test.cpp", 'TEST(A, b) {}\nTEST_CASE("c") {}\n', 2),
        ("src/test/java/ATest.java", "  @Test\n  void a() {}\n", 1),
        ("tests/a.rs", "#[test]\nfn a() {}\n", 1),
        ("test/runtests.jl", '@testset "a" begin\n  @test 1 == 1\nend\n', 2),
        ("tests/testthat/test-a.R", 'test_that("a", {})\n', 1),
        ("tests/a.bats", '@test "a" {\n}\n', 1),
        ("tst/a.tst", "gap> 1+1;\n2\n", 1),
    ],
)
def test_test_functions_are_counted_in_each_language(tmp_path: Path, path: str, text: str, functions: int) -> None:
    assert [file.functions for file in _collect(tmp_path, {path: text}).files] == [functions]


def test_places_are_told_apart(tmp_path: Path) -> None:
    body = "def test_a(): pass\n"
    census = _collect(
        tmp_path, {"tests/test_a.py": body, "pkg/sub/tests/b.py": body, "pkg/test_c.py": body, "pkg/d.py": body}
    )
    assert {file.path: file.place for file in census.files} == {
        "tests/test_a.py": APART, "pkg/sub/tests/b.py": APART, "pkg/test_c.py": BESIDE,
    }  # fmt: skip


def test_doctest_prompts_of_python_and_sage_are_counted_in_first_party_files(tmp_path: Path) -> None:
    files = {
        "a.py": '"""\n>>> 1\n1\n>>> 2\n2\n"""\n', "b.pyx": '"""\n    sage: 1 + 1\n    2\n"""\n',
        "docs/c.rst": ">>> 3\n",
        "vendor/d.py": ">>> 4\n", "e.c": ">>> 5\n",
    }  # fmt: skip
    census = _collect(tmp_path, files)
    assert (census.doctests, census.sage_doctests, census.doctest_files) == (3, 1, 3)


@pytest.mark.threat("A9")
def test_a_test_file_without_a_test_is_empty_and_one_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    census = _collect(tmp_path, {"tests/test_a.py": "x = 1\n", "tests/test_b.py": b"def test_a(): pass\0\n"})
    assert (census.files, census.empty, census.unread) == ((), ("tests/test_a.py",), ("tests/test_b.py",))


@pytest.mark.threat("A21")
def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    names = dict.fromkeys((b"test_\xff.py", b"test_\n.py", b"-test_a.py"), b"def test_a(): pass\n")
    assert sum(file.functions for file in scanned_snapshot(test_census, raw_snapshot(tmp_path / "r", names)).files) >= 1
