from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_trees import raw_snapshot
from repos import snapshot_of
from scans import census_of

from criteria.evidence.census import Census, CensusFile, count_lines
from criteria.model import digest_of


def _file(census: Census, path: str) -> CensusFile:
    return next(file for file in census.files if file.path == path)


def test_every_path_of_the_tree_is_in_the_census_sorted(tmp_path: Path) -> None:
    names = {"a.py": "x = 1\n\n", "link": "a.py", "b/c.pyx": "cdef int x\n", "z.bin": b"\0\1"}
    snapshot = snapshot_of(tmp_path / "r", names, modes={"link": 0o120000})
    census = census_of(snapshot)
    assert [file.path for file in census.files] == sorted(names)
    assert _file(census, "link").unread == "a link is never followed"


def test_lines_are_those_that_are_not_blank_and_totals_hold_first_party_files_only(tmp_path: Path) -> None:
    files = {"a.py": "x = 1\n\n  \ny = 2", "vendor/b.py": "z = 3\n", "t.f90": "end\n"}
    census = census_of(snapshot_of(tmp_path / "r", files))
    assert [(total.language, total.files, total.lines) for total in census.languages] == [
        ("Python", 1, 2),
        ("Fortran", 1, 1),
    ]
    assert [(total.rule, total.files, total.lines) for total in census.apart] == [("vendored/folder", 1, 1)]
    assert census.programming_lines == 3


@pytest.mark.threat("A14")
def test_attributes_do_not_hide_code(tmp_path: Path) -> None:
    hidden = ".gitattributes", "*.py linguist-vendored linguist-generated export-ignore\n"
    census = census_of(snapshot_of(tmp_path / "r", dict([hidden]) | {"a.py": "x = 1\n"}))
    assert _file(census, "a.py").apart is None


@pytest.mark.threat("A14")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x = 1\0\n", "NUL"),
        (b"x = '\xff'\n", "not valid utf-8 at byte 5"),
        (b"# coding: ascii\n\xe9", "not valid ascii"),
    ],
)
def test_code_that_cannot_be_read_stays_in_the_census_with_the_reason(tmp_path: Path, content: bytes, why: str) -> None:
    census = census_of(snapshot_of(tmp_path / "r", {"a.py": content, "b.py": "x = 1\n"}))
    file = _file(census, "a.py")
    assert (file.language, file.decodable, file.lines) == ("Python", False, 0)
    assert why in (file.unread or "")
    assert census.languages[0].unread == 1


@pytest.mark.threat("A14")
def test_a_quadratic_codec_is_not_used_for_foreign_text(tmp_path: Path) -> None:
    file = census_of(snapshot_of(tmp_path / "r", {"a.py": b"# coding: punycode\nx = 1\n"})).files[0]
    assert file.decodable  # it is read as UTF-8, which it is


@pytest.mark.threat("A30")
@pytest.mark.parametrize(
    "content",
    ["x = 1\ny = 2\n".encode("utf-16"), b"\xef\xbb\xbfx = 1\ny = 2\n", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n"],
)
def test_text_in_the_encoding_it_claims_is_read(tmp_path: Path, content: bytes) -> None:
    file = census_of(snapshot_of(tmp_path / "r", {"a.py": content})).files[0]
    assert (file.unread, file.lines) == (None, 2)


@pytest.mark.threat("A22")
def test_a_pointer_to_large_file_storage_is_not_taken_for_the_file(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    assert "LFS" in (census_of(snapshot_of(tmp_path / "r", {"a.py": pointer})).files[0].unread or "")


@pytest.mark.threat("A21")
def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    names = [b"new\nline.py", b"-rf.py", b"\x1b[31m.py", b"x" * 250 + b".py", b"\xff.py"]
    snapshot = raw_snapshot(tmp_path / "r", dict.fromkeys(names, b"x = 1\n"))
    census = census_of(snapshot)
    assert len(census.files) == len(names)
    assert {file.language for file in census.files} == {"Python"}
    assert digest_of(census).startswith("sha256:")


@given(
    st.lists(st.sampled_from([b"", b"x", b"  ", b"\ty", b"\x0c"]), max_size=30),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_line_ends_do_not_change_the_count(lines: list[bytes], end: bytes) -> None:
    assert count_lines(end.join(lines)) == sum(1 for line in lines if line.strip())


def test_the_same_tree_gives_the_same_census(tmp_path: Path) -> None:
    files = {"a.py": "x = 1\n", "b.md": "# b\n"}
    first, second = (census_of(snapshot_of(tmp_path / name, files)) for name in "ab")
    assert digest_of(first) == digest_of(second)
