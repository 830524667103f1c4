from pathlib import Path

import pygit2
import pytest
from raw_trees import raw_snapshot
from repos import commit_tree

from criteria.cache import Cache
from criteria.evidence.history import History, collect
from criteria.model import digest_of
from criteria.snapshot import Snapshot

DAY = 86_400
START = 1_700_000_000


def _history(path: Path, commit: str) -> History:
    return collect(Snapshot(path, commit), Cache())


def test_commits_authors_and_times_are_counted(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit_tree(repo, {"a": "1"}, time=START)
    commit_tree(repo, {"a": "2"}, time=START + DAY, author=("Grace", "grace@example.org"))
    history = _history(repo, commit_tree(repo, {"a": "3"}, time=START + 2 * DAY))
    assert (history.commits, history.authors, history.bots) == (3, 2, 0)
    assert (history.first_commit_time, history.last_commit_time) == (START, START + 2 * DAY)
    assert history.anomalies == ()


def test_a_mailmap_joins_the_addresses_of_one_person_and_bots_stand_apart(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    files = {".mailmap": "Ada <ada@example.org> <old@example.org>\n"}
    commit_tree(repo, files, author=("A.", "old@example.org"))
    commit_tree(
        repo, {**files, "a": "1"}, author=("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
    )
    history = _history(repo, commit_tree(repo, {**files, "a": "2"}))
    assert (history.authors, history.bots) == (1, 1)


@pytest.mark.threat("A17")
def test_squashed_and_oddly_dated_histories_are_named(tmp_path: Path) -> None:
    single = _history(tmp_path / "a", commit_tree(tmp_path / "a", {"a": "1"}))
    assert single.anomalies == ("the whole history is one commit",)
    repo = tmp_path / "b"
    commit_tree(repo, {"a": "1"}, time=100)
    commit_tree(repo, {"a": "2"}, time=START + 400 * DAY)
    dated = _history(repo, commit_tree(repo, {"a": "3"}, time=START))
    assert dated.anomalies == (
        "1 of 3 commits are dated before 1985",
        "1 of 3 commits are dated more than a day after the assessed commit",
    )


@pytest.mark.threat("A16")
def test_releases_are_ordered_by_version_and_the_highest_final_one_is_latest(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    for number, tag in enumerate(("v1.9.0", "v1.10.0", "v2.0.0-rc.1", "nightly")):
        commit = commit_tree(repo, {"a": str(number)}, time=START + number, tags=(tag,))
    history = _history(repo, commit)
    assert [release.tag for release in history.releases] == ["v2.0.0-rc.1", "v1.10.0", "v1.9.0"]
    assert history.latest is not None
    assert (history.latest.tag, history.tags) == ("v1.10.0", 4)


@pytest.mark.threat("A16")
def test_tags_off_the_history_or_out_of_order_are_named_and_do_not_decide(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit_tree(repo, {"a": "1"}, time=START, tags=("v1.0.1",))
    commit = commit_tree(repo, {"a": "2"}, time=START + DAY, tags=("v1.0.0", "1.0.1"))
    commit_tree(repo, {"a": "3"}, time=START + 2 * DAY, tags=("v3.0.0",))
    history = _history(repo, commit)
    assert history.latest is not None
    assert history.latest.version == "1.0.1"
    assert [text.split(",")[0] for text in history.anomalies] == [
        "the release tag v3.0.0 is not on the history of the assessed commit",
        "1 versions are tagged on more than one commit",
        "1 release tags stand on a commit older than that of the version before in the same series",
    ]


def test_tags_of_components_are_counted_apart(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit = commit_tree(repo, {"setup.cfg": "[metadata]\nname = star-map\n"}, tags=("star-map-1.0.0", "plugin-9.0.0"))
    history = _history(repo, commit)
    assert ([release.tag for release in history.releases], history.other_releases) == (["star-map-1.0.0"], 1)


@pytest.mark.threat("A16")
def test_a_thousand_tags_are_handled(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit = commit_tree(repo, {"a": "1"}, tags=tuple(f"v1.{number}.0" for number in range(1000)))
    history = _history(repo, commit)
    assert (history.tags, len(history.releases)) == (1000, 500)
    assert history.latest is not None
    assert history.latest.tag == "v1.999.0"


def test_the_document_that_names_the_scheme_is_found(tmp_path: Path) -> None:
    commit = commit_tree(tmp_path / "r", {"docs/releases.md": "We use CalVer.\n", "src/a.md": "PEP 440\n"})
    assert _history(tmp_path / "r", commit).documented_schemes == (("calendar versioning", "docs/releases.md"),)
    commit = commit_tree(
        tmp_path / "deep",
        {
            "src/doc/en/packaging.rst": "as PEP 440 says\n",
            "src/a.md": "CalVer\n",
            "pkgs/x/version_requirements.txt": "calver\n",
            "vendor/x/docs/a.rst": "SemVer\n",
        },
    )
    assert _history(tmp_path / "deep", commit).documented_schemes == (("PEP 440", "src/doc/en/packaging.rst"),)


def test_documents_revised_since_the_first_commit_are_counted(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    commit_tree(repo, {"README.md": "a", "docs/a.md": "a", "a.py": "1"})
    commit = commit_tree(repo, {"README.md": "b", "docs/a.md": "a", "docs/b.md": "new", "a.py": "2"})
    assert _history(repo, commit).revised_documents == 2


@pytest.mark.threat("A22")
def test_a_shallow_clone_and_a_missing_object_are_recorded(tmp_path: Path) -> None:
    snapshot = raw_snapshot(tmp_path / "r", {b"a": b"1"}, parent="1" * 40)
    history = collect(snapshot, Cache())
    assert history.broken is not None
    (tmp_path / "r" / "shallow").write_text(snapshot.commit + "\n")
    history = _history(tmp_path / "r", snapshot.commit)
    assert history.shallow
    assert "the whole history is one commit" not in history.anomalies


@pytest.mark.threat("A21")
def test_hostile_commits_and_tags_do_not_stop_the_count(tmp_path: Path) -> None:
    repo = tmp_path / "r"
    odd = raw_snapshot(repo, {b"\xff.mailmap": b"x", b".mailmap": b"\xff\0<>\n<\n"}, tail=b"encoding no-such\n\n\xff\n")
    pygit2.Repository(str(repo)).references.create("refs/tags/v1.0.0", odd.commit)
    (repo / "refs/tags" / b"v\xff1".decode(errors="surrogateescape")).write_text(odd.commit + "\n")
    history = collect(odd, Cache())
    assert digest_of(history).startswith("sha256:")
    assert history.commits == 1 or history.broken is not None
