"""To whom the documentation speaks, where it is, and what is made here."""

from pathlib import Path

import pytest
from raw_trees import raw_snapshot
from repos import snapshot_of

from criteria.documents.audiences import API, ARCHITECTURE, BUILD, CLI, CONFIGURATION, INSTALL
from criteria.evidence import guides
from criteria.evidence.guides import Guides
from criteria.model import plain, structured

WORDS = "The parts of the star map are told here in some more words than a title has. " * 4


def _guides(path: Path, files: dict[str, str | bytes]) -> Guides:
    return guides.collect(snapshot_of(path, files))


@pytest.mark.parametrize(
    ("name", "text", "topic", "how"),
    [
        ("docs/architecture.md", WORDS, ARCHITECTURE, "name"),
        ("docs/guide.rst", f"Code structure\n==============\n\n{WORDS}", ARCHITECTURE, "heading"),
        ("README.md", f"# Map\n\n## Building from source\n\n{WORDS}", BUILD, "heading"),
        ("docs/installation.rst", WORDS, INSTALL, "name"),
        ("docs/api.rst", ".. automodule:: star\n", API, "directive"),
        ("docs/api.md", "::: star.map\n", API, "directive"),
        ("docs/src/lib.md", "```@autodocs\nModules = [Star]\n```\n", API, "directive"),
        ("docs/cli.rst", ".. click:: star:main\n", CLI, "directive"),
        ("docs/configuration/index.md", WORDS, CONFIGURATION, "name"),
    ],
)
def test_topics_show_by_name_heading_or_directive(tmp_path: Path, name: str, text: str, topic: str, how: str) -> None:
    assert (name, how) in [(page.path, page.how) for page in _guides(tmp_path / "r", {name: text}).of(topic)]


@pytest.mark.threat("A6")
@pytest.mark.parametrize("text", ["", "# Architecture\n", "Architecture " * 5])
def test_a_page_of_a_title_alone_speaks_of_nothing(tmp_path: Path, text: str) -> None:
    assert _guides(tmp_path / "r", {"docs/architecture.md": text}).of(ARCHITECTURE) == ()


def test_the_manual_of_an_r_package_is_its_reference(tmp_path: Path) -> None:
    """A folder called man is one in a package of R only."""
    page, package = {"man/fit.Rd": "\\name{fit}\n"}, {"DESCRIPTION": "Package: star\n"}
    assert [one.path for one in _guides(tmp_path / "r", {**page, **package}).generators] == ["man/fit.Rd"]
    assert not _guides(tmp_path / "s", {**page}).generators


def test_words_of_the_subject_are_no_topics(tmp_path: Path) -> None:
    """Operators of algebra are no operators of a service."""
    text = f"Operators\n=========\n\n{WORDS}\n\nA configuration of points\n-------------------------\n"
    assert _guides(tmp_path / "r", {"docs/algebra.rst": text}).pages == ()


def test_vendored_pages_are_not_the_projects(tmp_path: Path) -> None:
    assert _guides(tmp_path / "r", {"vendor/x/docs/api.rst": ".. automodule:: x\n"}).pages == ()


def test_versions_of_a_change_log_and_of_a_folder_of_notes_are_read(tmp_path: Path) -> None:
    log = "# Changes\n\n## [1.2.0] - 2024-05-01\n\n- Python 3.11 is needed\n\n## v1.1\n"
    found = _guides(
        tmp_path / "r", {"CHANGELOG.md": log, "doc/release/release_3.1.rst": "x", "doc/release/release_3.0.rst": "x"}
    )
    assert {item.path: set(item.versions) for item in found.changelogs} == {
        "CHANGELOG.md": {"1.2.0", "1.1"},
        "doc/release": {"3.0", "3.1"},
    }


def test_addresses_are_declared_or_written(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'map'\n[project.urls]\nDocumentation = "
        "'https://map.example.org/docs'\nSource = 'https://x.org/y'\n",
        "README.md": "See [the manual](https://star-map.readthedocs.io/). [![docs](https://readthedocs.org/b.svg)](x) "
        "https://github.com/a/b\n",
    }
    found = _guides(tmp_path / "r", files)
    assert [(item.url, item.declared) for item in found.addresses] == [
        ("https://map.example.org/docs", True),
        ("https://star-map.readthedocs.io", False),
    ]


@pytest.mark.parametrize(
    ("files", "service"),
    [
        ({"etc/map.service": "[Unit]\n"}, True),
        ({"Dockerfile": "FROM x\nEXPOSE 80\n"}, True),
        ({"compose.yaml": "services: {}\n"}, True),
        ({"charts/map/Chart.yaml": "name: map\n"}, True),
        ({"Dockerfile": "FROM x\n"}, False),
        ({"tests/docker-compose.yml": "x"}, False),
        ({".github/compose.yml": "x"}, False),
        ({"map/core.py": "x = 1\n"}, False),
    ],
)
def test_a_service_is_told_from_a_library(tmp_path: Path, files: dict[str, str | bytes], service: bool) -> None:
    assert bool(_guides(tmp_path / "r", files).product.services) is service


def test_declared_commands_are_listed(tmp_path: Path) -> None:
    assert _guides(
        tmp_path / "r", {"pyproject.toml": "[project.scripts]\nstarmap = 'star:main'\n"}
    ).product.commands == ("starmap",)


def test_the_data_survives_being_stored_and_read_back(tmp_path: Path) -> None:
    found = _guides(
        tmp_path / "r", {"docs/api.rst": ".. automodule:: star\n", "Doxyfile": "x", "CHANGELOG.md": "## 1.0.0\n"}
    )
    assert structured(plain(found), Guides) == found


@pytest.mark.threat("A21", "A30")
def test_odd_names_and_bytes_are_only_data(tmp_path: Path) -> None:
    names = {
        b"docs/\xff.md": b"\xff\xfe\0",
        b"README\n.md": b"# \xff",
        b"pyproject.toml": b"\xff",
        b"CHANGELOG.md": b"\0" * 100,
    }
    assert guides.collect(raw_snapshot(tmp_path / "r", names)).pages == ()


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "piece", ["# ", "1.", "[a](", "https://", "= ", ".. auto", "documentation ", "1.2.3 ", "\n-\n"]
)
def test_a_page_made_of_one_piece_is_read_to_its_cap(tmp_path: Path, piece: str) -> None:
    text = piece * (200_000 // len(piece))
    _guides(
        tmp_path / "r",
        {"docs/a.md": text, "README.md": text, "CHANGELOG.md": text, "setup.cfg": text, "CONTRIBUTING.md": text},
    )
