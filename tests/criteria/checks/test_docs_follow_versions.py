from pathlib import Path

import pytest
from collected import judge
from repos import commit_tree

from criteria.checks import docs_follow_versions
from criteria.model import Outcome, Strength, Verdict

OLD = {"a.py": "x = 1\n", "docs/a.md": "# A\n"}


def _judge(path: Path, tag: str, files: dict[str, str], before: str | None = None, **retrieval: object) -> Verdict:
    """The newest release is `tag` and holds `files`; `before` is the one before it."""
    if before:
        commit_tree(path, OLD, time=1_600_000_000, tags=(before,))
    if tag:
        commit_tree(path, files, time=1_650_000_000, tags=(tag,))
    return judge(docs_follow_versions, path, files | {"later.py": "y = 1\n"}, **retrieval)


@pytest.mark.parametrize(
    ("tag", "entry"),
    [("v1.2.0", "## [1.2.0] - 2024"), ("1.2", "Version 1.2.0\n-----"), ("release-1.2.0", "1.2.0 (2024)")],
)
def test_an_entry_for_the_newest_release_passes(tmp_path: Path, tag: str, entry: str) -> None:
    verdict = _judge(tmp_path / "r", tag, OLD | {"CHANGELOG.md": f"# Changes\n\n{entry}\n\n- more\n"})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


def test_without_a_change_log_changed_pages_pass_at_less(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", "v1.1.0", {"a.py": "x = 2\n", "docs/a.md": "# B\n"}, before="v1.0.0")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.threat("A6")
def test_a_change_log_that_stopped_and_code_without_pages_fail(tmp_path: Path) -> None:
    """The other number in the log is another version's."""
    assert _judge(tmp_path / "r", "v1.2.0", OLD | {"CHANGELOG.md": "## 1.1.0\n"}).outcome is Outcome.FAIL
    assert _judge(tmp_path / "s", "v1.1.0", OLD | {"a.py": "x = 2\n"}, before="v1.0.0").outcome is Outcome.FAIL


def test_a_small_release_archives_and_a_first_release_are_not_assessed(tmp_path: Path) -> None:
    """Whether a release of corrections changes behaviour only a person can say."""
    assert _judge(tmp_path / "r", "v1.0.1", OLD | {"a.py": "x = 2\n"}, before="v1.0.0").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "s", "v1.0.0", OLD).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "t", "v1.0.0", OLD, versioned=False).outcome is Outcome.NOT_ASSESSED


def test_without_a_release_there_is_no_version_to_follow(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", "", OLD).outcome is Outcome.NOT_APPLICABLE
