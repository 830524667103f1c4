from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_trees import raw_snapshot
from repos import snapshot_of

from criteria.documents.items import CONDUCT, CONTRIBUTING, README
from criteria.evidence.documents import Documents, collect
from criteria.model import digest_of

TEXT = "# Star Map\n\nDraws a map of the stars seen from a place at a given time, for print and screen.\n"


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> Documents:
    return collect(snapshot_of(tmp_path / "r", files))


@pytest.mark.parametrize(
    "path",
    [
        "README",
        "README.md",
        "readme.rst",
        "ReadMe.txt",
        "README.adoc",
        "docs/README.md",
        ".github/README.md",
        "README.tex",
    ],
)
def test_a_readme_of_any_case_and_suffix_is_found(tmp_path: Path, path: str) -> None:
    assert [document.path for document in _collect(tmp_path, {path: TEXT}).of(README)] == [path]


@pytest.mark.parametrize(
    ("role", "path"),
    [(CONTRIBUTING, "CONTRIBUTING"), (CONTRIBUTING, ".github/contributing.md"), (CONDUCT, "CODE_OF_CONDUCT.txt"),
     (CONDUCT, "code-of-conduct.md"), (CONDUCT, "docs/CodeOfConduct.rst")],
)  # fmt: skip
def test_the_other_documents_are_found_likewise(tmp_path: Path, role: str, path: str) -> None:
    assert [document.path for document in _collect(tmp_path, {path: TEXT}).of(role)] == [path]


def test_the_root_comes_before_folders(tmp_path: Path) -> None:
    files = {"docs/README.md": TEXT, "README.md": TEXT, ".github/README.md": TEXT}
    assert [document.path for document in _collect(tmp_path, files).of(README)] == [
        "README.md", ".github/README.md", "docs/README.md",
    ]  # fmt: skip


def test_items_are_found_by_heading_and_by_wording(tmp_path: Path) -> None:
    text = TEXT + (
        "\n## Installation\n\n    pip install star-map\n\nRun the test suite with pytest.\n"
        "Manual: https://star-map.readthedocs.io\n"
        "\n## Changelog\n\nSee CHANGES.\n\n## Contact\n\nada@stars.example\n\n## Acknowledgements\n\nThanks.\n"
    )
    (document,) = _collect(tmp_path, {"README.md": text}).of(README)
    assert document.items == (
        "description", "getting_started", "tests", "documentation", "versioning", "authors_contact", "acknowledgments",
    )  # fmt: skip


@pytest.mark.threat("A6", "A7")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"![build passing](https://b.example/passing.svg)\n", "no sentence"),
        (b"# A\n" + b"Lorem ipsum dolor sit amet. " * 20, "lorem"),
        (b"word " * 100, "repeats"),
        (b"a\0b", "binary"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, text: bytes, problem: str) -> None:
    (document,) = _collect(tmp_path, {"README.md": text}).of(README)
    assert problem in (document.problem or "")


@pytest.mark.threat("A5")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path / "r", {"README.md": "/etc/passwd"}, modes={"README.md": 0o120000})
    documents = collect(snapshot)
    assert (documents.documents, documents.links) == ((), ("README.md",))


def test_sources_are_told_from_office_files_and_renderings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/index.rst": "Index\n=====\n", "docs/guide.tex": "x", "docs/guide.pdf": b"%PDF\0",
        "docs/plan.docx": b"PK\0",
        "docs/paper.pdf": b"%PDF\0", "docs/conf.py": "project = 'a'\nextensions = ['sphinx.ext.autodoc']\n",
        "man/tool.1": ".TH TOOL 1\n", "vendor/x/docs/a.rst": "A\n=\n", "src/table.txt": "1",
    }  # fmt: skip
    documents = _collect(tmp_path, files)
    assert {source.path: source.text for source in documents.sources} == {
        "docs/index.rst": True, "docs/guide.tex": True, "docs/plan.docx": False, "docs/paper.pdf": False,
        "man/tool.1": True,
    }  # fmt: skip
    assert (documents.builds, documents.apart) == (("Sphinx: docs/conf.py",), 1)


def test_a_known_code_of_conduct_its_contact_and_its_gaps_are_seen(tmp_path: Path) -> None:
    text = "# Contributor Covenant Code of Conduct\n\nReport to {}.\n"
    gap = _collect(tmp_path / "a", {"CODE_OF_CONDUCT.md": text.format("[INSERT CONTACT METHOD]")}).documents[0]
    full = _collect(tmp_path / "b", {"CODE_OF_CONDUCT.md": text.format("conduct@stars.edu")}).documents[0]
    assert (gap.code, gap.placeholder, gap.contact) == ("Contributor Covenant", "[INSERT CONTACT METHOD]", False)
    assert (full.placeholder, full.contact) == (None, True)


@pytest.mark.threat("A21")
def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    names = {b"README\xff.md": b"x", b"README.\n.md": b"y", b"-README": b"z", b"README.\x1b[31m": b"w"}
    documents = collect(raw_snapshot(tmp_path / "r", names))
    assert len(documents.of(README)) == 2  # a name begins with the word, and a suffix or nothing follows it
    assert digest_of(documents).startswith("sha256:")


@settings(max_examples=50)
@given(
    content=st.binary(max_size=400),
    name=st.sampled_from(["README.md", "CONTRIBUTING.rst", "CODE_OF_CONDUCT", "README.txt"]),
)
def test_any_bytes_are_read(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    assert len(_collect(tmp_path_factory.mktemp("r"), {name: content}).documents) == 1
