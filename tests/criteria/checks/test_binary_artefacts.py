from pathlib import Path

import pytest
from gathered import changed, gathered

from criteria.checks import binary_artefacts
from criteria.model import Outcome

ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 200


def test_a_tree_of_texts_passes(tmp_path: Path) -> None:
    assert binary_artefacts.judge(gathered(tmp_path / "r", {"a.py": "x = 1\n"}), {}).outcome is Outcome.PASS


@pytest.mark.threat("A14")
@pytest.mark.parametrize("path", ["bin/tool", "data.txt", "lib/libx.so"])
def test_a_program_fails_under_any_name(tmp_path: Path, path: str) -> None:
    verdict = binary_artefacts.judge(gathered(tmp_path / "r", {path: ELF}), {})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == path


def test_a_file_too_large_to_read_leaves_it_open(tmp_path: Path) -> None:
    evidence = changed(gathered(tmp_path / "a", {"a.py": "x = 1\n"}), "oddities", unread=("big.bin",))
    assert binary_artefacts.judge(evidence, {}).outcome is Outcome.NOT_ASSESSED
    assert binary_artefacts.judge(gathered(tmp_path / "b", {}), {}).outcome is Outcome.NOT_APPLICABLE
