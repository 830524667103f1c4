from pathlib import Path

import attrs
import pytest
from gathered import archive, gathered

from criteria.checks import archive_record
from criteria.evidence.archive import HERITAGE, REGISTRY, SCHOLARLY, ArchiveRecord
from criteria.model import Evidence, Outcome, Verdict

OURS = ArchiveRecord(
    SCHOLARLY, "Zenodo", "https://zenodo.org/records/1", "10.5281/zenodo.8042260", "Star Map",
    repository="https://github.com/example/star-map", refers_to=("swh:1:rev:" + "ab" * 20,),
)  # fmt: skip
HELD = attrs.evolve(
    OURS, kind=HERITAGE, infrastructure="Software Heritage", identifier="swh:1:rev:" + "ab" * 20,
    refers_to=("10.5281/zenodo.8042260",),
)  # fmt: skip
FILES = {"CITATION.cff": "title: Star Map\nauthors: [{name: A}]\ndoi: 10.5281/zenodo.8042260\n"}
EVERY = (SCHOLARLY, HERITAGE, REGISTRY)


def _judge(path: Path, *captured: Evidence, files: dict[str, str] = FILES, **parameters: object) -> Verdict:
    given = {"kinds": list(EVERY), "minimum": 1, **parameters}
    return archive_record.judge(gathered(path / "r", files, *captured), given)


def test_without_a_capture_nothing_is_said(tmp_path: Path) -> None:
    verdict = _judge(tmp_path)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "only the network knows" in verdict.reason


def test_a_record_that_names_our_repository_passes(tmp_path: Path) -> None:
    assert _judge(tmp_path, archive(OURS, asked=EVERY)).outcome is Outcome.PASS


@pytest.mark.threat("A18")
def test_the_record_of_another_repository_does_not_count(tmp_path: Path) -> None:
    """A fork inherits nothing, whatever identifier it states."""
    foreign = attrs.evolve(OURS, repository="https://github.com/other/star-map")
    assert _judge(tmp_path, archive(foreign, asked=EVERY)).outcome is Outcome.FAIL


def test_an_infrastructure_that_did_not_answer_leaves_the_rule_open(tmp_path: Path) -> None:
    assert _judge(tmp_path, archive(asked=(SCHOLARLY,))).outcome is Outcome.NOT_ASSESSED
    assert _judge(tmp_path / "b", archive(asked=EVERY)).outcome is Outcome.FAIL


def test_the_record_has_to_bear_the_stated_identifier_where_asked(tmp_path: Path) -> None:
    other = attrs.evolve(OURS, identifier="10.5281/zenodo.999")
    assert _judge(tmp_path / "a", archive(OURS, asked=EVERY), stated=True).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", archive(other, asked=EVERY), stated=True).outcome is Outcome.FAIL
    nothing = _judge(tmp_path / "c", archive(OURS, asked=EVERY), files={"a.py": "x = 1\n"}, stated=True)
    assert nothing.outcome is Outcome.FAIL


def test_two_records_have_to_name_each_other_where_asked(tmp_path: Path) -> None:
    asked = {"minimum": 2, "cross_referenced": True}
    silent = attrs.evolve(HELD, refers_to=())
    assert _judge(tmp_path / "a", archive(OURS, HELD, asked=EVERY), **asked).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", archive(OURS, silent, asked=EVERY), **asked).outcome is Outcome.FAIL
