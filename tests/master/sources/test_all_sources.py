"""From what the user names to the kind of source that is meant."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master.errors import UsageError
from master.sources import archive, checkout, git_url, pypi
from master.sources.all_sources import SOURCES, find_kind, resolve
from master.sources.source import SourceKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pypi:sympy", pypi),
        ("https://example.org/a/b", git_url),
        ("git@example.org:a/b", git_url),
        ("https://example.org/a-1.0.tar.gz", git_url),
        ("dist/a-1.0.tar.gz", archive),
        (".", checkout),
        ("./a", checkout),
        ("/a/b", checkout),
    ],
)
def test_kinds_are_told_apart(text: str, kind: SourceKind) -> None:
    """Each form leads to one kind."""
    assert find_kind(text) is kind


@pytest.mark.parametrize("text", ["", "foo", "foo/bar", "pip:foo", "a\0b"])
def test_unknown_forms_are_answered_with_the_known_ones(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody accepts is a mistake of usage, and every accepted form is named."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        find_kind(text)
    assert caught.value.exit_code == 2
    assert all(kind.FORM in str(caught.value) for kind in SOURCES.values())


@given(st.text(max_size=80))
def test_any_text_is_a_kind_or_a_sentence(text: str) -> None:
    """No text whatsoever is answered with a traceback."""
    try:
        assert find_kind(text) in SOURCES.values()
    except UsageError as error:
        assert str(error).isprintable()


@pytest.mark.parametrize("text", ["pypi:sympy", "https://example.org/a/b"])
def test_offline_asks_no_network(text: str, tmp_path: Path) -> None:
    """Offline, a source on the network is refused before anything is asked."""
    with pytest.raises(UsageError, match="--offline"):
        resolve(text, None, tmp_path, offline=True)
