"""The tables of readers."""

import gzip

import pytest

from workers.all_readers import COVERAGE_READERS, FILE_READERS, LOG_READERS, file_reader_of


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><!-- words --><testsuites>', "junit"),
        ('<?xml version="1.0" encoding="utf-16"?><testsuite/>'.encode("utf-16"), "junit"),
        (b"<html/>", None),
        (b"noise\n1..3\nok 1\n", "tap"),
        (b"ok\nfine\n", None),
        (b'{"id":"a","outcome":"passed"}', "assay"),
        (gzip.compress(b"{}", mtime=0), "assay"),
        (b'FAIL\tp [build failed]\n{"Time":"now","Action":"start","Package":"p"}', "go"),
        (b'{"name": "a", "stdout": "' + b"x" * 5000, "meson"),
        (b"{}", None),
        (b"", None),
    ],
)
def test_a_form_is_told_from_the_first_bytes(head: bytes, form: str | None) -> None:
    """And what is none of them is none."""
    assert file_reader_of(head[:4096]) == form


def test_the_names_others_rely_on_are_there() -> None:
    """The log of pytest is held against its report by this name."""
    assert "pytest" in LOG_READERS
    assert "junit" in FILE_READERS
    assert "coverage.py" in COVERAGE_READERS
