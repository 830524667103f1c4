from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence

from criteria.checks import licence_tags as check
from criteria.model import Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return check.judge(licence_evidence(path / "r", files), {"minimum_tagged": 1.0})


TAGGED = "# SPDX-License-Identifier: MIT\nx = 1\n"


@pytest.mark.parametrize(
    ("files", "strength"),
    [
        ({"a.py": TAGGED}, Strength.E2),
        ({"a.py": TAGGED, "LICENSE": filled("MIT")}, Strength.E3),
        ({"a.py": TAGGED, "LICENSE": filled("ISC")}, Strength.E2),
        ({"a.py": "x = 1\n", "a.py.license": "SPDX-License-Identifier: MIT\n"}, Strength.E2),
    ],
    ids=["alone", "with its text", "with another text", "by sidecar"],
)
def test_tags_in_all_files_pass(tmp_path: Path, files: dict[str, str | bytes], strength: Strength) -> None:
    """As strong as the texts that bear them out."""
    verdict = judged(tmp_path, files)
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, strength)


@pytest.mark.parametrize(
    "head", ["", "# GNU General Public License, version 3\n", "# SPDX-License-Identifier: nonsense!\n"]
)
def test_one_file_without_a_tag_fails(tmp_path: Path, head: str) -> None:
    """Neither nothing nor words nor nonsense is a tag; the figures are told."""
    verdict = judged(tmp_path, {"a.py": TAGGED, "b.py": f"{head}x = 1\n"})
    assert verdict.outcome is Outcome.FAIL
    assert "1 of 2 source files carry a licensing tag" in verdict.reason


def test_the_limit_is_the_baselines(tmp_path: Path) -> None:
    """Half of the files is enough where the baseline says so."""
    evidence = licence_evidence(tmp_path / "r", {"a.py": TAGGED, "b.py": "x = 1\n"})
    assert check.judge(evidence, {"minimum_tagged": 0.5}).outcome is Outcome.PASS


def test_without_source_files_it_is_not_applicable(tmp_path: Path) -> None:
    """Empty files need no tag."""
    verdict = judged(tmp_path, {"README.md": "x", "__init__.py": ""})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert check.ID in verdict.reason


def test_files_that_cannot_be_read_are_not_assessed(tmp_path: Path) -> None:
    """Where they alone would decide, nobody knows."""
    assert judged(tmp_path, {"a.py": TAGGED, "b.py": b"x\0"}).outcome is Outcome.NOT_ASSESSED
