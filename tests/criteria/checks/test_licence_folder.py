from pathlib import Path

import pytest
from licence_texts import filled, licence_evidence, text_of

from criteria.checks import licence_folder as check
from criteria.model import Outcome, Strength, Verdict


def judged(path: Path, files: dict[str, str | bytes]) -> Verdict:
    return check.judge(licence_evidence(path / "r", files), {"minimum_tagged": 1.0})


def test_texts_called_by_their_ids_pass(tmp_path: Path) -> None:
    """E2 for the texts, E3 where the heads of files name them."""
    bare = judged(
        tmp_path / "a", {"LICENSES/MIT.txt": filled("MIT"), "LICENSES/GPL-3.0-or-later.txt": text_of("GPL-3.0-only")}
    )
    used = judged(
        tmp_path / "b", {"LICENSES/MIT.txt": filled("MIT"), "a.py": "# SPDX-License-Identifier: MIT\nx = 1\n"}
    )
    assert (bare.outcome, bare.strength) == (Outcome.PASS, Strength.E2)
    assert (used.outcome, used.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"LICENSES/MIT.txt": text_of("GPL-3.0-only")}, "LICENSES/MIT.txt"),
        ({"LICENSES/MIT.txt": ""}, "LICENSES/MIT.txt"),
        ({"LICENSES/MIT.txt": filled("MIT"), "a.py": "# SPDX-License-Identifier: ISC\nx = 1\n"}, "a.py"),
    ],
    ids=["another text", "no text", "a licence in use without text"],
)
def test_a_folder_that_does_not_hold_what_it_says_fails(
    tmp_path: Path, files: dict[str, str | bytes], path: str
) -> None:
    """The name of a file is a claim, and so is a tag without its text."""
    verdict = judged(tmp_path, files)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].path == path


def test_texts_of_ones_own_are_called_so(tmp_path: Path) -> None:
    """A LicenseRef has no text to compare with."""
    files: dict[str, str | bytes] = {
        "LICENSES/LicenseRef-Sun.txt": "May the sun shine.",
        "a.py": "# SPDX-License-Identifier: LicenseRef-Sun\nx = 1\n",
    }
    assert judged(tmp_path, files).outcome is Outcome.PASS


def test_without_the_folder_it_is_not_applicable(tmp_path: Path) -> None:
    """An option that was not taken."""
    verdict = judged(tmp_path, {"LICENSE": filled("MIT")})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert check.ID in verdict.reason


def test_a_text_longer_than_we_read_is_not_assessed(tmp_path: Path) -> None:
    """A29: unknown, neither pass nor fail."""
    verdict = judged(tmp_path, {"LICENSES/MIT.txt": "filler words " * 40_000 + filled("MIT")})
    assert verdict.outcome is Outcome.NOT_ASSESSED
