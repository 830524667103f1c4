"""What changed from one release to the next."""

from pathlib import Path

from repos import commit_tree

from criteria.cache import Cache
from criteria.evidence import revisions
from criteria.evidence.revisions import Revisions
from criteria.snapshot import Snapshot

YEAR = 365 * 86_400
NOW = 1_700_000_000


def _revisions(path: Path, *releases: tuple[str, int, dict[str, str]]) -> Revisions:
    commit = ""
    for tag, time, files in releases:
        commit = commit_tree(path, files, time=time, tags=(tag,) if tag else ())
    return revisions.collect(Snapshot(path, commit), Cache())


def test_the_newest_two_releases_are_compared_by_kind(tmp_path: Path) -> None:
    found = _revisions(
        tmp_path / "r",
        ("v1.0.0", NOW - YEAR, {"a.py": "1", "docs/a.md": "1"}),
        ("v1.1.0", NOW, {"a.py": "2", "docs/a.md": "2", "CHANGELOG.md": "1", "vendor/docs/x.md": "1"}),
    )
    assert found.between is not None
    assert (found.between.before, found.between.after) == ("v1.0.0", "v1.1.0")
    assert (found.between.code, found.between.documents, found.between.changelog) == (1, 2, True)


def test_style_settings_of_a_year_before_are_counted(tmp_path: Path) -> None:
    old, new = "[flake8]\nignore = E1,E2,E3\n", "[flake8]\nignore = E1\n"
    found = _revisions(tmp_path / "r", ("v1.0.0", NOW - YEAR, {".flake8": old}), ("v1.1.0", NOW, {".flake8": new}))
    assert found.style is not None
    assert (found.style.release, found.style.departures) == ("v1.0.0", 3)


def test_with_one_release_or_none_nothing_is_compared(tmp_path: Path) -> None:
    assert _revisions(tmp_path / "r", ("v1.0.0", NOW, {"a.py": "1"})) == Revisions(None, None)
    assert _revisions(tmp_path / "s", ("", NOW, {"a.py": "1"})) == Revisions(None, None)
