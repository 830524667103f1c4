from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repos import snapshot_of

from criteria.metadata.project_name import aliases, declared_name, folded, mentions, names_any


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[project]\nname = "star-map"\nurls = {Source = "https://github.com/example/star-map"}\n'),
        ("pyproject.toml", '[tool.poetry]\nname = "star-map"\nrepository = "https://github.com/example/star-map"\n'),
        ("setup.cfg", "[metadata]\nname = star-map\nurl = https://github.com/example/star-map\n"),
        ("PKG-INFO", "Metadata-Version: 2.1\nName: star-map\nHome-page: https://github.com/example/star-map\n\nText\n"),
        ("setup.py", "setup(\n    name='star-map',\n    url='https://github.com/example/star-map',\n)\n"),
        ("package.json", '{"name": "star-map", "repository": {"url": "git+https://github.com/example/star-map.git"}}'),
        ("Cargo.toml", '[package]\nname = "star-map"\nrepository = "https://github.com/example/star-map"\n'),
        ("fpm.toml", 'name = "star-map"\nhomepage = "https://github.com/example/star-map"\n'),
        ("codemeta.json", '{"name": "star-map", "codeRepository": "https://github.com/example/star-map"}'),
    ],
)
def test_the_name_is_read_from_each_manifest(tmp_path: Path, path: str, text: str) -> None:
    name = declared_name(snapshot_of(tmp_path / "r", {path: text}))
    assert (name.names, name.repositories) == (("star-map",), ("github.com/example/star-map",))


@pytest.mark.threat("T16", "A23")
@pytest.mark.parametrize("text", ["", "[", "\0", "a = [" + "[" * 5000, '{"name": []}', "[metadata", "Name", "\ud800"])
def test_a_manifest_that_cannot_be_read_says_nothing(tmp_path: Path, text: str) -> None:
    files = dict.fromkeys(
        ("pyproject.toml", "setup.cfg", "PKG-INFO", "package.json", "Cargo.toml"), text.encode(errors="surrogatepass")
    )
    assert declared_name(snapshot_of(tmp_path / "r", files)).names == ()


def test_a_repository_is_named_without_its_pages() -> None:
    text = "https://github.com/A/b/issues, git@gitlab.com:a/g/b.git and https://gitlab.example.org/a/g/b/-/merge_requests/1"
    assert [(mention.repository, mention.page) for mention in mentions(text)] == [
        ("github.com/a/b", "issues"),
        ("gitlab.com/a/g/b", "clone"),
        ("gitlab.example.org/a/g/b", "merge_requests"),
    ]


@given(st.from_regex(r"\A[a-z]{3,8}([-_.][a-z]{3,8}){0,2}\Z"))
def test_a_name_is_found_however_it_is_joined(name: str) -> None:
    for sign in ("-", "_", ".", " ", ""):
        text = "about " + name.replace("-", sign).replace("_", sign).replace(".", sign).upper() + " here"
        assert names_any(text, frozenset((folded(name),)))


def test_a_short_name_is_not_found_inside_a_word() -> None:
    assert not names_any("simple images", aliases(("im",)))
    assert names_any("IM is a tool", aliases(("im",)))


@given(st.text(max_size=400))
def test_any_text_may_hold_mentions(text: str) -> None:
    list(mentions(text))
    list(mentions(f"https://github.com/{text}/{text}"))


def test_a_title_of_one_word_is_a_name(tmp_path: Path) -> None:
    """Release tags of a fork begin with what its citation file calls it; a sentence is no name."""
    one = declared_name(snapshot_of(tmp_path / "a", {"CITATION.cff": "title: passagemath\nversion: 1\n"}))
    many = declared_name(snapshot_of(tmp_path / "b", {"CITATION.cff": "title: Maps of stars\n"}))
    assert (one.names, many.names) == (("passagemath",), ())
