"""Coverage in five forms: the form is told by the content, and all say the same of the same run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import CAPTURES

from workers.errors import ResultError
from workers.readers import covered_file
from workers.readers.coverage import COVERAGE_READERS, coverage_form, read_coverage

PYTHON = ("coverage.json", "coverage.xml", "coverage.lcov")
CPP = ("gcovr5.json", "gcovr8.json", "gcovr5.xml", "gcovr8.xml", "gcovr8.info", "lcov.info", "gcovr8-jacoco.xml")


@pytest.mark.parametrize("name", PYTHON)
def test_the_forms_of_a_python_run_agree(name: str) -> None:
    """JSON, Cobertura and LCOV of the same data."""
    files = read_coverage((CAPTURES / name).read_bytes()).files
    assert [(file.path, file.covered, file.missing) for file in files] == [("test_shapes.py", 35, 3)]


@pytest.mark.parametrize("name", CPP)
def test_the_forms_of_a_compiled_program_agree(name: str) -> None:
    """Two versions of gcovr in four forms, and LCOV itself."""
    coverage = read_coverage((CAPTURES / name).read_bytes())
    told = [(file.path, file.covered, file.missing) for file in coverage.files]
    assert told == [("main.cpp", 1, 0), ("src/shape.cpp", 3, 3), ("src/shape.h", 1, 0)]
    assert coverage.dropped == 0


def test_java_files_are_found_by_their_package() -> None:
    """JaCoCo does not know the folder of sources; when two files fit, none is taken."""
    content = (CAPTURES / "jacoco.xml").read_bytes()
    (file,) = read_coverage(content, files=["src/main/java/demo/Shape.java", "Shape.java"])
    assert (file.path, file.covered, file.missing) == ("src/main/java/demo/Shape.java", 4, 3)
    (unknown,) = read_coverage(content, files=["a/demo/Shape.java", "b/demo/Shape.java"])
    assert unknown.path == "demo/Shape.java"


def test_a_folder_of_sources_is_taken_before_the_name() -> None:
    """Cobertura names files from a folder, of which there may be several: the tree says which one is meant."""
    sources = "<source>/work/source/lib</source><source>/work/source/src</source>"
    lines = (
        '<class filename="a.py"><methods/><lines><line number="1" hits="1"/><line number="1" hits="0"/></lines></class>'
    )
    content = f"<coverage><sources>{sources}</sources><packages>{lines}</packages></coverage>"
    assert [file.path for file in read_coverage(content)] == ["lib/a.py"]
    (file,) = read_coverage(content, files=["src/a.py"])
    assert (file.path, file.covered, file.missing) == ("src/a.py", 1, 0)


def test_records_of_the_same_file_are_one() -> None:
    """A line that one test ran is covered, whatever the others did."""
    (file,) = read_coverage("TN:a\nSF:x.c\nDA:1,0\nDA:2,0\nend_of_record\nTN:b\nSF:x.c\nDA:1,3,hash\nend_of_record\n")
    assert (file.covered, file.missing) == (1, 1)


@pytest.mark.threat("T33")
@pytest.mark.parametrize(
    "content",
    [
        "SF:/etc/passwd\nDA:1,1\nend_of_record\nSF:../x\nDA:1,1\nend_of_record\n",
        '{"files": [{"file": "/etc/passwd", "lines": []}, {"file": "../x", "lines": []}]}',
        '<coverage><class filename="/etc/passwd"/><class filename="../x"/></coverage>',
        '<report><package name=".."><sourcefile name="x"/><sourcefile name="../y"/></package></report>',
    ],
)
def test_paths_that_lead_out_are_dropped_and_counted(content: str) -> None:
    """In every form."""
    coverage = read_coverage(content)
    assert (coverage.files, coverage.dropped) == ((), 2)


@pytest.mark.threat("T32")
@pytest.mark.parametrize("root", ["coverage", "report"])
def test_a_document_type_is_named_and_never_opened(root: str) -> None:
    """Both forms have one; entities are refused all the same."""
    assert read_coverage(f'<!DOCTYPE {root} SYSTEM "file:///etc/passwd"><{root}/>').files == ()
    with pytest.raises(ResultError, match="EntitiesForbidden"):
        read_coverage(f'<!DOCTYPE {root} [<!ENTITY a SYSTEM "file:///etc/passwd">]><{root}>&a;</{root}>')


@pytest.mark.threat("F18")
def test_lines_and_files_beyond_all_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by caps on the numbers of lines and files."""
    with pytest.raises(ResultError, match="line that cannot be"):
        read_coverage("SF:x\nDA:99999999,1\n")
    monkeypatch.setattr(covered_file, "MAX_LINES", 1000)
    with pytest.raises(ResultError, match="more than 1000 lines"):
        read_coverage("".join(f"SF:{name}\nDA:900,1\nend_of_record\n" for name in "ab"))
    monkeypatch.setattr(covered_file, "MAX_FILES", 3)
    with pytest.raises(ResultError, match="more than 3 files"):
        read_coverage("".join(f"SF:{name}\n" for name in "abcd"))


def test_a_form_nobody_knows_is_refused_with_all_that_are_known() -> None:
    """The sentence says what to give instead."""
    with pytest.raises(ResultError, match=r"coverage\.py, gcovr, lcov, cobertura, jacoco"):
        read_coverage("mode: set\n")


HEADS = st.sampled_from(
    ["", "{", "TN:\n", "SF:a\nDA:", "<coverage>", "<report>", '{"files": [', '{"files": {', "<?xml?><report "]
)


@given(HEADS, st.binary(max_size=200))
def test_no_text_brings_a_reader_down(head: str, rest: bytes) -> None:
    """Whatever comes is coverage or a sentence."""
    content = head.encode() + rest
    for form in {coverage_form(content), *COVERAGE_READERS} - {None}:
        assert form in COVERAGE_READERS
    try:
        read_coverage(content)
    except ResultError as error:
        assert "coverage file" in str(error)
