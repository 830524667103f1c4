"""Test doubles, and where they lie."""

from pathlib import Path

import pytest
from scans import scanned

from criteria.evidence import doubles


@pytest.mark.parametrize(
    ("name", "text", "library"),
    [
        ("tests/test_a.py", "from unittest import mock\n", "unittest.mock"),
        ("tests/test_a.py", "def test_a(monkeypatch): pass\n", "pytest monkeypatch"),
        ("tests/test_a.py", "import responses\n", "recorded replies"),
        ("tests/test_a.py", "class FakeClock:\n    pass\n", "doubles by hand"),
        ("tests/a_test.cpp", "MOCK_METHOD(int, a, ());\n", "gmock"),
        ("src/test/java/ATest.java", "Mockito.when(a)\n", "Mockito"),
        ("tests/a.test.js", "jest.fn()\n", "sinon, jest or vitest"),
        ("tests/testthat/test-a.R", "local_mocked_bindings(a = b)\n", "testthat mocks"),
    ],
)
def test_doubles_of_each_language_are_found_in_tests(tmp_path: Path, name: str, text: str, library: str) -> None:
    found = scanned(doubles, tmp_path / "r", {name: text})
    assert (found.in_tests, found.in_code, found.libraries) == (1, 0, (library,))


def test_doubles_in_the_main_code_are_told_apart(tmp_path: Path) -> None:
    """A class of the subject that is called Dummy is no double there."""
    files = {
        "star/a.py": "from unittest.mock import Mock\n",
        "star/b.py": "class Dummy:\n    pass\n",
        "tests/test_a.py": "x = 1\n",
    }
    found = scanned(doubles, tmp_path / "r", files)
    assert (found.in_tests, found.in_code, found.test_files) == (0, 1, 1)


def test_a_library_in_a_text_of_another_language_is_a_word(tmp_path: Path) -> None:
    """A test about tests of Java is no test with doubles; nor is main code that speaks of one."""
    files = {
        "tests/test_a.py": "TEXT = 'Mockito.mock(A.class); jest.fn()'\n",
        "star/a.py": "FIX = 'use unittest.mock'\n",
    }
    found = scanned(doubles, tmp_path / "r", files)
    assert (found.in_tests, found.in_code) == (0, 0)


def test_a_decorator_of_python_is_no_macro_of_julia(tmp_path: Path) -> None:
    found = scanned(doubles, tmp_path / "r", {"tests/test_a.py": "@mock.patch('a.b')\ndef test_a(b): pass\n"})
    assert found.libraries == ("unittest.mock",)


def test_words_in_other_words_are_no_doubles(tmp_path: Path) -> None:
    assert (
        scanned(doubles, tmp_path / "r", {"tests/test_a.py": "hammock = 1\nlock.acquire()\nmocking = 'x'\n"}).in_tests
        == 0
    )
