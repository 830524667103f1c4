from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import data_formats
from criteria.model import Outcome, Strength, Verdict

CODE = "import h5py\n\ndef read(path):\n    return h5py.File(path)\n"


def _judge(path: Path, ask: str, **files: str) -> Verdict:
    return data_formats.judge(
        gathered(path / "r", {name.replace("__", "."): text for name, text in files.items()}), {"ask": ask}
    )


def test_a_format_that_code_and_documentation_share_is_described(tmp_path: Path) -> None:
    verdict = _judge(tmp_path, "described", a__py=CODE, README__md="Maps are kept as HDF5 files.\n")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize("readme", ["Maps are kept in files.\n", "", "SHDF5X\n"])
def test_a_format_that_no_document_names_fails(tmp_path: Path, readme: str) -> None:
    assert _judge(tmp_path, "described", a__py=CODE, README__md=readme).outcome is Outcome.FAIL


def test_closed_formats_alone_fail(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", "open", a__py="import pickle\n\nx = 1\n").outcome is Outcome.FAIL
    assert _judge(tmp_path / "b", "open", a__py=CODE).outcome is Outcome.PASS


def test_a_schema_has_to_hold_one(tmp_path: Path) -> None:
    good = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"x": {}}}'
    assert _judge(tmp_path / "a", "schema", a__py=CODE, **{"map.schema__json": good}).outcome is Outcome.PASS
    assert _judge(tmp_path / "b", "schema", a__py=CODE, **{"map.schema__json": "{}"}).outcome is Outcome.FAIL


def test_code_that_reads_nothing_has_no_subject(tmp_path: Path) -> None:
    assert _judge(tmp_path / "a", "described", a__py="x = 1\n").outcome is Outcome.NOT_APPLICABLE
    assert _judge(tmp_path / "b", "schema", a__md="x\n").outcome is Outcome.NOT_APPLICABLE
