from pathlib import Path

import pytest
from gathered import gathered

from criteria.checks import fuzzing
from criteria.model import Outcome

EVERSE = {"property_tests": True, "unsafe_only": True}
STRICT = {"property_tests": False, "unsafe_only": False}
C = {"src/read.c": "int read_map(const char *text) {\n    return text[0];\n}\n"}
TARGET = {"fuzz/target.c": "int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {\n    return 0;\n}\n"}
PROPERTY = {"tests/test_read.py": "from hypothesis import given\n\ndef test_read():\n    pass\n"}


def test_a_target_passes(tmp_path: Path) -> None:
    assert fuzzing.judge(gathered(tmp_path / "r", {**C, **TARGET}), STRICT).outcome is Outcome.PASS


def test_tests_of_laws_count_where_the_baseline_says_so(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {**C, **PROPERTY})
    assert fuzzing.judge(evidence, EVERSE).outcome is Outcome.PASS
    assert fuzzing.judge(evidence, STRICT).outcome is Outcome.FAIL


@pytest.mark.parametrize("text", ['NAME = "LLVMFuzzerTestOneInput"\n', "# import atheris\n", "fuzzy = 1\n"])
def test_a_word_is_no_target(tmp_path: Path, text: str) -> None:
    assert fuzzing.judge(gathered(tmp_path / "r", {**C, "x.py": text}), STRICT).outcome is Outcome.FAIL


def test_memory_safe_code_has_no_subject_where_the_baseline_says_so(tmp_path: Path) -> None:
    evidence = gathered(tmp_path / "r", {"stars.py": "x = 1\n"})
    assert fuzzing.judge(evidence, EVERSE).outcome is Outcome.NOT_APPLICABLE
    assert fuzzing.judge(evidence, STRICT).outcome is Outcome.FAIL


def test_a_service_without_a_target_that_we_read_is_not_assessed(tmp_path: Path) -> None:
    files = {**C, ".clusterfuzzlite/build.sh": "make fuzzers\n"}
    assert fuzzing.judge(gathered(tmp_path / "r", files), STRICT).outcome is Outcome.NOT_ASSESSED
