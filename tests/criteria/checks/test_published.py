from pathlib import Path

from gathered import archive, gathered

from criteria.checks import published
from criteria.evidence.archive import REGISTRY, ArchiveRecord
from criteria.model import Evidence, Outcome, Verdict

OURS = ArchiveRecord(
    REGISTRY,
    "PyPI",
    "https://index.example.net/star-map",
    "star-map",
    "Star Map",
    "https://github.com/example/star-map",
)


def _judge(path: Path, *captured: Evidence, **fetched: object) -> Verdict:
    return published.judge(gathered(path / "r", {"a.py": "x = 1\n"}, *captured, **fetched), {})


def test_what_came_from_an_index_or_stands_in_a_registry_is_published(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", how="index", location="pypi:star-map==1.0").outcome is Outcome.PASS
    assert _judge(tmp_path / "b", archive(OURS, asked=(REGISTRY,))).outcome is Outcome.PASS


def test_a_registry_that_does_not_list_it_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path, archive(asked=(REGISTRY,))).outcome is Outcome.FAIL


def test_without_a_capture_nothing_is_said(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a").outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", archive()).outcome is Outcome.NOT_ASSESSED
